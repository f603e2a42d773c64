package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.runtime.Leat;
import dev.leat.runtime.LeatOptions;
import dev.leat.runtime.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases of a graph whose module reads and writes the state store. */
final class StateStoreCaseTest {

    private static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: enriched
              version: 1.0.0
            moduleRequirements:
              apiVersion: "1.1.0"
              runtimeVersion: "1.1.0"
            operations:
              - {operationType: source, name: source}
              - {operationType: map, name: enrich, module: "enrichment:1.0.0"}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source}, to: {name: enrich}}
              - {from: {name: enrich}, to: {name: sink}}
            """;

    /** Neither hot nor cold: whether it is too hot is up to the state store. */
    private static final String INPUT = """
            {"sensor_data":{"temperature":[{"count":1,"min":50,"max":90,"average":60,"last":60,"unit":"C",\
            "overtemp":false}],"humidity":[],"object":[]}}""";

    private static final String HOT = INPUT.replace("90", "120");

    @TempDir
    private Path directory = Path.of("");

    private void write(String file, String content) throws Exception {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private TestResult run(boolean overtemp) throws Exception {
        write("graph.yaml", GRAPH);
        write("expected.json", "{\"payload\":{\"temperature\":[{\"overtemp\":" + overtemp + "}]}}");
        write(
                "a.test.yaml",
                "graph: graph.yaml\ninput: in\nexpected: expected.json\nselect: [payload.temperature.overtemp]\n");
        try (Leat leat = Leat.open(LeatOptions.DEFAULT)) {
            return new TestRunner(
                            leat,
                            ModuleFinder.inDirectories(List.of(Path.of(System.getProperty("leat.root", ".."))
                                    .resolve("modules"))))
                    .run(directory.resolve("a.test.yaml"));
        }
    }

    @Test
    void theModuleReadsWhatStandsBesideTheGraph() throws Exception {
        write("in/m.json", INPUT);
        write("statestore.json", "[{\"other\": \"x\"}, {\"overtemp\": \"true\"}]");
        assertPasses(run(true));
    }

    @Test
    void aCaseFindsNothingThatAnotherWrote() throws Exception {
        write("in/m.json", HOT);
        assertPasses(run(true));
        write("in/m.json", INPUT);
        assertPasses(run(false));
    }

    private static void assertPasses(TestResult result) {
        assertThat(result.failure()).isEmpty();
        assertThat(result.notes()).isEmpty();
    }
}
