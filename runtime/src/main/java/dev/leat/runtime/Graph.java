package dev.leat.runtime;

import dev.leat.dataflow.Dataflow;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.graph.Arm;
import dev.leat.graph.Configuration;
import dev.leat.graph.Connection;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.ModuleReference;
import dev.leat.graph.Operation;
import dev.leat.graph.OperationType;
import dev.leat.operator.OperatorException;
import dev.leat.operator.OperatorInterface;
import dev.leat.operator.OperatorModule;
import dev.leat.operator.OperatorProblem;
import dev.leat.operator.OperatorSettings;
import dev.leat.service.schema.RecordSchema;
import dev.leat.service.schema.Validation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A graph definition with its modules loaded: runs as often as needed, each run with instances of its own. Immutable and
 * safe for use by many threads.
 */
public final class Graph {

    private final GraphDefinition definition;
    private final Configuration configuration;
    private final GraphOptions options;
    private final Map<String, OperatorModule> modules;
    private final Map<String, List<OperatorSettings.Schema>> schemas;
    private final List<Validated> validations;

    private Graph(
            GraphDefinition definition,
            Configuration configuration,
            GraphOptions options,
            Map<String, OperatorModule> modules,
            Map<String, List<OperatorSettings.Schema>> schemas,
            List<Validated> validations) {
        this.definition = definition;
        this.configuration = configuration;
        this.options = options;
        this.modules = modules;
        this.schemas = schemas;
        this.validations = List.copyOf(validations);
    }

    static Graph load(
            GraphDefinition definition, GraphOptions options, Function<ModuleReference, OperatorModule> loader) {
        Configuration configuration =
                Configuration.resolve(definition, options.settings()).orThrow();
        checkEnds(definition);
        GraphSchemas schemas = new GraphSchemas(
                definition, options.schemas(), options.services().schemaRegistry());
        Map<String, List<OperatorSettings.Schema>> ofModules = schemas.ofModules();
        List<Validated> validations = schemas.validations();
        Map<String, OperatorModule> modules = new LinkedHashMap<>();
        for (Operation operation : definition.topologicalOrder()) {
            operation.module().ifPresent(reference -> {
                OperatorModule module = located(operation, () -> loader.apply(reference));
                checkExports(operation, module);
                modules.put(operation.name(), module);
            });
        }
        return new Graph(definition, configuration, options, modules, ofModules, validations);
    }

    /** Says, of what cannot be used, where the definition asks for it. */
    private static <T> T located(Operation operation, Supplier<T> loading) {
        String place = operation.position() + ": operation " + operation.name() + ": ";
        try {
            return loading.get();
        } catch (GraphException missing) {
            throw new GraphException(missing.problem(), place + missing.reason(), missing);
        } catch (OperatorException unusable) {
            throw new OperatorException(unusable.problem(), place + unusable.reason(), unusable);
        }
    }

    private static void checkEnds(GraphDefinition definition) {
        List<Operation> sources = definition.operations(OperationType.SOURCE);
        if (sources.size() != 1 || definition.operations(OperationType.SINK).isEmpty()) {
            throw new GraphException(
                    RuntimeProblem.SOURCES_AND_SINKS,
                    "a graph that runs has one source and at least one sink; this one has " + sources.size()
                            + " sources and "
                            + definition.operations(OperationType.SINK).size() + " sinks");
        }
    }

    private static void checkExports(Operation operation, OperatorModule module) {
        OperatorInterface wanted = interfaceOf(operation);
        if (!module.interfaces().contains(wanted)) {
            throw new OperatorException(
                    OperatorProblem.WRONG_INTERFACE,
                    operation.position() + ": operation " + operation.name() + " is a " + wanted.word()
                            + ", but module "
                            + module.name() + " exports no " + wanted.interfaceName() + "; it exports "
                            + String.join(
                                    ", ",
                                    module.interfaces().stream()
                                            .map(OperatorInterface::word)
                                            .sorted()
                                            .toList()));
        }
    }

    private static OperatorInterface interfaceOf(Operation operation) {
        return switch (operation.type()) {
            case MAP -> OperatorInterface.MAP;
            case FILTER -> OperatorInterface.FILTER;
            case BRANCH -> OperatorInterface.BRANCH;
            case ACCUMULATE -> OperatorInterface.ACCUMULATE;
            case DELAY -> OperatorInterface.DELAY;
            case SOURCE, CONCATENATE, SINK -> throw new IllegalArgumentException(operation.name() + " runs no module");
        };
    }

    public GraphDefinition definition() {
        return definition;
    }

    /** Whether one of the graph's modules imports an interface; see {@link OperatorModule#imports}. */
    public boolean imports(String interfaceName) {
        return modules.values().stream().anyMatch(module -> module.imports(interfaceName));
    }

    /** The name of the sink that lost records go to, where there is one. */
    public static final String DEAD_LETTERS = "dead-letters";

    /**
     * The graph as a dataflow between endpoints. Each run makes its own source, sinks and instances.
     *
     * @param source stands in for the definition's abstract source
     * @param sink makes the sink that stands in for each abstract sink, given its name
     */
    public Dataflow dataflow(Supplier<? extends Source> source, Function<String, ? extends Sink> sink) {
        Dataflow.Builder builder = Dataflow.builder(definition.metadata().name());
        for (Operation operation : definition.topologicalOrder()) {
            String name = operation.name();
            switch (operation.type()) {
                case SOURCE -> builder.source(name, source);
                case SINK -> builder.sink(name, () -> sink.apply(name));
                case CONCATENATE, BRANCH, MAP, FILTER, ACCUMULATE, DELAY -> addTo(builder, "", operation);
            }
        }
        connectIn(builder, "");
        options.deadLetters().ifPresent(letters -> builder.deadLetters(DEAD_LETTERS, letters));
        return builder.build();
    }

