package dev.leat.cli;

import dev.leat.component.nn.InferenceOptions;
import dev.leat.dataflow.TimePolicy;
import dev.leat.graph.Arm;
import dev.leat.graph.Configuration;
import dev.leat.graph.Connection;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Operation;
import dev.leat.graph.OperationType;
import dev.leat.operator.HostServices;
import dev.leat.operator.OperatorModule;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.runtime.Graph;
import dev.leat.runtime.Leat;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat explain}: what a graph will do, before it does it. */
@Command(
        name = "explain",
        description =
                "Shows the plan of a graph: operations in the order in which records meet them, connections, modules,"
                        + " where time waits, what holds state, and where each configuration value comes from.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "GRAPH", description = "The graph definition (YAML).")
    private Path graphFile = Path.of("");

    @Option(names = "--live", description = "Explain a run with --broker; otherwise one with --input.")
    private boolean live;

    @Mixin
    private TimeOptions time = new TimeOptions();

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        GraphDefinition definition =
                GraphFile.read(graphFile, spec.commandLine().getErr());
        try (Leat leat = options.open()) {
            Graph graph = leat.graph(
                    definition,
                    options.finder(Optional.of(graphFile)),
                    options.graphOptions(definition, graphFile).withTime(time.policy(live)));
            out.println(definition.metadata().name() + " "
                    + definition.metadata().version() + "   (" + leat.engine() + ")");
            List<Operation> order = definition.topologicalOrder();
            for (int i = 0; i < order.size(); i++) {
                out.println();
                explain(i + 1, order.get(i), graph, out);
            }
            out.println();
            explainTime(graph, out);
        }
        out.flush();
        return 0;
    }

    private void explain(int number, Operation operation, Graph graph, PrintWriter out) {
        GraphDefinition definition = graph.definition();
        out.printf("%3d  %s   %s%n", number, operation.name(), operation.type().spelling());
        OperatorModule module = graph.modules().get(operation.name());
        if (module != null) {
            out.println("     module   " + module.name() + "  sha256 "
                    + module.digest().substring(0, 12));
            var limits = graph.options().limits().of(operation.name());
            out.println("     limits   " + (limits.store().memoryBytes() >> 20) + " MiB, "
                    + limits.callTime()
                            .map(limit -> limit.toMillis() / 1000.0 + " s a call")
                            .orElse("no bound on time"));
            if (module.usesModels()) {
                explainModels(graph, out);
            }
            explainServices(module, graph, out);
        }
        explainConnections(operation, graph, out);
        graph.schemas(operation)
                .forEach(schema -> out.println("     schema   " + schema.name() + "   (" + schema.contentType() + ")"));
        switch (operation.type()) {
            case ACCUMULATE -> {
                out.println("     time     waits here: a group for each time, until no source can bring it any more");
                out.println("     state    the open groups, up to "
                        + graph.options().limits().accumulate().openRecords() + " records and "
                        + (graph.options().limits().accumulate().openBytes() >> 20) + " MiB; in checkpoints");
            }
            case DELAY -> out.println("     time     moves here: records get a later time");
            case SOURCE, MAP, FILTER, BRANCH, CONCATENATE, SINK -> {}
        }
        Map<String, String> properties = graph.configuration().of(operation);
        Map<String, Configuration.Origin> origins =
                graph.configuration().origins().getOrDefault(operation.name(), Map.of());
        properties.forEach((key, value) ->
                out.println("     config   " + key + " = " + value + "   (" + origin(origins.get(key)) + ")"));
        definition.parameters(operation).stream()
                .filter(parameter -> !properties.containsKey(parameter.key()))
                .forEach(parameter -> out.println("     config   " + parameter.key() + " is not set"));
    }

    private static void explainModels(Graph graph, PrintWriter out) {
        InferenceOptions inference = graph.options().services().inference().options();
        String directories = inference.models().stream()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        out.println("     models   ONNX, through wasi:nn: "
                + inference.computeTime().toMillis() / 1000.0
                + " s a computation, threads: " + inference.threads() + "; by name from "
                + (directories.isEmpty() ? "nowhere: no directory of models is there" : directories));
    }

    private void explainServices(OperatorModule module, Graph graph, PrintWriter out) {
        if (module.imports(HostServices.STATE_STORE)) {
            out.println("     store    the state store: --state says which; else "
                    + (live
                            ? "in a directory of its own under " + StateHome.root()
                            : "with --state-dir, or in memory"));
        }
        if (module.imports(HostServices.COMMANDS)) {
            out.println("     commands " + (live ? "over the broker" : "none: they need --broker"));
        }
        if (module.imports(HostServices.SCHEMA_REGISTRY)) {
            out.println("     registry "
                    + (graph.options().services().schemaRegistry() == SchemaRegistry.NONE
                            ? "no schemas: --schemas names a directory of them"
                            : "schemas from --schemas"));
        }
    }

    private static String origin(Configuration.Origin origin) {
        return switch (origin) {
            case null -> "unknown";
            case Configuration.Origin.Default() -> "the definition's default";
            case Configuration.Origin.Given(var position, var declared) ->
                position + (declared ? "" : ", passed on: no parameter is called so");
        };
    }

    private static void explainConnections(Operation operation, Graph graph, PrintWriter out) {
        GraphDefinition definition = graph.definition();
        List<Connection> inputs = definition.inputs(operation);
        if (inputs.size() > 1) {
            out.println("     inputs   "
                    + inputs.stream()
                            .map(input -> input.from()
                                    + input.arm()
                                            .map(arm -> "." + arm.spelling())
                                            .orElse(""))
                            .collect(Collectors.joining(", ")));
        }
        if (operation.type() == OperationType.BRANCH) {
            for (Arm arm : Arm.values()) {
                List<Connection> outputs = definition.outputs(operation, arm);
                out.println("     -> " + arm.spelling() + (arm == Arm.TRUE ? "  " : " ")
                        + (outputs.isEmpty() ? "nothing: what goes there is dropped" : targets(outputs)));
            }
        } else if (operation.type() != OperationType.SINK) {
            out.println("     -> " + targets(definition.outputs(operation)));
        }
        for (Connection output : definition.outputs(operation)) {
            graph.validation(output)
                    .ifPresent(validated -> out.println("     check    what goes to " + output.to()
                            + output.arm().map(arm -> " on " + arm.spelling()).orElse("") + " against schema "
                            + validated.name() + "; what does not conform is a dead letter   (" + validated.operation()
                            + ")"));
        }
    }

    private static String targets(List<Connection> outputs) {
        return outputs.stream().map(Connection::to).collect(Collectors.joining(", "));
    }

    private void explainTime(Graph graph, PrintWriter out) {
        TimePolicy policy = graph.options().worker().time();
        out.println("time     " + (time.isWall(live) ? "wall clock" : "event time") + ": a record may lag "
                + policy.allowedLateness().toMillis() / 1000.0 + " s behind the latest; later ones are "
                + switch (policy.late()) {
                    case DELIVER -> "delivered at the frontier";
                    case DEAD_LETTER -> "dead letters";
                    case DROP -> "dropped";
                });
        policy.idleAfter()
                .ifPresent(idle -> out.println("         a source that is silent for " + idle.toMillis() / 1000.0
                        + " s follows the wall clock"));
        policy.maxDrift()
                .ifPresent(drift -> out.println("         a time more than " + drift.toMillis() / 1000.0
                        + " s ahead of the wall clock is refused"));
        boolean stateful = graph.definition().operations().stream()
                .anyMatch(operation -> operation.type() == OperationType.ACCUMULATE);
        out.println("state    " + state(stateful));
    }

    private String state(boolean stateful) {
        if (!stateful) {
            return "the graph holds nothing between records";
        }
        return live
                ? "the graph holds records: they are kept over a restart in a directory of its own under "
                        + StateHome.root() + ", or in --state-dir; --state-dir none keeps none"
                : "the graph holds records: --state-dir keeps them over a restart";
    }
}
