package dev.leat.graph.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How findings are ordered and shown. */
class DiagnosticTest {

    private static final Diagnostic DIAGNOSTIC = new Diagnostic(
            GraphProblem.UNKNOWN_KEY, new Position("a/graph.yaml", 3, 7), "There is no key 'x'.", "Remove it.");

    @Test
    void aTerminalShowsPlaceCodeSentenceAndHint() {
        assertThat(DIAGNOSTIC.render())
                .isEqualTo("a/graph.yaml:3:7: error LEAT-GRAPH-020: There is no key 'x'.\n  hint: Remove it.");
    }

    @Test
    void aRowHasTheSameAsPlainValues() {
        assertThat(DIAGNOSTIC.toRow())
                .isEqualTo(new DiagnosticRow(
                        "LEAT-GRAPH-020",
                        "error",
                        "An unknown key",
                        "a/graph.yaml",
                        3,
                        7,
                        "There is no key 'x'.",
                        "Remove it."));
    }

    @Test
    void findingsAreSortedByPlaceAndThenByGravity() {
        Findings findings = new Findings();
        Position late = new Position("f", 10, 1);
        Position early = new Position("f", 9, 20);
        findings.report(GraphProblem.SEVERAL_INPUTS, late, "a", "h");
        findings.report(GraphProblem.UNKNOWN_KEY, late, "b", "h");
        findings.report(GraphProblem.UNUSED_SCHEMA, early, "c", "h");
        findings.report(GraphProblem.UNUSED_SCHEMA, early, "c", "h");
        assertThat(findings.sorted()).extracting(Diagnostic::message).containsExactly("c", "b", "a");
        assertThat(findings.hasErrors()).isTrue();
    }

    @Test
    void anErrorThatIsLeftOutIsNotForgotten() {
        Findings findings = new Findings();
        for (int line = 1; line <= Findings.MOST; line++) {
            findings.report(GraphProblem.UNUSED_SCHEMA, new Position("f", line, 1), "w", "h");
        }
        assertThat(findings.hasErrors()).isFalse();
        findings.report(GraphProblem.UNKNOWN_KEY, new Position("f", 1, 1), "e", "h");
        assertThat(findings.hasErrors()).isTrue();
        assertThat(findings.sorted().getLast())
                .satisfies(last -> assertThat(last.severity()).isEqualTo(Severity.ERROR))
                .satisfies(last -> assertThat(last.problem()).isEqualTo(GraphProblem.TOO_MANY_FINDINGS));
    }

    @Test
    void positionsCountFromOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Position("f", 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position("f", 1, 0));
    }

    @Test
    void quotesAreShortAndVisible() {
        assertThat(Quote.of("a b")).isEqualTo("'a b'");
        assertThat(Quote.of("\u001b[2J\n\u202e")).isEqualTo("'\\u001b[2J\\n\\u202e'");
        assertThat(Quote.of("é".repeat(81))).isEqualTo("'" + "é".repeat(80) + "...'");
    }

    @Test
    void guessesAreNearOrNone() {
        List<String> types = List.of("source", "map", "filter", "concatenate");
        assertThat(Nearest.to("sorce", types)).contains("source");
        assertThat(Nearest.to("MAP", types)).contains("map");
        assertThat(Nearest.to("concat", types)).isEmpty();
        assertThat(Nearest.to("flitre", types)).contains("filter");
        assertThat(Nearest.to("window", types)).isEmpty();
        assertThat(Nearest.to("", types)).isEmpty();
        assertThat(Nearest.edits("ca", "ac")).isEqualTo(1);
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.typoOf("concatnte", types)).contains("concatenate");
        assertThat(Nearest.typoOf("cncatnte", types)).isEmpty();
    }
}
