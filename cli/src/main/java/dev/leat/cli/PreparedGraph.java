package dev.leat.cli;

import dev.leat.dataflow.RunningDataflow;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.StateDirectory;
import dev.leat.testkit.Recorder;
import java.io.IOException;
import java.util.Optional;

/** A graph with what is kept open while it runs. Any thread may close it, once it runs no more. */
final class PreparedGraph implements AutoCloseable {

    private final Graph graph;
    private final Optional<StateDirectory> state;
    private final Optional<StateStore> store;
    private final Optional<Recorder> recorder;
    private final Optional<GraphMonitor> monitor;
    private final Optional<TraceWriter> trace;
    private boolean closed;

    PreparedGraph(
            Graph graph,
            Optional<StateDirectory> state,
            Optional<StateStore> store,
            Optional<Recorder> recorder,
            Optional<GraphMonitor> monitor,
            Optional<TraceWriter> trace) {
        this.graph = graph;
        this.state = state;
        this.store = store;
        this.recorder = recorder;
        this.monitor = monitor;
        this.trace = trace;
    }

    Graph graph() {
        return graph;
    }

    /** Its counts are told from now on, where somebody wants to know them. */
    void watch(RunningDataflow running) {
        monitor.ifPresent(one -> one.watch(running));
    }

    /** What the process says in the end: whether all that was asked for was done. */
    int exitCode() {
        return recorder.isPresent() && recorder.get().isBroken() ? 1 : 0;
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (recorder.isPresent()) {
                recorder.get().close();
            }
        } finally {
            try {
                store.ifPresent(StateStore::close);
            } finally {
                try {
                    state.ifPresent(StateDirectory::close);
                } finally {
                    monitor.ifPresent(GraphMonitor::close);
                    trace.ifPresent(TraceWriter::close);
                }
            }
        }
    }
}
