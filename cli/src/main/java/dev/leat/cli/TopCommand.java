package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.graph.resource.ResourceKind;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat top}: what flows, and how fast. */
@Command(
        name = "top",
        description =
                "Shows the graphs of a running leat serve with their records a second, again and again until Ctrl-C.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How often (default: ${DEFAULT-VALUE}).")
    private int every = 2;

    @Option(names = "--once", description = "Show it once, and end.")
    private boolean once;

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    /** What a flow has counted so far. */
    private record Counted(long in, long out, long lost, long nanos) {}

    @Override
    public Integer call() throws Exception {
        if (every < 1 || every > 3600) {
            throw new UsageException(CliProblem.VALUE, "--every " + every + ": between 1 and 3600 seconds");
        }
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Counted> before = new HashMap<>();
        try (ServerClient server = ServerClient.in(home.directory())) {
            show(server, before, new PrintWriter(PrintWriter.nullWriter()));
            do {
                TimeUnit.SECONDS.sleep(every);
                show(server, before, out);
            } while (!once);
        }
        return 0;
    }

    private static void show(ServerClient server, Map<String, Counted> before, PrintWriter out) throws Exception {
        Table table = new Table("NAME", "HEALTH", "IN/S", "OUT/S", "IN", "OUT", "LOST", "INSTANCES");
        for (ResourceKind kind : List.of(ResourceKind.DATAFLOW_GRAPH, ResourceKind.DATAFLOW)) {
            for (JsonNode item :
                    server.get("/resources?kind=" + kind.spelling()).path("items")) {
                String name = item.path("metadata").path("name").asText();
                String key =
                        kind + "/" + item.path("metadata").path("namespace").asText() + "/" + name;
                JsonNode status = item.path("status");
                Counted now = counted(status);
                Counted last = before.getOrDefault(key, now);
                before.put(key, now);
                double seconds = Math.max(1e-9, (now.nanos() - last.nanos()) / 1e9);
                table.row(
                        name,
                        status.path("healthState").path("status").asText("-"),
                        rate(now.in() - last.in(), seconds),
                        rate(now.out() - last.out(), seconds),
                        Long.toString(now.in()),
                        Long.toString(now.out()),
                        Long.toString(now.lost()),
                        status.path("instances").asText("0"));
            }
        }
        table.print(out);
        out.flush();
    }

    private static Counted counted(JsonNode status) {
        long in = 0;
        long sent = 0;
        long lost = 0;
        for (JsonNode node : status.path("nodes")) {
            JsonNode counts = node.path("counts");
            in += node.path("type").asText().equals("Source")
                    ? counts.path("in").asLong()
                    : 0;
            sent += node.path("type").asText().equals("Destination")
                    ? counts.path("out").asLong()
                    : 0;
            lost += counts.path("lost").asLong();
        }
        return new Counted(in, sent, lost, System.nanoTime());
    }

    /** A flow that was replaced counts from 0 again. */
    private static String rate(long records, double seconds) {
        return String.format(Locale.ROOT, "%.1f", Math.max(0, records) / seconds);
    }
}
