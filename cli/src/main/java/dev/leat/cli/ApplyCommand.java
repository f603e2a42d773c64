package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceKind;
import dev.leat.graph.resource.Resources;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat apply}: brings resources to a running server. */
@Command(
        name = "apply",
        description =
                "Brings resources to a running leat serve, which keeps them until leat delete. Each file counts as a"
                        + " whole or not at all.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description =
                    "Files with resources, in YAML or Bicep; directories of such files; - for the standard input.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "The value of a param of the Bicep files. Repeatable.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Only say what would be.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "60",
            description = "Wait until the graphs run, for so long at most (60 if no number is given).")
    private @Nullable String waiting;

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        long wait = seconds();
        if (paths.isEmpty()) {
            throw new UsageException(
                    CliProblem.OPTIONS, "name a file or a directory with resources, or - for the standard input");
        }
        int brought = 0;
        List<ResourceId> flows = new ArrayList<>();
        try (ServerClient server = ServerClient.in(home.directory())) {
            for (Path file : files(paths)) {
                byte[] content = file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
                JsonNode answer = server.post(ServerClient.applyPath(file, parameters, dryRun), content);
                brought += answer.path("items").size();
                answer.path("items").forEach(item -> {
                    ResourceKind kind = ServerClient.kind(item.path("kind").asText());
                    out.println(kind.spelling() + " " + item.path("namespace").asText() + "/"
                            + item.path("name").asText() + " "
                            + item.path("outcome").asText()
                            + (dryRun ? " (not done: --dry-run)" : ""));
                    if (kind == ResourceKind.DATAFLOW_GRAPH || kind == ResourceKind.DATAFLOW) {
                        flows.add(new ResourceId(
                                kind,
                                item.path("namespace").asText(),
                                item.path("name").asText()));
                    }
                });
            }
            if (brought == 0) {
                throw new UsageException(
                        CliProblem.FILE,
                        String.join(", ", paths.stream().map(Path::toString).toList()) + ": there is no resource");
            }
            out.flush();
            return wait == 0 || dryRun || await(server, flows, wait, out) ? 0 : 1;
        }
    }

    /** How long to wait. What stands behind {@code --wait} and is no number is a path: {@code apply --wait FILE}. */
    private long seconds() {
        String given = waiting;
        if (given == null) {
            return 0;
        }
        if (given.matches("\\d{1,9}")) {
            return Long.parseLong(given);
        }
        paths.add(Path.of(given));
        return 60;
    }

    /** The files themselves, and those of directories that may hold resources. */
    static List<Path> files(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.walk(path)) {
                List<Path> candidates = inside.filter(Files::isRegularFile)
                        .filter(file -> file.toString().matches(".*\\.(yaml|yml|bicep)"))
                        .sorted()
                        .toList();
                for (Path file : candidates) {
                    // Graph definitions lie beside resources.
                    if (Resources.areResources(file.toString(), Files.readAllBytes(file))) {
                        files.add(file);
                    }
                }
            }
        }
        return files;
    }

    private static boolean await(ServerClient server, List<ResourceId> flows, long wait, PrintWriter out)
            throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
        for (ResourceId flow : flows) {
            while (true) {
                JsonNode status =
                        server.get(ServerClient.path("resources", flow)).path("status");
                JsonNode health = status.path("healthState");
                boolean upToDate = status.path("conditions")
                        .valueStream()
                        .anyMatch(condition -> condition.path("type").asText().equals("UpToDate")
                                && condition.path("status").asText().equals("True"));
                boolean settled = status.path("nodes")
                        .valueStream()
                        .noneMatch(node -> node.path("state").asText().equals("starting"));
                boolean disabled = health.path("reasonCode").asText().equals("Disabled");
                if (disabled || upToDate && settled) {
                    out.println(flow + " " + health.path("status").asText() + because(status));
                    break;
                }
                if (System.nanoTime() - deadline > 0) {
                    out.println(flow + " " + health.path("status").asText() + ", and not settled after " + wait + " s"
                            + because(status));
                    out.flush();
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        out.flush();
        return true;
    }

    /** What is wrong with it, and which of its nodes have no connection. */
    private static String because(JsonNode status) {
        StringBuilder text = new StringBuilder();
        String message = status.path("healthState").path("message").asText();
        if (!message.isEmpty()) {
            text.append(": ").append(message);
        }
        status.path("nodes").forEach(node -> {
            String state = node.path("state").asText();
            if (state.equals("starting") || state.equals("down")) {
                text.append("\n  ")
                        .append(node.path("name").asText())
                        .append(" is ")
                        .append(state);
            }
        });
        return text.toString();
    }
}
