package dev.leat.component.endive;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import java.util.Optional;

/** Offers Endive wherever there is a JVM; every other engine comes before it. */
public final class EndiveProvider implements CoreEngineProvider {

    static final String NAME = "endive";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public CoreEngine open(CoreEngineOptions options) {
        return new EndiveEngine(options.cacheDirectory());
    }
}
