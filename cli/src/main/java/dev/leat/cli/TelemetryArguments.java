package dev.leat.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Operation;
import dev.leat.graph.OperationType;
import dev.leat.operator.OperatorLog;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.telemetry.GraphShape;
import dev.leat.service.telemetry.LeveledLog;
import dev.leat.service.telemetry.Telemetry;
import dev.leat.service.telemetry.TelemetryOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for metrics and logs. What serves and sends them is loaded only where one is given. */
final class TelemetryArguments {

    @Mixin
    private ExportOptions exports = new ExportOptions();

    @Option(
            names = "--log-level",
            paramLabel = "[OPERATION:]LEVEL",
            description = "The least grave level that is logged of modules: trace, debug, info, warn, error or critical"
                    + " (default: warn at the terminal, info to a collector), of all operations or of one. Repeatable.")
    private List<String> logLevels = new ArrayList<>();

    /** Opens what the options ask for; empty where they ask for nothing. */
    Optional<Telemetry> open(PrintWriter err) {
        Optional<TelemetryOptions> options = exports.options();
        if (options.isEmpty()) {
            // A reference to its methods would load what counts and exports.
            return Optional.empty();
        }
        Telemetry telemetry = Telemetry.open(options.get());
        telemetry.prometheusAddress().ifPresent(at -> err.println(ExportOptions.told(at)));
        return Optional.of(telemetry);
    }

    /** What telemetry has to know of a graph. */
    static GraphShape shape(Graph graph) {
        GraphDefinition definition = graph.definition();
        Map<String, String> modules = new LinkedHashMap<>();
        definition.modules().forEach((operation, module) -> modules.put(operation, module.toString()));
        return new GraphShape(
                definition.metadata().name(),
                modules,
                names(definition, OperationType.SOURCE),
                names(definition, OperationType.SINK));
    }

    private static Set<String> names(GraphDefinition definition, OperationType type) {
        return definition.operations(type).stream().map(Operation::name).collect(Collectors.toSet());
    }

    /** The options with the levels of their log. */
    GraphOptions withLevels(GraphOptions options, GraphDefinition graph) {
        if (logLevels.isEmpty()) {
            return exports.toCollector()
                    ? options.withLog(quiet(options.services().log()))
                    : options;
        }
        OperatorLog.Level all = exports.toCollector() ? OperatorLog.Level.INFO : OperatorLog.Level.WARN;
        Map<String, OperatorLog.Level> single = new LinkedHashMap<>();
        for (String text : logLevels) {
            int colon = text.lastIndexOf(':');
            OperatorLog.Level level = level(text, text.substring(colon + 1));
            if (colon < 0) {
                all = level;
                continue;
            }
            String operation = text.substring(0, colon);
            if (graph.operation(operation).isEmpty()) {
                throw new UsageException(
                        CliProblem.VALUE, "--log-level " + text + ": the graph has no operation '" + operation + "'");
            }
            single.put(operation, level);
        }
        // The filter decides, and the terminal shows what it lets pass.
        if (LoggerFactory.getLogger("leat.module") instanceof Logger modules) {
            modules.setLevel(Level.TRACE);
        }
        return options.withLog(new LeveledLog(all, single, options.services().log()));
    }

    /** A collector gets no more than it is of use to. */
    private static OperatorLog quiet(OperatorLog log) {
        return new LeveledLog(OperatorLog.Level.INFO, Map.of(), log);
    }

    private static OperatorLog.Level level(String text, String word) {
        try {
            return OperatorLog.Level.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new UsageException(
                    CliProblem.VALUE,
                    "--log-level " + text + ": trace, debug, info, warn, error or critical, after OPERATION: for one"
                            + " operation");
        }
    }
}
