package dev.leat.component.wasmtime;

/**
 * The deadline of one store, in ticks of {@link DeadlineTicker}.
 *
 * <p>Used by the thread that the store belongs to, but for what says otherwise.
 */
interface Deadline {

    /** That of a store, in the way that guests of this process are {@linkplain EngineConfiguration#POLLS compiled} for. */
    static Deadline of(long context) {
        return EngineConfiguration.POLLS ? new PollDeadline() : new EpochDeadline(context);
    }

    /**
     * Guests are stopped from then on.
     *
     * @param ticks from now; none for at once
     */
    void set(long ticks);

    /**
     * Nobody is stopped any more.
     *
     * @param guestsRun whether a guest waits for the host that asks for this
     */
    void clear(boolean guestsRun);

    /** A guest is about to be called. */
    void beforeCall();

    /** A guest's instance has come into the store, and does not run yet: where its poll page lies, if it has one. */
    void addPage(long address);

    /** Whether a guest that trapped with this code was stopped by the deadline. */
    boolean stopped(TrapCode code);

    /** Whether there is one; for any thread. */
    boolean isSet();

    /** The ticker's clock has moved on to this tick; on the ticker's thread. */
    void tick(long now);

    /** The store is about to be freed. */
    void close();
}
