package dev.leat.operator;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One engine that the tests run on, with the modules that were loaded into it so far: open for as long as the tests run,
 * because compiling takes far longer than any of them. Which engines there are, and why others are not, is printed.
 */
final class TestEngine {

    private static final List<TestEngine> AVAILABLE = open();

    private final CoreEngine engine;
    private final Map<String, OperatorModule> modules = new ConcurrentHashMap<>();

    private TestEngine(CoreEngine engine) {
        this.engine = engine;
    }

    boolean isEndive() {
        return engine.name().equals("endive");
    }

    /** All engines that can run here. */
    static List<TestEngine> available() {
        return AVAILABLE;
    }

    private static List<TestEngine> open() {
        List<TestEngine> available = new ArrayList<>();
        for (CoreEngineProvider provider : CoreEngines.providers()) {
            provider.unavailable()
                    .ifPresentOrElse(
                            reason -> System.err.println(
                                    "NOT TESTED: the engine " + provider.name() + " cannot run here: " + reason),
                            () -> {
                                System.out.println("engine " + provider.name() + ": runs the tests");
                                available.add(new TestEngine(provider.open(CoreEngineOptions.DEFAULT)));
                            });
        }
        if (available.isEmpty()) {
            throw new IllegalStateException("no engine can run here");
        }
        return List.copyOf(available);
    }

    /** The module in this file, loaded once. */
    OperatorModule module(String file) {
        return modules.computeIfAbsent(file, any -> OperatorModule.load(engine, name(file), Fixtures.read(file)));
    }

    /** Loads anything; it is not kept. */
    OperatorModule load(String name, byte[] binary) {
        return OperatorModule.load(engine, name, binary);
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replace(".wasm", "");
    }

    @Override
    public String toString() {
        return engine.name();
    }
}
