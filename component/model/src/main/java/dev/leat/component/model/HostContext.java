package dev.leat.component.model;

/** What a function of the host knows of the instance that calls it. */
public interface HostContext {

    /**
     * What the host keeps for the instance, as given to {@link LinkedComponent#instantiate}.
     *
     * @throws IllegalStateException where nothing of that class was given
     */
    <T> T state(Class<T> type);
}
