package dev.leat.runtime;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How Leat is opened.
 *
 * @param engine the core engine, {@code wasmtime} or {@code endive}; empty for the fastest that can run here
 * @param cacheDirectory where compiled modules are kept between runs; empty for no cache on disk. It must be writable by
 *     this user alone: machine code is loaded from it
 */
public record LeatOptions(Optional<String> engine, Optional<Path> cacheDirectory) {

    /** The fastest engine, and the user's own cache directory. */
    public static final LeatOptions DEFAULT = new LeatOptions(Optional.empty(), Optional.of(userCache()));

    public LeatOptions withEngine(String name) {
        return new LeatOptions(Optional.of(name), cacheDirectory);
    }

    public LeatOptions withoutCache() {
        return new LeatOptions(engine, Optional.empty());
    }

    /** {@code LEAT_CACHE}, or {@code leat} in the directory that the system keeps for caches, or in the home directory. */
    private static Path userCache() {
        return variable("LEAT_CACHE")
                .or(() -> variable("XDG_CACHE_HOME").map(home -> home + "/leat"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "leat"))
                .resolve("compiled");
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
