package dev.leat.cli;

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
    private boolean closed;

    PreparedGraph(
            Graph graph, Optional<StateDirectory> state, Optional<StateStore> store, Optional<Recorder> recorder) {
        this.graph = graph;
        this.state = state;
        this.store = store;
        this.recorder = recorder;
    }

    Graph graph() {
        return graph;
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
                state.ifPresent(StateDirectory::close);
            }
        }
    }
}
