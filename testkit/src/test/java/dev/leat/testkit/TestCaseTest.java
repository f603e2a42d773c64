package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.graph.diagnostic.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A test file is read as it is meant, and everything that is wrong with it is said at once. */
final class TestCaseTest {

    private static final String REQUIRED = "graph: g.yaml\ninput: ./in\nexpected: out.json\n";

    @TempDir
    Path directory;

    @BeforeEach
    void makeFiles() throws Exception {
        Files.createFile(directory.resolve("g.yaml"));
        Files.createFile(directory.resolve("out.json"));
        Files.createDirectory(directory.resolve("in"));
    }

    private TestCase.Reading read(String content) throws Exception {
        return TestCase.read(Files.writeString(directory.resolve("a.test.yaml"), content));
    }

    private List<String> findings(String content) throws Exception {
        TestCase.Reading reading = read(content);
        assertThat(reading.testCase()).isEmpty();
        return reading.diagnostics().stream()
                .map(finding -> finding.code() + " " + finding.position().line() + ":"
                        + finding.position().column())
                .toList();
    }

    @Test
    void allFieldsAreRead() throws Exception {
        TestCase read = read("name: A case\n" + REQUIRED
                        + "timeout: 90000\nselect: [payload]\nignores:\n  - payload.humidity\n")
                .testCase()
                .orElseThrow();
        assertThat(read)
                .isEqualTo(new TestCase(
                        directory.resolve("a.test.yaml"),
                        "A case",
                        directory.resolve("g.yaml"),
                        Optional.of(directory.resolve("in")),
                        Optional.of(directory.resolve("out.json")),
                        Duration.ofSeconds(90),
                        List.of("payload"),
                        List.of("payload.humidity"),
                        CaseContent.NONE));
    }

    @Test
    void whatIsLeftOutHasADefault() throws Exception {
        TestCase read = read(REQUIRED).testCase().orElseThrow();
        assertThat(read.name()).isEqualTo("a");
        assertThat(read.timeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(read.select()).isEmpty();
        assertThat(read.ignores()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws Exception {
        assertThat(
                        findings(
                                "garph: g.yaml\ninput: nowhere\ntimeout: soon\nselect: payload\nignores: [a..b, [c]]\nmore: 1\n"))
                .containsExactly(
                        "LEAT-TESTKIT-010 1:1",
                        "LEAT-TESTKIT-011 1:1",
                        "LEAT-TESTKIT-014 2:8",
                        "LEAT-TESTKIT-012 3:10",
                        "LEAT-TESTKIT-012 4:9",
                        "LEAT-TESTKIT-013 5:11",
                        "LEAT-TESTKIT-012 5:17",
                        "LEAT-TESTKIT-010 6:1");
    }

    @Test
    void aMistypedKeyIsOneFindingWithTheKeyThatWasMeant() throws Exception {
        assertThat(read(REQUIRED.replace("expected", "expcted")).diagnostics())
                .extracting(Diagnostic::hint)
                .containsExactly("Did you mean 'expected'?");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout: 0",
        "timeout: -1",
        "timeout: 1.5",
        "timeout: 86400001",
        "timeout: 9999999999999999999999",
        "timeout: [1]",
        "timeout:",
        "name: [a]",
    })
    void aValueThatDoesNotFitIsRefused(String line) throws Exception {
        assertThat(findings(REQUIRED + line + "\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("LEAT-TESTKIT-012 4:");
    }

    @Test
    void pathsMustNameWhatTheyAreFor() throws Exception {
        assertThat(findings("graph: in\ninput: g.yaml\nexpected: ''\n"))
                .containsExactly("LEAT-TESTKIT-014 1:8", "LEAT-TESTKIT-014 2:8", "LEAT-TESTKIT-012 3:11");
    }

    @Test
    void aFileThatIsNoTestCaseIsRefused() throws Exception {
        assertThat(findings("")).containsExactly("LEAT-TESTKIT-009 1:1");
        assertThat(findings("# nothing\n")).containsExactly("LEAT-TESTKIT-009 1:1");
        assertThat(findings("- a\n")).containsExactly("LEAT-TESTKIT-009 1:1");
        assertThat(findings("graph: [\n")).anyMatch(finding -> finding.startsWith("LEAT-GRAPH-006 "));
        assertThat(TestCase.read(directory.resolve("none.test.yaml")).diagnostics())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo("LEAT-TESTKIT-008"));
        assertThat(TestCase.read(directory).testCase()).isEmpty();
    }

    @Test
    void casesAreFoundInNaturalOrderEachOnceAndNotInOutput() throws Exception {
        for (String file :
                List.of("t10/x.test.yaml", "t2/x.test.yaml", "t2/y.yaml", "output/z.test.yaml", ".git/z.test.yaml")) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.createFile(directory.resolve(file));
        }
        Path odd = directory.resolve("t2/y.yaml");
        assertThat(TestCases.find(odd, directory, directory.resolve("t2/../t2")))
                .containsExactly(odd, directory.resolve("t2/x.test.yaml"), directory.resolve("t10/x.test.yaml"));
        assertThat(TestCases.find(directory.resolve("output"))).hasSize(1);
        assertThatThrownBy(() -> TestCases.find(directory.resolve("none")))
                .hasMessageStartingWith("LEAT-TESTKIT-008: ");
    }
}
