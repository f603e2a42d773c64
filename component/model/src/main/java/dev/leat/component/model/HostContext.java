package dev.leat.component.model;

/** What a function of the host knows of the instance that calls it. */
public interface HostContext {

    /**
     * What the host keeps for the instance, as given to {@link LinkedComponent#instantiate}.
     *
     * @throws IllegalStateException where nothing of that class was given
     */
    <T> T state(Class<T> type);

    /**
     * How much of its time the guest's call has left, for functions that wait: the engine can end a guest that is
     * running, not a function of the host.
     *
     * @return nanoseconds, 0 where it has run out, {@link Long#MAX_VALUE} where the call has no bound
     */
    long nanosLeft();
}
