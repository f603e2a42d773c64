package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.graph.resource.ResourceId;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat logs}: what a flow and its modules logged. */
@Command(
        name = "logs",
        description = "Shows the last lines that a graph of a running leat serve and its modules logged, at most 1000.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final long WAIT_MILLIS = 20_000;

    @Parameters(paramLabel = "[KIND/]NAME", description = "The graph, or dataflow/NAME.")
    private String name = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, until Ctrl-C.")
    private boolean follow;

    @Mixin
    private ServedName named = new ServedName();

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ResourceId id = named.id(name);
        try (ServerClient server = ServerClient.in(home.directory())) {
            long last = 0;
            String log = "";
            do {
                JsonNode answer = server.get(ServerClient.path("logs", id) + "?after=" + last
                        + (log.isEmpty() ? "" : "&log=" + log + "&waitMillis=" + WAIT_MILLIS));
                log = answer.path("log").asText();
                for (JsonNode line : answer.path("lines")) {
                    print(line, out);
                    last = line.path("number").asLong();
                }
                out.flush();
            } while (follow);
        }
        return 0;
    }

    private static void print(JsonNode line, PrintWriter out) {
        String operation = line.path("operation").asText();
        out.println(Instant.ofEpochMilli(line.path("millis").asLong()).truncatedTo(ChronoUnit.MILLIS) + " "
                + line.path("level").asText() + " " + (operation.isEmpty() ? "" : operation + ": ")
                + line.path("message").asText());
    }
}
