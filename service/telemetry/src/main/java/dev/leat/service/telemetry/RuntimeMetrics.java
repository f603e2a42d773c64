package dev.leat.service.telemetry;

import dev.leat.dataflow.Counts;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Timestamp;
import dev.leat.operator.OperatorException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime itself counts, under the names of Azure IoT Operations where it has one. The dataflow counts anyway;
 * it is looked at when somebody asks.
 */
final class RuntimeMetrics implements Observer, AutoCloseable {

    private static final String PRODUCT = "aio_dataflow_";
    private static final Pattern CODE = Pattern.compile("LEAT-[A-Z]+-\\d+");

    private final Attributes graph;
    private final Map<String, Attributes> operations;
    private final LongCounter errors;
    private final LongCounter exits;
    private final LongCounter checkpoints;
    private final List<AutoCloseable> observed = new ArrayList<>();

    /** The latest time of a source's records, or its frontier, in milliseconds; written by the worker alone. */
    private final ConcurrentMap<String, Long> latest = new ConcurrentHashMap<>();

    private volatile @Nullable RunningDataflow running;

    RuntimeMetrics(Meter meter, GraphShape shape, Attributes graph, Map<String, Attributes> operations) {
        this.graph = graph;
        this.operations = operations;
        this.errors = meter.counterBuilder(PRODUCT + "errors").build();
        this.exits = meter.counterBuilder(PRODUCT + "graph_module_exit").build();
        this.checkpoints = meter.counterBuilder("leat_checkpoints").build();
        Predicate<String> all = operation -> true;
        counter(meter, PRODUCT + "messages_received", shape.sources()::contains, Counts::in);
        counter(meter, PRODUCT + "messages_sent", shape.sinks()::contains, Counts::out);
        counter(meter, PRODUCT + "graph_messages_received", all, Counts::in);
        counter(meter, PRODUCT + "graph_messages_sent", all, Counts::out);
        counter(meter, PRODUCT + "messages_filtered", all, Counts::dropped);
        counter(meter, PRODUCT + "messages_dropped_processing_errors", all, Counts::failed);
        counter(meter, "leat_late_records", shape.sources()::contains, Counts::late);
        counter(meter, "leat_unreadable_times", shape.sources()::contains, Counts::unreadableTimes);
        observed.add(meter.gaugeBuilder(PRODUCT + "active_dataflow_graphs")
                .ofLongs()
                .buildWithCallback(gauge -> gauge.record(running == null ? 0 : 1, graph)));
        observed.add(meter.gaugeBuilder(PRODUCT + "graph_modules")
                .ofLongs()
                .buildWithCallback(gauge -> gauge.record(operations.size(), graph)));
        observed.add(meter.gaugeBuilder("leat_frontier_lag_ms")
                .ofLongs()
                .buildWithCallback(gauge ->
                        latest.forEach((source, time) -> gauge.record(System.currentTimeMillis() - time, of(source)))));
    }

    private void counter(Meter meter, String name, Predicate<String> which, ToLongFunction<Counts> count) {
        observed.add(meter.counterBuilder(name).buildWithCallback(measurement -> observe(measurement, which, count)));
    }

    private void observe(ObservableLongMeasurement measurement, Predicate<String> which, ToLongFunction<Counts> count) {
        RunningDataflow now = running;
        if (now != null) {
            now.counts().forEach((operation, counts) -> {
                if (which.test(operation)) {
                    measurement.record(count.applyAsLong(counts), of(operation));
                }
            });
        }
    }

    private Attributes of(String operation) {
        Attributes known = operations.get(operation);
        return known != null
                ? known
                : graph.toBuilder().put(ModuleMetrics.OPERATION, operation).build();
    }

    void watch(RunningDataflow dataflow) {
        running = dataflow;
    }

    void lost(Fault fault) {
        String message = String.valueOf(fault.reason().getMessage());
        Matcher code = CODE.matcher(message);
        errors.add(
                1,
                of(fault.operation()).toBuilder()
                        .put(
                                "error_code",
                                code.lookingAt()
                                        ? code.group()
                                        : fault.reason().getClass().getSimpleName())
                        .build());
        if (fault.reason() instanceof OperatorException failure) {
            switch (failure.problem()) {
                case RECORD_TRAPPED, RECORD_TIMED_OUT -> exits.add(1, of(fault.operation()));
                default -> {}
            }
        }
    }

    @Override
    public void taken(String source, Timestamp time, Record record) {
        Long before = latest.get(source);
        if (before == null || time.physical() > before) {
            latest.put(source, time.physical());
        }
    }

    @Override
    public void frontier(String source, Frontier frontier) {
        if (frontier.isEnd()) {
            latest.remove(source);
        }
    }

    @Override
    public void checkpointed(long number) {
        checkpoints.add(1, graph);
    }

    @Override
    public void close() {
        for (AutoCloseable one : observed) {
            try {
                one.close();
            } catch (Exception impossible) {
                throw new IllegalStateException("instruments close without fail", impossible);
            }
        }
    }
}
