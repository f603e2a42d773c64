package dev.leat.testkit.torture;

import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the latest checkpoint, and writes each a second time when the worker has gone on: it must not have changed. */
final class MemoryStore implements CheckpointStore {

    private final Findings findings;
    private @Nullable Stored stored;
    private @Nullable State state;

    MemoryStore(Findings findings) {
        this.findings = findings;
    }

    @Override
    public Optional<Stored> latest() {
        return Optional.ofNullable(stored);
    }

    @Override
    public void write(long number, State content, Completion completion) {
        compareLast();
        try {
            stored = new Stored(number, "memory", bytes(content));
            state = content;
        } catch (IOException | RuntimeException failure) {
            findings.add(Rule.SAVES_ALL, "what it saved cannot be written: " + failure);
            state = null;
            completion.failed(new IOException(failure));
            return;
        }
        completion.durable();
    }

    private void compareLast() {
        Stored last = stored;
        if (last == null || state == null) {
            return;
        }
        try {
            if (!Arrays.equals(bytes(state), last.content())) {
                findings.add(
                        Rule.SAVES_ALL,
                        "what it saved for checkpoint " + last.number()
                                + " changed with later calls: copy what changes");
            }
        } catch (IOException | RuntimeException failure) {
            findings.add(Rule.SAVES_ALL, "what it saved cannot be written when it has gone on: " + failure);
        }
    }

    private static byte[] bytes(State state) throws IOException {
        StateWriter writer = new StateWriter();
        state.write(writer);
        return writer.toByteArray();
    }

    @Override
    public void close() {
        compareLast();
    }
}
