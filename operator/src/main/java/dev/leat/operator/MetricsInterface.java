package dev.leat.operator;

import dev.leat.component.model.Linker;
import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code wasm-graph:processor/metrics}: a module's calls as calls of the {@link OperatorMetrics}. */
final class MetricsInterface {

    private static final Result<Unit, Wit.MetricsError> OK = Result.ok();

    private MetricsInterface() {}

    static void addTo(Linker.HostInstance metrics) {
        Type labels = HostInterfaces.generic(Optional.class, HostInterfaces.generic(List.class, Wit.Label.class));
        Type answer = HostInterfaces.generic(Result.class, Unit.class, Wit.MetricsError.class);
        metrics.function(
                        "add-to-counter",
                        List.of(String.class, Wit.CounterValue.class, labels),
                        answer,
                        (context, arguments) -> {
                            OperatorSettings settings =
                                    context.state(ModuleState.class).settings();
                            long value = switch ((Wit.CounterValue) arguments[1]) {
                                case Wit.CounterValue.U64 count -> count.value();
                            };
                            return answer(() -> settings.metrics()
                                    .addToCounter(
                                            settings.operation(), (String) arguments[0], value, labels(arguments[2])));
                        })
                .function(
                        "record-to-histogram",
                        List.of(String.class, Wit.HistogramValue.class, labels),
                        answer,
                        (context, arguments) -> {
                            OperatorSettings settings =
                                    context.state(ModuleState.class).settings();
                            double value = switch ((Wit.HistogramValue) arguments[1]) {
                                case Wit.HistogramValue.F64 number -> number.value();
                                case Wit.HistogramValue.U64 number -> unsigned(number.value());
                            };
                            return answer(() -> settings.metrics()
                                    .recordToHistogram(
                                            settings.operation(), (String) arguments[0], value, labels(arguments[2])));
                        });
    }

    private static Result<Unit, Wit.MetricsError> answer(Runnable counting) {
        try {
            counting.run();
            return OK;
        } catch (MetricsException refused) {
            String message = String.valueOf(refused.getMessage());
            return Result.err(
                    switch (refused.reason()) {
                        case INCOMPATIBLE_TYPE -> new Wit.MetricsError.IncompatibleType(message);
                        case LOCK -> new Wit.MetricsError.LockError(message);
                    });
        }
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
}
