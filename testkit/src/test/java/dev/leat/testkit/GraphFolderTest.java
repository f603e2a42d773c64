package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.graph.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands beside a graph for local runs is found and understood, or refused. */
final class GraphFolderTest {

    @TempDir
    Path directory;

    private GraphFolder read(String environment) throws Exception {
        Files.writeString(directory.resolve("hostapp.env.list"), environment);
        return GraphFolder.beside(directory.resolve("graph.yaml"));
    }

    private static Map<String, String> values(GraphFolder folder) {
        return folder.settings().stream().collect(Collectors.toMap(Setting::key, Setting::value));
    }

    @Test
    void nothingHasToBeThere() {
        GraphFolder folder = GraphFolder.beside(directory.resolve("graph.yaml"));
        assertThat(folder.settings()).isEmpty();
        assertThat(folder.schema()).isEmpty();
        assertThat(folder.state()).isEmpty();
    }

    @Test
    void parametersArePairs() throws Exception {
        GraphFolder folder = read("# comment\nRUST_LOG=debug\nBARE\n\nTK_CONFIGURATION_PARAMETERS= a = 1;b=x=y;; c=\n");
        assertThat(values(folder)).isEqualTo(Map.of("a", "1", "b", "x=y", "c", ""));
        assertThat(folder.settings().getFirst().position().line()).isEqualTo(5);
    }

    @Test
    void parametersMayBeJson() throws Exception {
        assertThat(values(read("TK_CONFIGURATION_PARAMETERS={\"a\":\"x;y=z\",\"b\":1.50,\"c\":{\"d\":[true]}}")))
                .isEqualTo(Map.of("a", "x;y=z", "b", "1.50", "c", "{\"d\":[true]}"));
    }

    @Test
    void quotesAroundTheWholeValueAreNotOfIt() throws Exception {
        assertThat(values(read("TK_CONFIGURATION_PARAMETERS=\"a=1;b=2\""))).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(values(read("TK_CONFIGURATION_PARAMETERS='{\"a\":\"1\"}'"))).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void theSchemaIsAFileBesideTheGraph() throws Exception {
        Path schema = Files.writeString(directory.resolve("s.json"), "{}");
        assertThat(read("TK_SCHEMA_CONFIG_PATH=s.json").schema()).contains(schema);
        assertThat(read("TK_SCHEMA_CONFIG_PATH=").schema()).isEmpty();
    }

    @Test
    void theStateIsAFileBesideTheGraph() throws Exception {
        assertThat(read("").state()).isEmpty();
        Path state = Files.writeString(directory.resolve("statestore.json"), "[]");
        assertThat(read("").state()).isEqualTo(Optional.of(state));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TK_CONFIGURATION_PARAMETERS=a",
                "TK_CONFIGURATION_PARAMETERS==a",
                "TK_CONFIGURATION_PARAMETERS={a}",
                "TK_CONFIGURATION_PARAMETER=a=b",
                "TK_SCHEMA_CONFIG_PATH=none.json",
            })
    void whatMakesNoSenseIsRefusedWithItsPlace(String line) {
        assertThatThrownBy(() -> read("\n" + line + "\n"))
                .isInstanceOf(TestkitException.class)
                .hasMessageMatching("LEAT-TESTKIT-018: .*hostapp\\.env\\.list:2:1: .*");
    }
}
