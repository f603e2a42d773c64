package dev.leat.dataflow;

import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the latest checkpoint in memory, where it outlives its worker. */
final class HandStore implements CheckpointStore {

    int written;
    boolean failing;
    private @Nullable Stored stored;

    @Override
    public Optional<Stored> latest() {
        return Optional.ofNullable(stored);
    }

    @Override
    public void write(long number, State content, Completion completion) {
        if (failing) {
            completion.failed(new IOException("no space"));
            return;
        }
        StateWriter writer = new StateWriter();
        try {
            content.write(writer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        stored = new Stored(number, "memory", writer.toByteArray());
        written++;
        completion.durable();
    }

    @Override
    public void close() {}
}
