package dev.leat.component.core;

import java.util.Optional;

/** Finds out whether an engine can run here, and opens it. Found by {@link java.util.ServiceLoader}. */
public interface CoreEngineProvider {

    /** The engine's short name, as in {@code --engine NAME}. */
    String name();

    /** The engine with the higher number is chosen where the user names none. */
    int priority();

    /** Why the engine cannot run on this machine, as a sentence with what to do; empty where it can. */
    Optional<String> unavailable();

    /**
     * Opens the engine.
     *
     * @throws IllegalStateException where {@link #unavailable()} says that it cannot run
     */
    CoreEngine open(CoreEngineOptions options);
}
