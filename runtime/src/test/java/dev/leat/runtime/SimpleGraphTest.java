package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Message;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published simple graph, from its file to its published result. */
class SimpleGraphTest extends OnEachEngine {

    private Path cases;

    @BeforeEach
    void findCases() {
        cases = Path.of(System.getProperty("leat.shared", "../shared")).resolve("cases");
        if (!Files.isDirectory(cases)) {
            String message = "THE PUBLISHED GRAPHS WERE NOT RUN: the system property leat.shared names a folder without"
                    + " cases (" + cases.toAbsolutePath() + ")";
            System.err.println(message);
            Assumptions.abort(message);
        }
    }

    @Test
    void thePublishedInputGivesThePublishedOutput() throws Exception {
        Path example = cases.resolve("tests/t01-simple-temp-conversion");
        String input = Files.readString(example.resolve("input/temperature_payload.json"));
        Graph graph = on.leat().graph(cases.resolve("graph-simple.yaml"), TestLeat.modules());
        try (GraphSession session = graph.open(results::add)) {
            session.send("probe/1", input);
            session.finish();
        }
        assertThat(results).hasSize(1);
        assertThat(((Message) results.getFirst().value()).topic().asUtf8()).isEqualTo("probe/1");
        assertThat(Files.readString(example.resolve("expected/expected.json")))
                .as("the payload, as JSON writes a text")
                .contains("\"payload\": \"" + payloads().getFirst().replace("\"", "\\\"") + "\"");
    }

    @Test
    void theSettingThatTheGraphDeclaresReachesTheModuleUnderBothItsNames() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Graph graph = on.graph(
                GraphDefinitions.read(cases.resolve("graph-simple.yaml")).orThrow(),
                options.withSettings(List.of(Setting.of("key1", "42", Position.startOf("command line"))))
                        .withLog((level, operation, context, message) -> logged.add(operation + ": " + message)));
        try (GraphSession session = graph.open(results::add)) {
            session.finish();
        }
        assertThat(logged)
                .containsExactly(
                        "module-temperature/map: property key1 = 42", "module-temperature/map: property key2 = 42");
    }
}
