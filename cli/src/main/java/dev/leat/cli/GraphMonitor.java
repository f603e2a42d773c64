package dev.leat.cli;

import dev.leat.dataflow.Observer;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.telemetry.GraphTelemetry;
import dev.leat.service.telemetry.Telemetry;

/** Telemetry of the one graph that a command runs. */
final class GraphMonitor implements AutoCloseable {

    private final Telemetry telemetry;
    private final GraphTelemetry graph;

    /** @param telemetry is closed with this */
    GraphMonitor(Telemetry telemetry, Graph graph) {
        this.telemetry = telemetry;
        this.graph = telemetry.graph(TelemetryArguments.shape(graph));
    }

    GraphOptions addTo(GraphOptions options) {
        return options.withMetrics(graph.metrics())
                .withLog(graph.log(options.services().log()))
                .withFaults(graph.faults(options.worker().faults()));
    }

    Observer observer() {
        return graph.observer();
    }

    void watch(RunningDataflow running) {
        graph.watch(running);
    }

    /** Sends the last counts, then serves and sends no more. */
    @Override
    public void close() {
        telemetry.flush();
        graph.close();
        telemetry.close();
    }
}
