package dev.leat.cli;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitions;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.GraphSession;
import dev.leat.runtime.Leat;
import dev.leat.testkit.Recording;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat replay}: a recorded run once more. */
@Command(
        name = "replay",
        description = {
            "Runs a graph again on what leat run --record wrote: the same records at the same times, and time moved as it"
                    + " did then.",
            "The graph definition and its configuration are in the recording; the modules are looked for as usual."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A recording.")
    private Path file = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "FILE|-",
            defaultValue = "-",
            description = "Where records go, one JSON record a line (default: the standard output).")
    private String output = "-";

    @Option(
            names = "--destination",
            paramLabel = "[SINK=]TOPIC",
            description = "The topic that records are said to have (default: sensors). Repeatable, where the graph has"
                    + " several sinks.")
    private List<String> destinations = new ArrayList<>();

    @Option(names = "--step", description = "Show on the standard error how records, frontiers and groups move.")
    private boolean step;

    @Mixin
    private RunState stateStore = new RunState();

    @Mixin
    private EngineOptions options = new EngineOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        new FilesInUse()
                .reads("the recording", file.toString())
                .writes("--output", output)
                .check();
        try (Recording recording = Recording.open(file);
                RunServices services = RunServices.withoutBroker(BrokerAccess.ANONYMOUS);
                Leat leat = options.open()) {
            GraphDefinition definition = GraphDefinitions.read(file.toString(), recording.definition())
                    .orThrow();
            Destinations topics = Destinations.of(destinations, definition);
            GraphOptions graphOptions = options.graphOptions(definition, file)
                    .withSettings(recording.settings())
                    .withTime(recording.time());
            if (step) {
                graphOptions = graphOptions.withObserver(new StepPrinter(err, recording.time()));
            }
            Graph graph = leat.graph(definition, options.finder(Optional.of(file)), graphOptions);
            List<String> changed = recording.changedModules(graph);
            if (!changed.isEmpty()) {
                err.println("other modules than in the recording run for " + String.join(", ", changed)
                        + ": the output may differ");
            }
            stateStore.check(false);
            Optional<StateStore> store = stateStore.open(graph, file, Optional.empty(), services, err);
            Graph whole = graph.with(RunState.into(graphOptions, store));
            try (PreparedGraph prepared = new PreparedGraph(
                            whole, Optional.empty(), store, Optional.empty(), Optional.empty(), Optional.empty());
                    OutputFile out = new OutputFile(output, definition, topics);
                    GraphSession session = prepared.graph().openTo(out::sink)) {
                if (recording.sendTo(session)) {
                    session.finish();
                } else {
                    err.println("the recorded run was stopped: what it held then is not put out");
                }
            }
        }
        return 0;
    }
}
