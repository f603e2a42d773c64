package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat describe}: all about one resource. */
@Command(
        name = "describe",
        description = "Says how one resource of a running leat serve stands: conditions, nodes with their counts,"
                + " artifacts with their digests, findings.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "[KIND/]NAME", description = "The resource; a graph where no kind is given.")
    private String name = "";

    @Mixin
    private ServedName named = new ServedName();

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (ServerClient server = ServerClient.in(home.directory())) {
            JsonNode item = server.get(ServerClient.path("resources", named.id(name)));
            JsonNode status = item.path("status");
            JsonNode health = status.path("healthState");
            out.println(item.path("kind").asText() + " "
                    + item.path("metadata").path("namespace").asText() + "/"
                    + item.path("metadata").path("name").asText());
            out.println("from:   " + status.path("origin").asText());
            if (!health.isMissingNode()) {
                String since = health.path("lastTransitionTime").asText();
                String reason = health.path("reasonCode").asText();
                out.println("health: " + health.path("status").asText() + (reason.isEmpty() ? "" : " " + reason)
                        + (since.isEmpty() ? "" : ", since " + since));
                indented("        ", health.path("message").asText(), out);
            }
            status.path("conditions")
                    .forEach(condition ->
                            out.println("  " + condition.path("type").asText() + ": "
                                    + condition.path("status").asText()));
            if (status.has("users")) {
                out.println("  used by " + status.path("users").asText() + " nodes of graphs that run; in "
                        + status.path("counts").path("in").asText() + ", out "
                        + status.path("counts").path("out").asText());
            }
            if (status.path("nodes").size() > 0) {
                out.println();
                nodes(status, out);
            }
            if (status.path("artifacts").size() > 0) {
                out.println();
                Table artifacts = new Table("ARTIFACT", "DIGEST", "FROM");
                status.path("artifacts")
                        .forEach(artifact -> artifacts.row(
                                artifact.path("reference").asText(),
                                artifact.path("digest").asText(),
                                artifact.path("place").asText()));
                artifacts.print(out);
            }
            status.path("findings").forEach(finding -> out.println(ServerClient.finding(finding)));
        }
        out.flush();
        return 0;
    }

    private static void nodes(JsonNode status, PrintWriter out) {
        Table nodes = new Table("NODE", "TYPE", "STATE", "IN", "OUT", "DROPPED", "LOST");
        status.path("nodes").forEach(node -> {
            JsonNode counts = node.path("counts");
            nodes.row(
                    node.path("name").asText(),
                    node.path("type").asText(),
                    node.path("state").asText(),
                    counts.path("in").asText(),
                    counts.path("out").asText(),
                    counts.path("dropped").asText(),
                    counts.path("lost").asText());
        });
        nodes.print(out);
        status.path("nodes")
                .forEach(node -> indented(
                        "  " + node.path("name").asText() + ": ",
                        node.path("message").asText(),
                        out));
    }

    private static void indented(String head, String text, PrintWriter out) {
        if (!text.isEmpty()) {
            out.println(head + text.replace("\n", "\n" + " ".repeat(head.length())));
        }
    }
}
