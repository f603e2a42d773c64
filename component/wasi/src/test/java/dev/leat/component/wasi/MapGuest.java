package dev.leat.component.wasi;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operator of {@code wasm-graph:processor/map}, with a host that keeps buffers and a log and nothing else. */
final class MapGuest implements AutoCloseable {

    private static final String PACKAGE = "wasm-graph:processor/";
    private static final String VERSION = "@1.1.0";
    private static final String MAP = PACKAGE + "map" + VERSION;

    private final LinkedComponent linked;
    private final ComponentInstance instance;
    private final List<String> log = new ArrayList<>();

    /** What the host keeps for a buffer. */
    private record Buffer(String text) {}

    MapGuest(Component component, WasiContext context) {
        Linker linker = Guests.linker();
        linker.instance(PACKAGE + "types" + VERSION)
                .resource("buffer", Buffer.class)
                .function("[method]buffer.read", (host, arguments) -> bytes(((Buffer) arguments[0]).text()));
        linker.instance(PACKAGE + "logger" + VERSION).function("log", (host, arguments) -> {
            log.add(arguments[0] + " " + arguments[1] + ": " + arguments[2]);
            return null;
        });
        linked = linker.link(component);
        instance = linked.instantiate(
                new InstanceLimits(StoreLimits.DEFAULT, Optional.of(Duration.ofMinutes(2))), context);
    }

    /** What the guest logged. */
    List<String> log() {
        return log;
    }

    List<String> missingImports() {
        return linked.missingImports();
    }

    boolean init() {
        return (Boolean) call("init", Map.of("properties", List.of(), "module-schemas", List.of()));
    }

    /** Has the guest map a message with that payload, and gives the payload of what comes back. */
    String process(String payload) {
        Map<String, Object> message = Map.of(
                "timestamp",
                Map.of(
                        "timestamp",
                        Map.of("secs", 1L, "nanos", 2L),
                        "counter",
                        3L,
                        "node-id",
                        Variant.of("string", "n")),
                "topic",
                Variant.of("bytes", bytes("plant/press-17")),
                "content-type",
                Optional.of(Variant.of("string", "application/json")),
                "payload",
                Variant.of("buffer", new Buffer(payload)),
                "properties",
                Map.of("user-properties", List.of()),
                "schema",
                Optional.empty());
        return switch ((Result<?, ?>) call("process", Variant.of("message", message))) {
            case Result.Ok<?, ?> ok -> payload((Variant) ok.value());
            case Result.Err<?, ?> err -> throw new IllegalStateException("the guest refused: " + err.error());
        };
    }

    private static String payload(Variant data) {
        Map<?, ?> message = (Map<?, ?>) data.payload().orElseThrow();
        Object payload = ((Variant) message.get("payload")).payload().orElseThrow();
        return payload instanceof Buffer buffer ? buffer.text() : new String((byte[]) payload, StandardCharsets.UTF_8);
    }

    private Object call(String function, Object argument) {
        return instance.function(linked.function(List.of(MAP, function)))
                .call(argument)
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        instance.close();
    }
}
