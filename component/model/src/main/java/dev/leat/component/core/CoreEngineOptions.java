package dev.leat.component.core;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How an engine is opened.
 *
 * @param cacheDirectory where compiled modules are kept between runs; empty for no cache. The directory must be
 *     writable by this user alone: engines load machine code from it
 */
public record CoreEngineOptions(Optional<Path> cacheDirectory) {

    /** No cache on disk. */
    public static final CoreEngineOptions DEFAULT = new CoreEngineOptions(Optional.empty());
}
