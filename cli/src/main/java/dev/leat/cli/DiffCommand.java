package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.resource.ResourceDocument;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceOptions;
import dev.leat.graph.resource.ResourceReading;
import dev.leat.graph.resource.Resources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat diff}: what {@code leat apply} would change. */
@Command(
        name = "diff",
        description = {
            "Shows what leat apply would change at a running leat serve. Values of Secrets are shown as their lengths:"
                    + " one that changes and stays as long is not seen.",
            "Exit code 1 where there are differences."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files and directories with resources.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "The value of a param of the Bicep files. Repeatable.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        ResourceReading reading = Resources.read(paths, new ResourceOptions(parameters));
        if (reading.hasErrors()) {
            reading.diagnostics().stream()
                    .filter(Diagnostic::isError)
                    .forEach(finding -> spec.commandLine().getErr().println(finding.render()));
            return 2;
        }
        Map<ResourceId, JsonNode> there = new LinkedHashMap<>();
        try (ServerClient server = ServerClient.in(home.directory())) {
            for (JsonNode item : server.get("/resources").path("items")) {
                ResourceId id = new ResourceId(
                        ServerClient.kind(item.path("kind").asText()),
                        item.path("metadata").path("namespace").asText(),
                        item.path("metadata").path("name").asText());
                ((ObjectNode) item).remove("status");
                there.put(id, item);
            }
        }
        boolean differs = false;
        for (ResourceDocument document : reading.documents()) {
            if (document.resource().isEmpty()) {
                continue;
            }
            ResourceId id = document.resource().get().id();
            JsonNode fresh = JSON.valueToTree(
                    document.manifest().orElseThrow().withoutSecrets().content());
            String before = there.containsKey(id) ? GetCommand.yaml(there.get(id)) : "";
            String after = GetCommand.yaml(JSON.readTree(JSON.writeValueAsBytes(fresh)));
            if (!before.equals(after)) {
                differs = true;
                out.println((before.isEmpty() ? "new: " : "changed: ") + id);
                LineDiff.of(before.lines().toList(), after.lines().toList()).forEach(out::println);
            }
        }
        out.flush();
        return differs ? 1 : 0;
    }
}
