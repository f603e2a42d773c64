package dev.leat.service.state.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.Page;
import dev.leat.operator.service.StateStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StateStoreProtocolPropertiesTest {

    @Provide
    Arbitrary<Bytes> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Bytes::of);
    }

    @Provide
    Arbitrary<Bytes> keys() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(Bytes::of);
    }

    /** Bytes that are close to the protocol: pieces of frames in any order. */
    @Provide
    Arbitrary<Bytes> almostFrames() {
        return Arbitraries.of(
                        "*2\r\n",
                        "*3\r\n",
                        "$3\r\nGET\r\n",
                        "$3\r\nSET\r\n",
                        "$1\r\nk\r\n",
                        "$0\r\n\r\n",
                        "$-1\r\n",
                        "\r\n",
                        ":1\r\n",
                        "-1\r\n",
                        "-ERR: x\r\n",
                        "+OK\r\n",
                        "_\r\n",
                        "$",
                        "*",
                        "9",
                        "$6\r\nNOTIFY\r\n",
                        "$4\r\nSCAN\r\n",
                        "*999999999\r\n",
                        "$2147483647\r\n",
                        "$2\r\nPX\r\n",
                        "$3\r\nNEX\r\n")
                .list()
                .ofMaxSize(9)
                .map(pieces -> Bytes.utf8(String.join("", pieces)));
    }

    @Provide
    Arbitrary<StateStoreRequest> requests() {
        Arbitrary<Optional<Duration>> expiries = Arbitraries.longs()
                .between(1, StateStoreRequest.LONGEST_EXPIRY_MILLIS)
                .map(Duration::ofMillis)
                .optional();
        return Arbitraries.oneOf(
                Combinators.combine(keys(), bytes(), Arbitraries.of(Condition.class), expiries)
                        .as(StateStoreRequest.Set::new),
                keys().map(StateStoreRequest.Get::new),
                keys().map(StateStoreRequest.Delete::new),
                Combinators.combine(keys(), bytes()).as(StateStoreRequest.DeleteIfEqual::new),
                Combinators.combine(keys(), Arbitraries.of(true, false)).as(StateStoreRequest.Notify::new),
                Combinators.combine(
                                keys(),
                                Arbitraries.strings().alpha().ofMaxLength(9).optional())
                        .as(StateStoreRequest.Scan::new));
    }

    @Provide
    Arbitrary<StateStoreResponse> responses() {
        return Arbitraries.oneOf(
                Arbitraries.just(new StateStoreResponse.Ok()),
                Arbitraries.just(new StateStoreResponse.Absent()),
                bytes().map(StateStoreResponse.Value::new),
                Arbitraries.longs().map(StateStoreResponse.Count::new),
                Arbitraries.of(Refusal.class).map(refusal -> new StateStoreResponse.Refused(refusal.text())),
                Combinators.combine(
                                keys().list().ofMaxSize(5),
                                Arbitraries.strings()
                                        .alpha()
                                        .ofMinLength(1)
                                        .ofMaxLength(9)
                                        .optional())
                        .as((keys, next) -> new StateStoreResponse.Keys(new Page(keys, next))));
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll("requests") StateStoreRequest request) {
        assertThat(StateStoreRequest.parse(request.encode())).isEqualTo(request);
    }

    @Property
    void responsesAreReadBack(@ForAll("responses") StateStoreResponse response) {
        assertThat(StateStoreResponse.parse(response.encode())).isEqualTo(response);
    }

    @Property
    void notificationsAreReadBack(@ForAll("bytes") Bytes value) {
        StateStoreNotification set = new StateStoreNotification(Optional.of(value));
        assertThat(StateStoreNotification.parse(set.encode())).isEqualTo(set);
    }

    @Property
    void keysAreReadBackFromTopics(@ForAll("keys") Bytes key, @ForAll String client) {
        assertThat(StateStoreTopics.keyOf(StateStoreTopics.notification(client, key)))
                .contains(key);
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll("bytes") Bytes payload) {
        readOrRefused(payload);
    }

    @Property(tries = 5000)
    void whatIsAlmostAFrameIsReadOrRefused(@ForAll("almostFrames") Bytes payload) {
        readOrRefused(payload);
    }

    @Property
    void aRequestCutAnywhereIsRefused(@ForAll("requests") StateStoreRequest request, @ForAll int at) {
        byte[] whole = request.encode().toArray();
        byte[] cut = java.util.Arrays.copyOf(whole, Math.floorMod(at, whole.length));
        assertThat(refused(() -> StateStoreRequest.parse(Bytes.of(cut)))).isTrue();
    }

    private static void readOrRefused(Bytes payload) {
        for (Runnable reading : List.<Runnable>of(
                () -> StateStoreRequest.parse(payload),
                () -> StateStoreResponse.parse(payload),
                () -> StateStoreNotification.parse(payload))) {
            refused(reading);
        }
    }

    private static boolean refused(Runnable reading) {
        try {
            reading.run();
            return false;
        } catch (StateStoreException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
            return true;
        }
    }
}
