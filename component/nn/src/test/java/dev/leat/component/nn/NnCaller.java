package dev.leat.component.nn;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** An instance of the fixture {@code nn-guest}, which does with models what it is told. */
final class NnCaller implements AutoCloseable {

    static final Path FIXTURES = Path.of("src/test/fixtures");
    static final Path MODELS = FIXTURES.resolve("models");

    /** Generous: no test waits for it. */
    static final InstanceLimits LIMITS = within(Duration.ofMinutes(2));

    private static final Map<String, LinkedComponent> LINKED = new ConcurrentHashMap<>();

    private final LinkedComponent linked;
    private final NnContext context;
    private final ComponentInstance instance;
    final List<String> logged = new ArrayList<>();

    /** A tensor with its name. */
    record Named(String name, List<Long> dimensions, String type, byte[] data) {

        static Named of(String name, List<Long> dimensions, String type, int... bytes) {
            byte[] data = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                data[i] = (byte) bytes[i];
            }
            return new Named(name, dimensions, type, data);
        }

        private Map<String, Object> guests() {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("name", name);
            record.put("dimensions", dimensions);
            record.put("ty", type);
            record.put("data", data);
            return record;
        }

        private static Named of(Object record) {
            Map<?, ?> fields = (Map<?, ?>) record;
            return new Named(
                    (String) fields.get("name"),
                    ((List<?>) fields.get("dimensions"))
                            .stream().map(one -> ((Number) one).longValue()).toList(),
                    (String) fields.get("ty"),
                    (byte[]) fields.get("data"));
        }
    }

    NnCaller(String engine, Inference inference) {
        this(engine, inference, LIMITS);
    }

    NnCaller(String engine, Inference inference, InstanceLimits limits) {
        linked = LINKED.computeIfAbsent(engine, NnCaller::link);
        context = new NnContext(inference, logged::add);
        instance = linked.instantiate(limits, context);
    }

    static InstanceLimits within(Duration callTime) {
        return new InstanceLimits(StoreLimits.DEFAULT, Optional.of(callTime));
    }

    static Stream<String> engines() {
        return CoreEngines.providers().stream()
                .filter(provider -> provider.unavailable().isEmpty())
                .map(CoreEngineProvider::name);
    }

    private static LinkedComponent link(String engine) {
        CoreEngine opened = CoreEngines.open(engine, CoreEngineOptions.DEFAULT);
        Component component = Component.compile(opened, read(FIXTURES.resolve("nn-guest.wasm")));
        Linker linker = new Linker(MethodHandles.lookup());
        WasiNn.addTo(linker);
        return linker.link(component);
    }

    static LinkedComponent linked(String engine) {
        return LINKED.computeIfAbsent(engine, NnCaller::link);
    }

    static byte[] model(String name) {
        return read(MODELS.resolve(name + ".onnx"));
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Empty where all went well, else what the guest got as an error. */
    Optional<String> load(byte[] model) {
        return load(List.of(model), "onnx", "cpu");
    }

    Optional<String> load(List<byte[]> parts, String encoding, String target) {
        return error(call("load", parts, encoding, target));
    }

    Optional<String> loadByName(String name) {
        return error(call("load-by-name", name));
    }

    Optional<String> anotherContext() {
        return error(call("another-context"));
    }

    /** The outputs; throws where there is an error. */
    List<Named> compute(Named... inputs) {
        return switch (computing(inputs)) {
            case Result.Ok<?, ?> ok ->
                ((List<?>) ok.value()).stream().map(Named::of).toList();
            case Result.Err<?, ?> err -> throw new AssertionError(err.error());
        };
    }

    /** What the guest got as an error. */
    String refusal(Named... inputs) {
        return error(computing(inputs)).orElseThrow();
    }

    private Result<?, ?> computing(Named... inputs) {
        return call("compute", Stream.of(inputs).map(Named::guests).toList());
    }

    long repeat(int times, Named... inputs) {
        return switch (call("repeat", Stream.of(inputs).map(Named::guests).toList(), (long) times)) {
            case Result.Ok<?, ?> ok -> ((Number) ok.value()).longValue();
            case Result.Err<?, ?> err -> throw new AssertionError(err.error());
        };
    }

    /** How many bytes of native memory tensors hold. */
    long tensorBytes() {
        return context.tensorBytes();
    }

    Named echo(Named tensor) {
        return Named.of(invoke("echo", tensor.guests()).orElseThrow());
    }

    void keepTensors(int count, int bytes) {
        invoke("keep-tensors", (long) count, (long) bytes);
    }

    void dropGraphs() {
        invoke("drop-graphs");
    }

    void dropContexts() {
        invoke("drop-contexts");
    }

    private Result<?, ?> call(String function, Object... arguments) {
        return (Result<?, ?>) invoke(function, arguments).orElseThrow();
    }

    private Optional<Object> invoke(String function, Object... arguments) {
        return instance.function(linked.function(List.of(function))).call(arguments);
    }

    private static Optional<String> error(Result<?, ?> result) {
        return switch (result) {
            case Result.Ok<?, ?> ok -> Optional.empty();
            case Result.Err<?, ?> err -> Optional.of((String) err.error());
        };
    }

    @Override
    public void close() {
        instance.close();
        context.close();
    }
}
