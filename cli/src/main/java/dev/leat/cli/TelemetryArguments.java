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
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The options for metrics and logs. What serves and sends them is loaded only where one is given. */
final class TelemetryArguments {

    private static final String LOCAL = "127.0.0.1";

    /** What a collector does not take is told in our own words. Held here: java.util.logging forgets loggers that are not. */
    private static final java.util.logging.Logger EXPORTERS = java.util.logging.Logger.getLogger("io.opentelemetry");

    @Option(
            names = "--metrics-port",
            paramLabel = "[HOST:]PORT",
            description = "Serve metrics to Prometheus at /metrics on this port; of this machine alone, if no HOST is"
                    + " given. 0 takes a free one.")
    private @Nullable String metricsPort;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description = "Send metrics and the modules' logs to a collector that takes OTLP over HTTP, such as"
                    + " http://localhost:4318.")
    private @Nullable String otlp;

    @Option(
            names = "--log-level",
            paramLabel = "[OPERATION:]LEVEL",
            description = "The least grave level that is logged of modules: trace, debug, info, warn, error or critical"
                    + " (default: warn at the terminal, info to a collector), of all operations or of one. Repeatable.")
    private List<String> logLevels = new ArrayList<>();

    /** Opens what the options ask for; empty where they ask for nothing. */
    Optional<Telemetry> open(PrintWriter err) {
        String port = metricsPort;
        String collector = otlp;
        if (port == null && collector == null) {
            return Optional.empty();
        }
        TelemetryOptions options = TelemetryOptions.NONE;
        if (port != null) {
            options = options.withPrometheus(address(port));
        }
        if (collector != null) {
            options = options.withOtlp(collector);
        }
        EXPORTERS.setLevel(java.util.logging.Level.OFF);
        Telemetry telemetry = Telemetry.open(options);
        telemetry
                .prometheusAddress()
                .ifPresent(
                        at -> err.println("metrics at http://" + at.getHostString() + ":" + at.getPort() + "/metrics"));
        return Optional.of(telemetry);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return new InetSocketAddress(colon < 0 ? LOCAL : text.substring(0, colon), port);
        } catch (IllegalArgumentException noPort) {
            throw new UsageException(CliProblem.VALUE, "--metrics-port " + text + ": write PORT or HOST:PORT");
        }
    }

    /** What telemetry has to know of a graph. */
    static GraphShape shape(Graph graph) {
        Map<String, String> modules = new LinkedHashMap<>();
        for (Operation operation : graph.definition().operations()) {
            operation.module().ifPresent(module -> modules.put(operation.name(), module.toString()));
        }
        GraphDefinition definition = graph.definition();
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
            return otlp == null
                    ? options
                    : options.withLog(quiet(options.services().log()));
        }
        OperatorLog.Level all = otlp == null ? OperatorLog.Level.WARN : OperatorLog.Level.INFO;
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
