package dev.leat.runtime;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.ModuleReference;
import dev.leat.operator.OperatorModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leat in a Java program: holds the WebAssembly engine and the modules that were loaded. Open one for the process; safe
 * for use by many threads.
 *
 * <pre>{@code
 * try (Leat leat = Leat.open()) {
 *     Graph graph = leat.graph(Path.of("graph-simple.yaml"), Path.of("modules"));
 *     try (GraphSession session = graph.open(result -> System.out.println(result.value()))) {
 *         session.send("sensor/temperature/raw", "{\"temperature\":{\"value\":100,\"unit\":\"F\"}}");
 *         session.finish();
 *     }
 * }
 * }</pre>
 */
public final class Leat implements AutoCloseable {

    private final CoreEngine engine;
    private final Map<String, OperatorModule> modules = new ConcurrentHashMap<>();

    private Leat(CoreEngine engine) {
        this.engine = engine;
    }

    /** Opens Leat with the fastest engine that can run here. */
    public static Leat open() {
        return open(LeatOptions.DEFAULT);
    }

    /** @throws GraphException {@link RuntimeProblem#ENGINE} where the engine cannot run here */
    public static Leat open(LeatOptions options) {
        CoreEngineOptions engineOptions = new CoreEngineOptions(options.cacheDirectory());
        try {
            return new Leat(options.engine()
                    .map(name -> CoreEngines.open(name, engineOptions))
                    .orElseGet(() -> CoreEngines.open(engineOptions)));
        } catch (IllegalArgumentException | IllegalStateException unavailable) {
            throw new GraphException(RuntimeProblem.ENGINE, String.valueOf(unavailable.getMessage()), unavailable);
        }
    }

    /** The engine's name and version, such as {@code wasmtime 50.0.1}. */
    public String engine() {
        return engine.name() + " " + engine.version();
    }

    /**
     * Reads a graph definition and loads its modules from directories, with {@link GraphOptions#DEFAULT}.
     *
     * @throws dev.leat.graph.GraphDefinitionException with all findings, where the definition has errors
     * @throws GraphException where a module is not found or cannot be read
     * @throws dev.leat.operator.OperatorException where a module cannot be used
     */
    public Graph graph(Path definition, Path... moduleDirectories) {
        return graph(
                GraphDefinitions.read(definition).orThrow(),
                ModuleFinder.inDirectories(List.of(moduleDirectories)),
                GraphOptions.DEFAULT);
    }

    /**
     * Loads the modules of a graph definition, and checks all that can be checked before it runs.
     *
     * @throws dev.leat.graph.GraphDefinitionException where the settings do not fit the definition
     * @throws GraphException where a module is not found, or the graph is of a kind that Leat does not run
     * @throws dev.leat.operator.OperatorException where a module cannot be used
     */
    public Graph graph(GraphDefinition definition, ModuleFinder finder, GraphOptions options) {
        return Graph.load(definition, options, reference -> module(reference, finder));
    }

    /**
     * Loads a module, or takes it from an earlier load where its bytes are the same. Messages call it by this reference
     * and place in any case.
     */
    public OperatorModule module(ModuleReference reference, ModuleFinder finder) {
        ModuleFinder.Found found = finder.find(reference);
        String name = reference + " (" + found.place() + ")";
        return modules.computeIfAbsent(
                        OperatorModule.digestOf(found.binary()),
                        any -> OperatorModule.load(engine, name, found.binary()))
                .named(name);
    }

    /** Frees engine and modules. Close the graphs that run before. */
    @Override
    public void close() {
        modules.values().forEach(OperatorModule::close);
        engine.close();
    }
}