    /**
     * Adds the graph to a larger dataflow. Its abstract source and sinks become operators that pass records on: connect
     * what feeds the graph to the one, and the others to what it feeds. Only settings, schemas, limits and services of its
     * options count there.
     *
     * @param prefix what its operations' names begin with in the dataflow, such as {@code temperature/}
     * @return the names, in the dataflow, of its source and its sinks
     */
    public Ends addTo(Dataflow.Builder builder, String prefix) {
        for (Operation operation : definition.topologicalOrder()) {
            switch (operation.type()) {
                case SOURCE, SINK -> builder.operator(prefix + operation.name(), Operators::concatenate);
                case CONCATENATE, BRANCH, MAP, FILTER, ACCUMULATE, DELAY -> addTo(builder, prefix, operation);
            }
        }
        connectIn(builder, prefix);
        Map<String, String> sinks = new LinkedHashMap<>();
        definition.operations(OperationType.SINK).forEach(sink -> sinks.put(sink.name(), prefix + sink.name()));
        return new Ends(
                prefix + definition.operations(OperationType.SOURCE).getFirst().name(), sinks);
    }

    /**
     * Where a graph begins and ends in a larger dataflow.
     *
     * @param sinks by their names in the definition, in its order
     */
    public record Ends(String source, Map<String, String> sinks) {

        public Ends {
            sinks = Collections.unmodifiableMap(new LinkedHashMap<>(sinks));
        }
    }

    private void addTo(Dataflow.Builder builder, String prefix, Operation operation) {
        String name = prefix + operation.name();
        switch (operation.type()) {
            case CONCATENATE -> builder.operator(name, Operators::concatenate);
            case BRANCH -> builder.operator(name, Operators.BRANCH_ARMS, () -> operator(operation));
            case MAP, FILTER, ACCUMULATE, DELAY -> builder.operator(name, () -> operator(operation));
            case SOURCE, SINK -> throw new IllegalArgumentException(operation.name() + " is an end");
        }
    }

    private void connectIn(Dataflow.Builder builder, String prefix) {
        for (Validated validated : validations) {
            builder.operator(
                    prefix + validated.operation(), () -> Validation.operator(validated.name(), validated.schema()));
        }
        for (Connection connection : definition.connections()) {
            String from = prefix + connection.from();
            String to = prefix + connection.to();
            String arm = connection.arm().map(Arm::spelling).orElse("");
            Optional<String> validation = validation(connection).map(validated -> prefix + validated.operation());
            builder.connect(from, arm, validation.orElse(to));
            validation.ifPresent(name -> builder.connect(name, "", to));
        }
    }

    /** What each operation that runs a module runs, by the operation's name, in the order of the graph. */
    public Map<String, OperatorModule> modules() {
        return Collections.unmodifiableMap(modules);
    }

    /**
     * A connection whose records are held against a schema.
     *
     * @param operation the name of the operator that does it
     * @param name of the schema
     */
    public record Validated(Connection connection, String operation, String name, RecordSchema schema) {}

    /** The connections that are validated, in the order of the definition. */
    public List<Validated> validations() {
        return validations;
    }

    /** How a connection is validated, where it is. */
    public Optional<Validated> validation(Connection connection) {
        return validations.stream()
                .filter(validated -> validated.connection().equals(connection))
                .findFirst();
    }

    /** The schemas that an operation's module gets. */
    public List<OperatorSettings.Schema> schemas(Operation operation) {
        return schemas.getOrDefault(operation.name(), List.of());
    }

    /** What each operation's module is configured with. */
    public Configuration configuration() {
        return configuration;
    }

    public GraphOptions options() {
        return options;
    }

    /** The same graph with the same modules, run in another way; configuration and schemas stay. */
    public Graph with(GraphOptions other) {
        return new Graph(definition, configuration, other, modules, schemas, validations);
    }

    private Operator operator(Operation operation) {
        OperatorModule module = modules.get(operation.name());
        if (module == null) {
            throw new IllegalStateException(operation.name() + " runs no module");
        }
        OperatorSettings settings = new OperatorSettings(
                operation.name(),
                configuration.of(operation).entrySet().stream()
                        .map(entry -> new OperatorSettings.Property(entry.getKey(), entry.getValue()))
                        .toList(),
                schemas.getOrDefault(operation.name(), List.of()),
                options.limits().of(operation.name()),
                options.limits().accumulate(),
                options.services());
        return located(operation, () -> module.operator(interfaceOf(operation), settings));
    }

    /** Starts the graph between endpoints, on a thread of its own. */
    public RunningDataflow start(Supplier<? extends Source> source, Function<String, ? extends Sink> sink) {
        return RunningDataflow.start(dataflow(source, sink), options.worker());
    }

    /**
     * Starts the graph without endpoints: the program sends messages, and results come to a callback.
     *
     * @param results called by the graph's thread, in order; a result counts as delivered when it returns. One that
     *     throws ends the graph
     */
    public GraphSession open(Consumer<Record> results) {
        return open(results, () -> {});
    }

    /** @param afterBatch called by the graph's thread after a batch of results, before it rests: a place to flush */
    public GraphSession open(Consumer<Record> results, Runnable afterBatch) {
        return GraphSession.start(this, results, afterBatch);
    }

    /**
     * The same with sinks of the program's own.
     *
     * @param sinks makes the sink that stands in for each abstract sink, given its name
     */
    public GraphSession openTo(Function<String, ? extends Sink> sinks) {
        return GraphSession.start(this, sinks);
    }
}
