package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two guests in one component: strings, records, lists, variants and handles cross between them. */
class ComposedTest extends ComponentContract {

    private static final String MAP = "wasm-graph:processor/map@1.1.0#process";

    /** What holds a payload on the host's side. */
    record Buffer(byte[] bytes) {}

    private final List<String> lines = new ArrayList<>();
    private final List<Buffer> dropped = new ArrayList<>();

    @BeforeEach
    void provideTheWorld() {
        linker.instance("wasm-graph:processor/logger@1.1.0").function("log", (context, arguments) -> {
            lines.add(arguments[1] + ": " + arguments[2]);
            return null;
        });
        linker.instance("wasm-graph:processor/types@1.1.0")
                .resource("buffer", Buffer.class, dropped::add)
                .function("[method]buffer.read", (context, arguments) -> ((Buffer) arguments[0]).bytes());
    }

    private static Variant message(String topic, Variant payload) {
        return Variant.of(
                "message",
                Map.of(
                        "timestamp",
                                Map.of(
                                        "timestamp", Map.of("secs", -1L, "nanos", 999_999_999L),
                                        "counter", 7L,
                                        "node-id", Variant.of("string", "node")),
                        "topic", Variant.of("bytes", bytes(topic)),
                        "content-type", Optional.of(Variant.of("string", "text/csv")),
                        "payload", payload,
                        "properties",
                                Map.of(
                                        "user-properties",
                                        List.of(List.of(
                                                Variant.of("string", "unit"), Variant.of("string", "\u00b0C")))),
                        "schema", Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Variant inline(String payload) {
        return Variant.of("bytes", bytes(payload));
    }

    /** The payload of the answer, or the message of the error. */
    private static String answer(Object result) {
        return switch ((Result<?, ?>) result) {
            case Result.Ok<?, ?> ok -> {
                Map<?, ?> message = (Map<?, ?>) ((Variant) ok.value()).payload().orElseThrow();
                Variant payload = (Variant) message.get("payload");
                yield new String((byte[]) payload.payload().orElseThrow(), StandardCharsets.UTF_8);
            }
            case Result.Err<?, ?> err -> (String) ((Map<?, ?>) err.error()).get("message");
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "0,50; celsius (3 points): 32,122",
                "100; celsius (3 points): 212",
                "200,150,0; celsius (3 points): 392,302,32",
                "300; out of range, nearest: 200 (oven)",
                "-1; out of range, nearest: 0 (freezing)",
                "warm; no number: warm"
            })
    void valuesCrossBetweenTheGuests(String payload, String answer) {
        Guest guest = start(fixture("composed"));
        assertThat(answer(guest.call(MAP, message("t", inline(payload))))).isEqualTo(answer);
    }

    @Test
    void theRestOfTheMessageComesBackAsItWent() {
        Guest guest = start(fixture("composed"));
        Variant sent = message("plant/1", inline("0"));
        Result.Ok<?, ?> result = (Result.Ok<?, ?>) guest.call(MAP, sent);
        Map<?, ?> before = (Map<?, ?>) sent.payload().orElseThrow();
        Map<?, ?> after = (Map<?, ?>) ((Variant) result.value()).payload().orElseThrow();
        for (String field : List.of("timestamp", "topic", "content-type", "properties", "schema")) {
            assertThat(Values.comparable(after.get(field))).as(field).isEqualTo(Values.comparable(before.get(field)));
        }
    }

    @Test
    void aPayloadBehindTheHostsResourceIsReadAndDroppedOnce() {
        Guest guest = start(fixture("composed"));
        Buffer buffer = new Buffer(bytes("0,50"));
        assertThat(answer(guest.call(MAP, message("t", Variant.of("buffer", buffer)))))
                .isEqualTo("celsius (3 points): 32,122");
        assertThat(dropped).containsExactly(buffer);
    }

    @Test
    void resourcesOfTheInnerGuestAreDroppedAsOftenAsTheyAreMade() {
        Guest guest = start(fixture("composed"));
        for (int i = 0; i < 50; i++) {
            guest.call(MAP, message("t", inline(i % 3 == 0 ? "400" : "0,50")));
        }
        long made = lines.stream().filter(line -> line.contains(" points")).count();
        long gone = lines.stream().filter(line -> line.endsWith(" dropped")).count();
        assertThat(made).isEqualTo(150);
        assertThat(gone).isEqualTo(made);
    }

    @Test
    void tenThousandCallsLeaveNeitherMemoryNorHandlesBehind() {
        // Two memories that start with 17 pages each: there is hardly more than that.
        Guest guest = start(fixture("composed"), new InstanceLimits(new StoreLimits(40 << 16, 1000), Optional.empty()));
        for (int i = 0; i < 10_000; i++) {
            lines.clear();
            Buffer buffer = new Buffer(bytes("0,50"));
            assertThat(answer(guest.call(MAP, message("t", Variant.of("buffer", buffer)))))
                    .isEqualTo("celsius (3 points): 32,122");
        }
        assertThat(dropped).hasSize(10_000);
        assertThat(lines).filteredOn(line -> line.endsWith(" dropped")).hasSize(3);
    }

    @Test
    void whatAPayloadWeighsIsCountedWhereverInTheComponentItsHandleIs() {
        linker.instance("wasm-graph:processor/types@1.1.0")
                .weighedResource("buffer", Buffer.class, buffer -> buffer.bytes().length, dropped::add);
        Guest guest = start(fixture("composed"), new InstanceLimits(StoreLimits.DEFAULT, Optional.empty(), 4));
        for (int i = 0; i < 100; i++) {
            guest.call(MAP, message("t", Variant.of("buffer", new Buffer(bytes("0,50")))));
        }
        assertTrap(TrapKind.ABI, () -> guest.call(MAP, message("t", Variant.of("buffer", new Buffer(bytes("0,500"))))));
    }

    @Test
    void aFunctionThatNobodyProvidesTrapsThroughBothGuests() {
        var bare = new dev.leat.component.model.Linker(java.lang.invoke.MethodHandles.lookup())
                .link(compiled(provider, "composed", true));
        Guest guest = start(bare);
        assertThat(assertTrap(dev.leat.component.core.TrapKind.OTHER, () -> guest.call(MAP, message("t", inline("0")))))
                .hasMessageStartingWith("LEAT-COMPONENT-007: ")
                .hasMessageContaining("wasm-graph:processor/logger@1.1.0#log");
    }

    @Test
    void whatTheHostThrowsPassesThroughBothGuests() {
        IndexOutOfBoundsException thrown = new IndexOutOfBoundsException("the log is full");
        linker.instance("wasm-graph:processor/logger@1.1.0").function("log", (context, arguments) -> {
            throw thrown;
        });
        Guest guest = start(fixture("composed"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> guest.call(MAP, message("t", inline("0")))))
                .isSameAs(thrown);
    }
}
