package dev.leat.dataflow;

/**
 * Where records come from.
 *
 * <p>All methods are called by the worker's thread and must return soon: a source that waits (for a network, a file)
 * does so on a thread of its own.
 */
public interface Source extends AutoCloseable {

    /**
     * Begins to offer records. A source that cannot reach what it reads goes on trying, or says {@link Ingress#fail}.
     *
     * @throws Exception where it can never work; the graph does not start then
     */
    void start(Ingress ingress) throws Exception;

    /** The least capacity that the ingress must have; for sources that cannot hold back what was promised them. */
    default int capacity() {
        return 1;
    }

    /** How many of its records may be unacknowledged before it can bring no more: it is not idle then. */
    default int mostUnacknowledged() {
        return Integer.MAX_VALUE;
    }

    /**
     * Asks the source to offer nothing more. Acknowledgements for what was accepted still come until {@link #close}. The
     * ingress is closed already: offers are refused.
     */
    default void stop() {}

    /** How it stands with what is outside. From any thread, at any time. */
    default Health health() {
        return Health.UP;
    }

    /** Frees what the source holds. No acknowledgement comes any more; those that came must reach their receiver. */
    @Override
    default void close() {}
}
