package dev.leat.operator;

import dev.leat.component.model.HostContext;
import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import dev.leat.component.model.Variant;
import dev.leat.dataflow.data.Bytes;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Leat provides to modules under {@code wasm-graph:processor}. The schema registry answers with its interface's
 * errors: nothing stands behind it here.
 */
final class HostInterfaces {

    private static final String PREFIX = "wasm-graph:processor/";
    private static final String VERSION = "@1.1.0";

    private static final OperatorLog.Level[] LEVELS = OperatorLog.Level.values();
    private static final Result<Unit, Object> OK = Result.ok();

    private HostInterfaces() {}

    static void addTo(Linker linker) {
        linker.instance(PREFIX + "types" + VERSION)
                .weighedResource("buffer", Bytes.class, Bytes::length, dropped -> {})
                .function(
                        "[method]buffer.read",
                        List.of(Bytes.class),
                        byte[].class,
                        (context, arguments) -> ((Bytes) arguments[0]).unsafeArray());
        linker.instance(PREFIX + "logger" + VERSION)
                .function("log", List.of(Wit.Level.class, String.class, String.class), void.class, HostInterfaces::log);
        addMetrics(linker.instance(PREFIX + "metrics" + VERSION));
        StateStoreInterface.addTo(linker.instance(PREFIX + "state-store" + VERSION));
        linker.instance(PREFIX + "schema-registry" + VERSION)
                .function("get", (context, arguments) -> Result.err(Variant.of("not-available")));
        CommandInterface.addTo(linker.instance(PREFIX + "command-invoker" + VERSION));
    }

    private static ModuleState state(HostContext context) {
        return context.state(ModuleState.class);
    }

    private static @Nullable Object log(HostContext context, Object[] arguments) {
        state(context).log(LEVELS[((Wit.Level) arguments[0]).ordinal()], (String) arguments[1], (String) arguments[2]);
        return null;
    }

    private static void addMetrics(Linker.HostInstance metrics) {
        Type labels = generic(Optional.class, generic(List.class, Wit.Label.class));
        Type answer = generic(Result.class, Unit.class, Wit.MetricsError.class);
        metrics.function(
                        "add-to-counter",
                        List.of(String.class, Wit.CounterValue.class, labels),
                        answer,
                        (context, arguments) -> {
                            OperatorSettings settings = state(context).settings();
                            long value = switch ((Wit.CounterValue) arguments[1]) {
                                case Wit.CounterValue.U64 count -> count.value();
                            };
                            settings.metrics()
                                    .addToCounter(
                                            settings.operation(), (String) arguments[0], value, labels(arguments[2]));
                            return OK;
                        })
                .function(
                        "record-to-histogram",
                        List.of(String.class, Wit.HistogramValue.class, labels),
                        answer,
                        (context, arguments) -> {
                            OperatorSettings settings = state(context).settings();
                            double value = switch ((Wit.HistogramValue) arguments[1]) {
                                case Wit.HistogramValue.F64 number -> number.value();
                                case Wit.HistogramValue.U64 number -> unsigned(number.value());
                            };
                            settings.metrics()
                                    .recordToHistogram(
                                            settings.operation(), (String) arguments[0], value, labels(arguments[2]));
                            return OK;
                        });
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
    }

    private static Map<String, String> labels(Object argument) {
        Optional<?> given = (Optional<?>) argument;
        if (given.isEmpty()) {
            return Map.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Object one : (List<?>) given.get()) {
            Wit.Label label = (Wit.Label) one;
            labels.put(label.key(), label.value());
        }
        return labels;
    }

    /** A generic type, as reflection would give it. */
    static ParameterizedType generic(Class<?> raw, Type... arguments) {
        return new Generic(raw, List.of(arguments));
    }

    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }
    }
}
