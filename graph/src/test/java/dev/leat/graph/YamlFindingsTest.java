package dev.leat.graph;

import static dev.leat.graph.Sample.SIMPLE;
import static dev.leat.graph.Sample.brief;
import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.message;
import static dev.leat.graph.Sample.read;
import static dev.leat.graph.Sample.simple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a file before it is looked at as a graph definition. */
class YamlFindingsTest {

    private static List<String> findingsIn(byte[] content) {
        return GraphDefinitions.read("graph.yaml", content).diagnostics().stream()
                .map(Sample::brief)
                .toList();
    }

    @Test
    void aFileThatIsNotThereIsAFinding(@TempDir Path folder) {
        Reading reading = GraphDefinitions.read(folder.resolve("none.yaml"));
        assertThat(reading.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(brief(diagnostic)).isEqualTo("1:1 error FILE_UNREADABLE");
            assertThat(diagnostic.message()).isEqualTo("There is no such file.");
            assertThat(diagnostic.position().file()).endsWith("none.yaml");
        });
    }

    @Test
    void aFolderIsNotAFile(@TempDir Path folder) {
        assertThat(GraphDefinitions.read(folder).diagnostics())
                .extracting(Sample::brief)
                .containsExactly("1:1 error FILE_UNREADABLE");
    }

    @Test
    void aFileOnDiskIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("graph.yaml"), SIMPLE);
        assertThat(GraphDefinitions.read(file).orThrow().metadata().name()).isEqualTo("Simple graph");
    }

    @Test
    void aFileAboveTheLimitIsRefused() {
        assertThat(findings(SIMPLE + "#".repeat(4 << 20))).containsExactly("1:1 error FILE_TOO_LARGE");
    }

    @Test
    void otherEncodingsAreNamedAndReadAllTheSame() {
        String broken = simple("operationType: map", "operationType: mpa");
        for (String encoding : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
            byte[] content = broken.getBytes(Charset.forName(encoding));
            assertThat(findingsIn(content))
                    .as(encoding)
                    .containsExactly("1:1 error NOT_UTF_8", "11:20 error UNKNOWN_OPERATION_TYPE");
        }
    }

    @Test
    void bytesThatAreNotUtf8AreLocatedAndTheRestIsRead() {
        String broken = changedToLatin1();
        assertThat(findingsIn(broken.getBytes(StandardCharsets.ISO_8859_1)))
                .containsExactly("3:11 error NOT_UTF_8", "11:20 error UNKNOWN_OPERATION_TYPE");
    }

    private static String changedToLatin1() {
        return Sample.changed(simple("operationType: map", "operationType: mpa"), "Simple graph", "Grün");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreFine() {
        String windows =
                "\uFEFF" + simple("operationType: map", "operationType: mpa").replace("\n", "\r\n");
        assertThat(findings(windows)).containsExactly("11:20 error UNKNOWN_OPERATION_TYPE");
    }

    @Test
    void columnsAfterAByteOrderMarkAreNotShifted() {
        assertThat(findings("\uFEFF\u0001")).contains("1:1 error CONTROL_CHARACTER");
    }

    @Test
    void aControlCharacterIsLocatedAndTheRestIsRead() {
        assertThat(findings(simple("Simple graph", "Simple\u0007graph\noperation: x")))
                .startsWith("3:15 error CONTROL_CHARACTER")
                .contains("4:1 error UNKNOWN_KEY");
    }

    @Test
    void aFileWithNothingInItIsEmpty() {
        for (String nothing : List.of("", "\n \n", "# nothing yet\n", "---\n", "---\n...\n")) {
            assertThat(findings(nothing)).as(nothing).containsExactly("1:1 error EMPTY_FILE");
        }
    }

    @Test
    void aSyntaxErrorDoesNotHideWhatStandsBeforeIt() {
        String broken = simple("operationType: source", "operationType: sorce") + "schemas: [\n";
        assertThat(findings(broken)).containsExactly("9:20 error UNKNOWN_OPERATION_TYPE", "22:1 error YAML_SYNTAX");
    }

    @Test
    void nothingIsCalledMissingThatMayStandBehindASyntaxError() {
        assertThat(findings("metadata:\n  name: x\noperations: [ } ]\n")).containsExactly("3:15 error YAML_SYNTAX");
    }

    @Test
    void anUnclosedQuoteIsReportedWhereItOpens() {
        String broken = simple("name: Simple graph", "name: \"Simple graph");
        assertThat(findings(broken)).containsExactly("3:9 error YAML_SYNTAX");
        assertThat(message(broken)).isEqualTo("The quote that opens here is never closed.");
    }

    @Test
    void aColonInsideAPlainTextAsksForQuotes() {
        String broken = simple("name: Simple graph", "name: Graph: simple");
        assertThat(findings(broken)).containsExactly("3:14 error YAML_SYNTAX");
        assertThat(hint(broken)).startsWith("Put the text in quotes");
    }

    @Test
    void anEscapeBeyondUnicodeIsReported() {
        assertThat(findings(simple("name: Simple graph", "name: \"\\UFFFFFFFF\"")))
                .containsExactly("3:3 error YAML_SYNTAX");
        assertThat(findings(simple("name: Simple graph", "name: \"\\U00110000\"")))
                .singleElement()
                .asString()
                .endsWith("error YAML_SYNTAX");
    }

    @Test
    void aLineThatDoesNotLineUpIsReported() {
        String broken = simple("  version: 1.0.0", "   version: 1.0.0");
        assertThat(findings(broken)).singleElement().asString().endsWith("error YAML_SYNTAX");
    }

    @Test
    void aTabInTheIndentationIsReported() {
        assertThat(findings(simple("  version: 1.0.0", "\tversion: 1.0.0")))
                .containsExactly("4:1 error TAB_INDENTATION");
    }

    @Test
    void aSecondDocumentIsReportedAndTheFirstIsChecked() {
        assertThat(findings(simple("operationType: map", "operationType: mpa") + "---\nname: second\n"))
                .containsExactly("11:20 error UNKNOWN_OPERATION_TYPE", "21:1 error SEVERAL_DOCUMENTS");
    }

    @Test
    void anEmptySecondDocumentIsNone() {
        assertThat(findings("---\n" + SIMPLE + "---\n")).isEmpty();
    }

    @Test
    void aKeyGivenTwiceNamesTheFirst() {
        String broken = simple("  version: 1.0.0", "  version: 1.0.0\n  name: Other");
        assertThat(findings(broken)).containsExactly("5:3 error DUPLICATE_KEY");
        assertThat(message(broken)).contains("'name'", "line 3");
    }

    @Test
    void aKeyMustBeText() {
        assertThat(findings(simple("  version: 1.0.0", "  version: 1.0.0\n  {{ a }}: b")))
                .containsExactly("5:3 error KEY_NOT_TEXT", "5:4 error KEY_NOT_TEXT");
        assertThat(findings(simple("  version: 1.0.0", "  version: 1.0.0\n  ~: b")))
                .containsExactly("5:3 error KEY_NOT_TEXT");
    }

    @Test
    void tagsOfOtherProgramsAreRefused() {
        assertThat(findings(simple("name: convert", "name: !env convert"))).containsExactly("12:11 error UNKNOWN_TAG");
        assertThat(findings(simple("connections:", "connections: !!set"))).containsExactly("16:14 error UNKNOWN_TAG");
        assertThat(findings(simple("name: convert", "name: !!int convert"))).containsExactly("12:11 error UNKNOWN_TAG");
    }

    @Test
    void yamlsOwnTagsMeanWhatTheySay() {
        assertThat(findings(simple("version: 1.0.0", "version: !!str 1.0"))).isEmpty();
        assertThat(findings(simple("connections:", "connections: !!seq"))).isEmpty();
    }

    @Test
    void anchorsAndAliasesAreWrittenOut() {
        String aliased = simple("name: source\n  - operationType: map", "name: &in source\n  - operationType: map");
        assertThat(findings(Sample.changed(aliased, "from: { name: source }", "from: { name: *in }")))
                .isEmpty();
    }

    @Test
    void aFindingAboutAnAliasStandsAtTheAlias() {
        String aliased = simple("name: Simple graph", "name: &title Simple graph");
        assertThat(findings(Sample.changed(aliased, "from: { name: source }", "from: { name: *title }")))
                .containsExactly("10:11 warning DEAD_END", "17:19 error UNKNOWN_OPERATION");
    }

    @Test
    void anAliasWithoutAnchorIsReportedOnce() {
        String broken = Sample.changed(
                simple("name: Simple graph", "name: &title Simple graph"), "version: 1.0.0", "version: *titel");
        assertThat(findings(broken)).containsExactly("4:12 error UNKNOWN_ANCHOR");
        assertThat(hint(broken)).isEqualTo("Did you mean '*title'?");
    }

    @Test
    void anAliasInsideItsOwnAnchorIsReported() {
        assertThat(findings(SIMPLE + "schemas: &all\n  - *all\n")).containsExactly("22:5 error RECURSIVE_ALIAS");
    }

    @Test
    void deepNestingIsRefusedWhereTheLimitIsPassed() {
        assertThat(findings("[".repeat(100_000))).containsExactly("1:65 error NESTED_TOO_DEEPLY");
        assertThat(findings("- ".repeat(100_000))).containsExactly("1:129 error NESTED_TOO_DEEPLY");
    }

    @Test
    void tooManyAliasesAreRefused() {
        String aliases = "- *a\n".repeat(1_001);
        assertThat(findings(SIMPLE + "schemas:\n- &a x\n" + aliases)).contains("1023:3 error TOO_MANY_ALIASES");
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder laughs = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char name = 'b'; name < 'k'; name++) {
            String before = "*" + (char) (name - 1);
            laughs.append(name + ": &" + name + " [" + (before + ", ").repeat(9) + before + "]\n");
        }
        assertThat(findings(laughs.toString())).anyMatch(finding -> finding.endsWith("error TOO_MANY_VALUES"));
    }

    @Test
    void longTokensAreReadInTimeThatGrowsWithTheirLength() {
        String token = "x".repeat(3 << 20);
        assertTimeout(Duration.ofSeconds(5), () -> findings(token));
        assertTimeout(Duration.ofSeconds(5), () -> findings("\t".repeat(3 << 20)));
    }

    @Test
    void manyUnknownNamesAmongManyKnownOnesAreReportedSoon() {
        StringBuilder operations = new StringBuilder();
        StringBuilder connections = new StringBuilder();
        for (int index = 0; index < 5_000; index++) {
            operations.append("  - { operationType: map, name: " + "n".repeat(50) + index + ", module: m }\n");
            connections.append("  - { from: { name: " + "m".repeat(50) + index + " }, to: { name: sink } }\n");
        }
        String yaml = simple("connections:\n", operations + "connections:\n") + connections;
        assertThat(assertTimeout(Duration.ofSeconds(10), () -> findings(yaml))).hasSize(501);
    }

    @Test
    void moreFindingsThanAreShownAreCounted() {
        String broken = SIMPLE + "schemas:\n" + "  - 1\n".repeat(600);
        List<String> findings = findings(broken);
        assertThat(findings).hasSize(501).last().asString().endsWith("error TOO_MANY_FINDINGS");
        assertThat(read(broken).diagnostics().getLast().message()).startsWith("100 more findings");
    }

    @Test
    void jsonIsReadAsItIs() {
        String json = """
                {
                \t"metadata": {"$schema": "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json",
                \t\t"name": "gr\\u00fcn \\/ \\ud83d\\ude00", "version": "1.0.0", "vendor": null},
                \t"moduleRequirements": {"apiVersion": "1.1.0", "runtimeVersion": "1.1.0", "features": null},
                \t"operations": [
                \t\t{"operationType": "source", "name": "source", "module": null},
                \t\t{"operationType": "sink", "name": "sink"}
                \t],
                \t"connections": [{"from": {"name": "source", "arm": null, "schemaName": null}, "to": {"name": "sink"}}]
                }
                """;
        assertThat(read(json).orThrow().metadata().name()).isEqualTo("grün / 😀");
    }
}
