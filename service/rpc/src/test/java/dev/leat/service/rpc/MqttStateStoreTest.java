package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStore.Change;
import dev.leat.operator.service.StateStore.Condition;
import dev.leat.operator.service.StateStore.SetOptions;
import dev.leat.operator.service.StateStoreException;
import dev.leat.operator.service.StateStoreException.Reason;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.protocol.StateStoreService.Authorization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state store as a client uses it over a broker: against Leat's own server, and against answers made by hand. */
final class MqttStateStoreTest {

    private static final Bytes KEY = Bytes.utf8("key");
    private static final Bytes A = Bytes.utf8("a");
    private static final Bytes B = Bytes.utf8("b");
    private static final Duration PATIENCE = Connections.PATIENCE;
    private static final String REQUESTS = "statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/command/invoke";

    private MosquittoServer server;
    private RpcConnection connection;
    private MqttStateStore store;
    private final EmbeddedStateStore behind = EmbeddedStateStore.inMemory();

    @BeforeEach
    void start() throws Exception {
        server = MosquittoServer.start();
        connection = Connections.open(server, "caller");
        store = new MqttStateStore(connection);
    }

    @AfterEach
    void stop() {
        store.close();
        connection.close();
        server.close();
        behind.close();
    }

    private record Serving(RpcConnection connection, StateStoreServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
            connection.close();
        }
    }

    private Serving serve(StateStore served) throws Exception {
        RpcConnection there = Connections.open(server, "store");
        StateStoreServer serving = StateStoreServer.open(there, served, behind::merge, Authorization.ALL);
        serving.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return new Serving(there, serving);
    }

    private static StateStoreException refusal(ThrowingCallable call) {
        StateStoreException refused = catchThrowableOfType(StateStoreException.class, call);
        assertThat(refused).as("the store must refuse").isNotNull();
        return refused;
    }

    private static SetOptions with(Timestamp token) {
        return new SetOptions(Condition.ALWAYS, Optional.empty(), Optional.of(token));
    }

    private static Change next(BlockingQueue<Change> changes) throws InterruptedException {
        Change change = changes.poll(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(change).as("no change was told").isNotNull();
        return change;
    }

    @Test
    void twoServersOfOneConnectionAreRefusedRatherThanOneOfThemUnheard() throws Exception {
        try (Serving serving = serve(behind)) {
            assertThatThrownBy(
                            () -> StateStoreServer.open(serving.connection(), behind, behind::merge, Authorization.ALL))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a connection of its own");
        }
    }

    @Test
    void eachCallDoesWhatItDoesOnTheStoreBehind() throws Exception {
        try (Serving serving = serve(behind)) {
            assertThat(store.get(KEY, PATIENCE).value()).isEmpty();
            StateStore.Stored stored = store.set(KEY, A, SetOptions.DEFAULT, PATIENCE);
            assertThat(stored.applied()).isTrue();
            assertThat(store.get(KEY, PATIENCE)).isEqualTo(new StateStore.Found(Optional.of(A), stored.version()));
            assertThat(behind.get(KEY, PATIENCE)).isEqualTo(store.get(KEY, PATIENCE));
            SetOptions absent = new SetOptions(Condition.ABSENT, Optional.empty(), Optional.empty());
            assertThat(store.set(KEY, B, absent, PATIENCE).applied()).isFalse();
            SetOptions equal =
                    new SetOptions(Condition.ABSENT_OR_EQUAL, Optional.of(Duration.ofHours(1)), Optional.empty());
            assertThat(store.set(KEY, A, equal, PATIENCE).applied()).isTrue();
            assertThat(store.set(KEY, B, equal, PATIENCE).applied()).isFalse();
            assertThat(store.scan(Bytes.utf8("k?y"), Optional.empty(), PATIENCE).keys())
                    .containsExactly(KEY);
            assertThat(store.deleteIfEqual(KEY, B, Optional.empty(), PATIENCE).count())
                    .isEqualTo(-1);
            assertThat(store.deleteIfEqual(KEY, A, Optional.empty(), PATIENCE).count())
                    .isOne();
            assertThat(store.delete(KEY, Optional.empty(), PATIENCE).count()).isZero();
            assertThat(refusal(() -> store.get(Bytes.EMPTY, PATIENCE)))
                    .hasMessage("the key length is zero")
                    .extracting(StateStoreException::reason)
                    .isEqualTo(Reason.REQUEST);
        }
    }

    @Test
    void whatDidNotLieWithTheRequestIsToldApart() throws Exception {
        behind.close();
        try (Serving serving = serve(behind)) {
            assertThat(refusal(() -> store.set(KEY, A, SetOptions.DEFAULT, PATIENCE))
                            .reason())
                    .isEqualTo(StateStoreException.Reason.INTERNAL);
        }
    }

    @Test
    void ofTwoWritersWithALeasedLockTheOneThatLostItIsKeptOut() throws Exception {
        Bytes lock = Bytes.utf8("lock");
        try (Serving serving = serve(behind);
                RpcConnection second = Connections.open(server, "second");
                MqttStateStore other = new MqttStateStore(second)) {
            SetOptions lease =
                    new SetOptions(Condition.ABSENT_OR_EQUAL, Optional.of(Duration.ofHours(1)), Optional.empty());
            Timestamp first = store.set(lock, A, lease, PATIENCE).version().orElseThrow();
            assertThat(other.set(lock, B, lease, PATIENCE).applied()).isFalse();
            assertThat(store.set(KEY, A, with(first), PATIENCE).applied()).isTrue();
            // The lease ends, the other one takes the lock, and the first does not know it.
            assertThat(behind.deleteIfEqual(lock, A, Optional.empty(), PATIENCE).count())
                    .isOne();
            Timestamp later = other.set(lock, B, lease, PATIENCE).version().orElseThrow();
            assertThat(later).isGreaterThan(first);
            assertThat(other.set(KEY, B, with(later), PATIENCE).applied()).isTrue();
            StateStoreException kept = refusal(() -> store.set(KEY, A, with(first), PATIENCE));
            assertThat(kept.reason()).isEqualTo(Reason.REQUEST);
            assertThat(kept).hasMessageContaining("lower version");
            assertThat(refusal(() -> store.delete(KEY, Optional.of(first), PATIENCE))
                            .reason())
                    .isEqualTo(Reason.REQUEST);
            assertThat(refusal(() -> store.set(KEY, A, SetOptions.DEFAULT, PATIENCE)))
                    .hasMessageContaining("a fencing token is required");
            assertThat(store.get(KEY, PATIENCE).value()).contains(B);
        }
    }

    @Test
    void changesAreToldInOrderUntilTheWatchEnds() throws Exception {
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        BlockingQueue<Change> also = new LinkedBlockingQueue<>();
        try (Serving serving = serve(behind)) {
            StateStore.Watch watch = store.watch(KEY, changes::add, PATIENCE);
            store.watch(KEY, also::add, PATIENCE);
            for (int i = 0; i < 100; i++) {
                behind.set(KEY, Bytes.utf8("" + i), SetOptions.DEFAULT, PATIENCE);
            }
            behind.delete(KEY, Optional.empty(), PATIENCE);
            Timestamp last = new Timestamp(0, 0, "");
            for (int i = 0; i < 100; i++) {
                Change change = next(changes);
                assertThat(change.value()).contains(Bytes.utf8("" + i));
                assertThat(change.version()).isGreaterThan(last);
                assertThat(next(also)).isEqualTo(change);
                last = change.version();
            }
            assertThat(next(changes).value()).isEmpty();
            next(also);
            watch.close();
            behind.set(KEY, A, SetOptions.DEFAULT, PATIENCE);
            assertThat(next(also).value()).contains(A);
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void aWatchIsRegisteredAgainWhenTheBrokerComesBack() throws Exception {
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        try (Serving serving = serve(behind)) {
            store.watch(KEY, changes::add, PATIENCE);
            server.kill();
            server.startAgain();
            // The answer of the second registration is the sign that all subscriptions stand again.
            server.awaitLog("Sending PUBLISH to caller");
            behind.set(KEY, A, SetOptions.DEFAULT, PATIENCE);
            assertThat(next(changes).value()).contains(A);
        }
    }

    @Test
    void aServerThatIsReplacedIsFoundAndWhatWasAskedMeanwhileTimesOut() throws Exception {
        Serving first = serve(behind);
        store.set(KEY, A, SetOptions.DEFAULT, PATIENCE);
        first.close();
        CompletableFuture<StateStore.Found> meanwhile =
                CompletableFuture.supplyAsync(() -> store.get(KEY, Duration.ofMillis(300)), Thread.ofVirtual()::start);
        assertThatThrownBy(() -> meanwhile.get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StateStoreException.class)
                .hasMessageContaining("LEAT-RPC-002");
        try (Serving second = serve(behind)) {
            assertThat(store.get(KEY, PATIENCE).value()).contains(A);
        }
    }

    @Test
    void aBrokerThatIsRestartedUnderManyRequestsLeavesEachAnsweredOrTimedOut() throws Exception {
        try (Serving serving = serve(behind)) {
            List<CompletableFuture<StateStore.Stored>> sets = new java.util.ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Bytes key = Bytes.utf8("k" + i);
                sets.add(CompletableFuture.supplyAsync(
                        () -> store.set(key, A, SetOptions.DEFAULT, Duration.ofSeconds(5)), Thread.ofVirtual()::start));
                if (i == 100) {
                    sets.getFirst().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
                    server.kill();
                    server.startAgain();
                }
            }
            int answered = 0;
            for (int i = 0; i < 200; i++) {
                try {
                    assertThat(sets.get(i)
                                    .get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS)
                                    .applied())
                            .isTrue();
                    assertThat(behind.get(Bytes.utf8("k" + i), PATIENCE).value())
                            .contains(A);
                    answered++;
                } catch (ExecutionException failed) {
                    assertThat(failed.getCause()).isInstanceOf(StateStoreException.class);
                    assertThat(((StateStoreException) failed.getCause()).reason())
                            .isEqualTo(Reason.TIMEOUT);
                }
            }
            assertThat(answered).isPositive();
            assertThat(store.get(Bytes.utf8("k0"), PATIENCE)).isNotNull();
        }
    }

    private RawClient storeThatAnswers(Function<Mqtt5Publish, String> answer, String... properties) {
        RawClient raw = new RawClient(server, "store");
        return raw.subscribe(
                REQUESTS,
                request -> raw.publishLater(Mqtt5Publish.builder()
                        .topic(request.getResponseTopic().orElseThrow())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(answer.apply(request).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .correlationData(request.getCorrelationData().orElseThrow())
                        .userProperties(RawClient.properties(properties))
                        .build()));
    }

    @Test
    void requestsAreTheDocumentedBytesWithTheDocumentedProperties() throws Exception {
        BlockingQueue<Mqtt5Publish> requests = new LinkedBlockingQueue<>();
        Timestamp token = new Timestamp(5, 1, "n");
        try (RawClient raw = storeThatAnswers(
                request -> {
                    requests.add(request);
                    return "+OK\r\n";
                },
                "__ts",
                "000000000000009:00000:s")) {
            assertThat(store.set(
                            KEY,
                            A,
                            new SetOptions(
                                    Condition.ABSENT_OR_EQUAL, Optional.of(Duration.ofSeconds(10)), Optional.of(token)),
                            Duration.ofMillis(59_500)))
                    .isEqualTo(new StateStore.Stored(true, Optional.of(new Timestamp(9, 0, "s"))));
        }
        Mqtt5Publish request = requests.remove();
        assertThat(RawClient.text(request))
                .isEqualTo("*6\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1\r\na\r\n$3\r\nNEX\r\n$2\r\nPX\r\n$5\r\n10000\r\n");
        assertThat(request.getResponseTopic().orElseThrow())
                .hasToString("clients/caller/services/" + REQUESTS + "/response");
        assertThat(request.getCorrelationData().orElseThrow().remaining()).isEqualTo(16);
        assertThat(request.getMessageExpiryInterval()).hasValue(60);
        assertThat(request.getContentType().orElseThrow()).hasToString("application/octet-stream");
        assertThat(request.getPayloadFormatIndicator()).isEmpty();
        assertThat(RawClient.properties(request))
                .containsEntry("__ft", "000000000000005:00001:n")
                .containsEntry("__srcId", "caller")
                .containsKey("__ts");
    }

    @Test
    void answersInEveryDocumentedFormAreRead() {
        record Case(String answer, ThrowingCallable call) {}
        for (Case one : List.of(
                new Case(
                        "-1\r\n",
                        () -> assertThat(store.set(KEY, A, SetOptions.DEFAULT, PATIENCE)
                                        .applied())
                                .isFalse()),
                new Case(
                        ":-1\r\n",
                        () -> assertThat(store.set(KEY, A, SetOptions.DEFAULT, PATIENCE)
                                        .applied())
                                .isFalse()),
                new Case(
                        "-1\r\n",
                        () -> assertThat(store.deleteIfEqual(KEY, A, Optional.empty(), PATIENCE)
                                        .count())
                                .isEqualTo(-1)),
                new Case(
                        "$-1\r\n",
                        () -> assertThat(store.get(KEY, PATIENCE).value()).isEmpty()))) {
            try (RawClient raw = storeThatAnswers(request -> one.answer())) {
                org.assertj.core.api.Assertions.assertThatCode(one.call()).doesNotThrowAnyException();
            }
        }
    }

    @Test
    void errorsAndNonsenseAreToldApart() {
        for (String answer : List.of("-ERR the quota has been exceeded\r\n", "-ERR: the quota has been exceeded\r\n")) {
            try (RawClient raw = storeThatAnswers(request -> answer)) {
                StateStoreException refused = refusal(() -> store.set(KEY, A, SetOptions.DEFAULT, PATIENCE));
                assertThat(refused.reason()).isEqualTo(Reason.REQUEST);
                assertThat(refused).hasMessage("the quota has been exceeded");
            }
        }
        for (String answer : List.of("", "hello", "+OK\r\n", ":1\r\n", "$9\r\nshort\r\n")) {
            try (RawClient raw = storeThatAnswers(request -> answer)) {
                assertThat(refusal(() -> store.get(KEY, PATIENCE)).reason())
                        .as(answer)
                        .isEqualTo(Reason.PROTOCOL);
            }
        }
        try (RawClient raw = storeThatAnswers(request -> "+OK\r\n", "__ts", "soon")) {
            assertThat(refusal(() -> store.set(KEY, A, SetOptions.DEFAULT, PATIENCE))
                            .reason())
                    .isEqualTo(Reason.PROTOCOL);
        }
    }

    @Test
    void aNotificationThatIsNoneOrComesTwiceIsNotTold() throws Exception {
        BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        String topic = "clients/statestore/v1/FA9AE35F-2F64-47CD-9BFF-08E2B32A0FE8/63616C6C6572/command/notify/6B6579";
        String set = "*4\r\n$6\r\nNOTIFY\r\n$3\r\nSET\r\n$5\r\nVALUE\r\n$1\r\na\r\n";
        try (RawClient raw = storeThatAnswers(request -> "+OK\r\n")) {
            store.watch(KEY, changes::add, PATIENCE);
            for (String[] told : List.of(
                    new String[] {"nonsense", "000000000000001:00000:s"},
                    new String[] {set, "noon"},
                    new String[] {set, "000000000000002:00000:s"},
                    new String[] {set, "000000000000002:00000:s"},
                    new String[] {"*2\r\n$6\r\nNOTIFY\r\n$3\r\nDEL\r\n", "000000000000003:00000:s"})) {
                raw.publish(topic, told[0], publish -> publish.userProperties(RawClient.properties("__ts", told[1])));
            }
            assertThat(next(changes)).isEqualTo(new Change(KEY, Optional.of(A), new Timestamp(2, 0, "s")));
            assertThat(next(changes)).isEqualTo(new Change(KEY, Optional.empty(), new Timestamp(3, 0, "s")));
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void aBrokerThatRefusesTheUserIsNamedWithItsReason() {
        try (MosquittoServer closed = MosquittoServer.start("allow_anonymous false")) {
            MqttConnectionOptions options = MqttConnectionOptions.builder(closed.host(), closed.port(), "caller")
                    .authentication(MqttAuthentication.password("me", Bytes.utf8("wrong")))
                    .failFast(true)
                    .build();
            try (RpcConnection refused = RpcConnection.open(options)) {
                assertThatThrownBy(() -> refused.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(MqttEndpointException.class)
                        .hasMessageContainingAll("LEAT-MQTT-002", "not authorized", options.address());
                StateStoreException failure =
                        refusal(() -> new MqttStateStore(refused).get(KEY, Duration.ofSeconds(30)));
                assertThat(failure.reason()).isEqualTo(Reason.INTERNAL);
                assertThat(failure).hasMessageContainingAll("LEAT-RPC-003", "LEAT-MQTT-002", "not authorized");
                assertThatThrownBy(() -> StateStoreServer.open(refused, behind, behind::merge, Authorization.ALL)
                                .ready()
                                .get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("a server that comes after the failure")
                        .hasMessageContaining("LEAT-MQTT-002");
            }
        }
    }

    @Test
    void aTopicThatTheUserMayNotUseIsSaidAtOnce() throws Exception {
        try (MosquittoServer strict = MosquittoServer.prepared("allow_anonymous true", "acl_file DIRECTORY/acl")) {
            java.nio.file.Files.writeString(strict.directory().resolve("acl"), "topic read clients/#\n");
            strict.startAgain();
            try (RpcConnection limited = Connections.open(strict, "caller")) {
                StateStoreException failure = refusal(() -> new MqttStateStore(limited).get(KEY, PATIENCE));
                assertThat(failure.reason()).isEqualTo(Reason.INTERNAL);
                assertThat(failure).hasMessageContainingAll("LEAT-MQTT-017", "not authorized", "statestore/v1");
            }
        }
    }
}
