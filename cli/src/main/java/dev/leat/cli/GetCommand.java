package dev.leat.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.leat.graph.resource.ResourceId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat get}: lists resources of a running server. */
@Command(
        name = "get",
        description = "Lists the resources of a running leat serve with how they stand, or shows one.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How resources are shown. */
    enum Output {
        TABLE,
        JSON,
        YAML
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND[/NAME]",
            description = "graph, dataflow, endpoint, profile, registry, secret or configmap; all without it.")
    private @Nullable String kind;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One resource of that kind.")
    private @Nullable String name;

    @Mixin
    private ServedName named = new ServedName();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json or yaml (default: ${DEFAULT-VALUE}).")
    private Output output = Output.TABLE;

    @Mixin
    private ServerHome home = new ServerHome();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (ServerClient server = ServerClient.in(home.directory())) {
            JsonNode answer = inNamespace(ask(server));
            switch (output) {
                case JSON -> out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
                case YAML -> out.print(yaml(answer));
                case TABLE -> table(answer, out);
            }
        }
        out.flush();
        return 0;
    }

    private JsonNode ask(ServerClient server) throws Exception {
        String given = kind;
        if (given == null) {
            return server.get("/resources");
        }
        int slash = given.indexOf('/');
        String one = name == null && slash >= 0 ? given.substring(slash + 1) : name;
        String word = slash < 0 ? given : given.substring(0, slash);
        return one == null
                ? server.get("/resources?kind=" + ServerClient.kind(word).spelling())
                : server.get(ServerClient.path(
                        "resources", new ResourceId(ServerClient.kind(word), named.namespace(), one)));
    }

    private JsonNode inNamespace(JsonNode answer) {
        if (answer.path("items") instanceof ArrayNode items) {
            items.removeIf(item ->
                    !named.covers(item.path("metadata").path("namespace").asText()));
        }
        return answer;
    }

    static String yaml(JsonNode node) {
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(JSON.convertValue(node, Object.class));
    }

    private static void table(JsonNode answer, PrintWriter out) {
        List<JsonNode> items = new ArrayList<>();
        if (answer.has("items")) {
            answer.get("items").forEach(items::add);
        } else {
            items.add(answer);
        }
        Table table = new Table("KIND", "NAME", "HEALTH", "REASON", "FROM");
        for (JsonNode item : items) {
            JsonNode status = item.path("status");
            JsonNode health = status.path("healthState");
            boolean sound = status.path("provisioningState").asText().equals("Succeeded");
            table.row(
                    item.path("kind").asText(),
                    item.path("metadata").path("name").asText(),
                    health.path("status").asText(sound ? "-" : "Invalid"),
                    health.path("reasonCode").asText(""),
                    status.path("origin").asText());
        }
        table.print(out);
        answer.path("findings").forEach(finding -> out.println(ServerClient.finding(finding)));
    }
}
