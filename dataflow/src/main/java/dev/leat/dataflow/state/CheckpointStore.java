package dev.leat.dataflow.state;

import java.io.IOException;
import java.util.Optional;

/** Where a worker's checkpoints are kept. */
public interface CheckpointStore extends AutoCloseable {

    /**
     * A checkpoint that is durable.
     *
     * @param number counts up from 1
     * @param place what messages call it
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by the worker
    record Stored(long number, String place, byte[] content) {}

    /** Hears how a write ended; called once, by any thread. */
    interface Completion {

        /** It survives the death of the process and of the machine. */
        void durable();

        /** It does not; the one before it still does. */
        void failed(IOException reason);
    }

    /**
     * The latest durable checkpoint; empty where there is none.
     *
     * @throws IOException where there is one that cannot be used: damaged, or of another kind
     */
    Optional<Stored> latest() throws IOException;

    /**
     * Begins to write a checkpoint and returns. The next write begins after this one's completion, which hears of all that
     * goes wrong, whatever the content throws, and also where the store is closed.
     *
     * @param content written by the store's own thread
     */
    void write(long number, State content, Completion completion);

    /** Waits for a write that is under way, for a while, and frees what the store holds. */
    @Override
    void close();
}
