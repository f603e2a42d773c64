package dev.leat.runtime;

import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.graph.GraphDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Leat on one engine, for all tests: modules are compiled once. Which engines there are, and why others are not, is
 * printed.
 */
final class TestLeat {

    private static final List<TestLeat> AVAILABLE = open();

    private final String engine;
    private final Leat leat;

    private TestLeat(String engine) {
        this.engine = engine;
        this.leat = Leat.open(LeatOptions.DEFAULT.withEngine(engine).withoutCache());
    }

    /** One for each engine that can run here. */
    static List<TestLeat> available() {
        return AVAILABLE;
    }

    private static List<TestLeat> open() {
        List<TestLeat> available = new ArrayList<>();
        for (CoreEngineProvider provider : CoreEngines.providers()) {
            provider.unavailable()
                    .ifPresentOrElse(
                            reason -> System.err.println(
                                    "NOT TESTED: the engine " + provider.name() + " cannot run here: " + reason),
                            () -> {
                                System.out.println("engine " + provider.name() + ": runs the tests");
                                available.add(new TestLeat(provider.name()));
                            });
        }
        if (available.isEmpty()) {
            throw new IllegalStateException("no engine can run here");
        }
        return List.copyOf(available);
    }

    Leat leat() {
        return leat;
    }

    String engine() {
        return engine;
    }

    /** A graph of the repository's modules and test fixtures. */
    Graph graph(GraphDefinition definition, GraphOptions options) {
        return leat.graph(definition, finder(), options);
    }

    static ModuleFinder finder() {
        return ModuleFinder.inDirectories(List.of(modules(), root().resolve("component/model/src/test/fixtures")));
    }

    /** The repository's modules. */
    static Path modules() {
        return root().resolve("modules");
    }

    static Path root() {
        return Path.of(System.getProperty("leat.root", ".."));
    }

    @Override
    public String toString() {
        return engine;
    }
}
