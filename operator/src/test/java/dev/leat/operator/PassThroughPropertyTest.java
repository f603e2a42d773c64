package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a record carries, a guest that passes it on gives back an equal value. */
class PassThroughPropertyTest {

    private static final List<TestOperation> MAPS = new ArrayList<>();

    private static List<TestOperation> maps() {
        if (MAPS.isEmpty()) {
            for (TestEngine engine : TestEngine.available()) {
                OperatorSettings settings = new OperatorSettings(
                        "pass", List.of(), List.of(), OnEachEngine.LIMITS, new Journal(), new Journal());
                MAPS.add(new TestOperation(engine.module(Fixtures.HOSTILE).operator(OperatorInterface.MAP, settings)));
            }
        }
        return MAPS;
    }

    @AfterContainer
    static void close() throws Exception {
        for (TestOperation map : MAPS) {
            map.close();
        }
        MAPS.clear();
    }

    @Property
    void aValueThatAGuestPassesOnIsEqualToTheOneThatWentIn(@ForAll("values") DataModel value) throws Exception {
        for (TestOperation map : maps()) {
            assertThat(map.map(value)).isEqualTo(value);
        }
    }

    @Provide
    static Arbitrary<DataModel> values() {
        return Arbitraries.oneOf(
                messages().map(value -> value),
                snapshots().map(value -> value),
                bytes(2_000).map(value -> value));
    }

    private static Arbitrary<Message> messages() {
        return Combinators.combine(
                        timestamps(),
                        topics(),
                        texts().optional(),
                        bytes(2_000),
                        properties(),
                        schemas().optional())
                .as(Message::new);
    }

    private static Arbitrary<Snapshot> snapshots() {
        return Combinators.combine(timestamps(), texts(), Arbitraries.integers(), Arbitraries.integers(), bytes(2_000))
                .as(Snapshot::new);
    }

    private static Arbitrary<DataTimestamp> timestamps() {
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().between(0, 999_999_999),
                        Arbitraries.longs(),
                        texts())
                .as(DataTimestamp::new);
    }

    /** A command that does nothing, then any bytes: inline where short, by handle where long. */
    private static Arbitrary<Bytes> topics() {
        return bytes(1_000).map(tail -> {
            byte[] topic = new byte[9 + tail.length()];
            System.arraycopy("cmd/pass/".getBytes(StandardCharsets.US_ASCII), 0, topic, 0, 9);
            System.arraycopy(tail.unsafeArray(), 0, topic, 9, tail.length());
            return Bytes.of(topic);
        });
    }

    private static Arbitrary<Bytes> bytes(int most) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(Bytes::of);
    }

    private static Arbitrary<List<UserProperty>> properties() {
        return Combinators.combine(texts(), texts())
                .as(UserProperty::new)
                .list()
                .ofMaxSize(20);
    }

    private static Arbitrary<MessageSchema> schemas() {
        return Arbitraries.oneOf(
                texts().map(MessageSchema.RegistryReference::new),
                Combinators.combine(texts(), texts()).as(MessageSchema.Inline::new));
    }

    /** All of Unicode, the zero character included; halves of surrogate pairs are no text. */
    private static Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.integers().between(0, 0x7f)),
                        Tuple.of(2, Arbitraries.integers().between(0x80, 0xd7ff)),
                        Tuple.of(1, Arbitraries.integers().between(0xe000, 0xffff)),
                        Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10ffff)))
                .array(Integer[].class)
                .ofMaxSize(40)
                .map(points -> {
                    StringBuilder text = new StringBuilder();
                    for (int point : points) {
                        text.appendCodePoint(point);
                    }
                    return text.toString();
                });
    }
}
