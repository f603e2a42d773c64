package dev.leat.graph;

import static dev.leat.graph.Sample.SIMPLE;
import static dev.leat.graph.Sample.branched;
import static dev.leat.graph.Sample.findings;
import static dev.leat.graph.Sample.hint;
import static dev.leat.graph.Sample.message;
import static dev.leat.graph.Sample.read;
import static dev.leat.graph.Sample.simple;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code connections}. */
class ConnectionFindingsTest {

    private static String connect(String from, String to) {
        return "  - { from: { name: " + from + " }, to: { name: " + to + " } }\n";
    }

    @Test
    void bothEndsExist() {
        String broken = simple("from: { name: source }", "from: { name: elsewhere }");
        assertThat(findings(broken)).containsExactly("10:11 warning DEAD_END", "17:19 error UNKNOWN_OPERATION");
        assertThat(findings(SIMPLE + connect("convert", "elsewhere"))).containsExactly("21:44 error UNKNOWN_OPERATION");
    }

    @Test
    void aMistypedNameIsOneFindingAndIsReadAsMeant() {
        String broken = simple("from: { name: source }", "from: { name: sorce }");
        assertThat(findings(broken)).containsExactly("17:19 error UNKNOWN_OPERATION");
        assertThat(hint(broken)).isEqualTo("Did you mean 'source'?");
    }

    @Test
    void nothingLeadsIntoASource() {
        assertThat(findings(SIMPLE + connect("convert", "source"))).containsExactly("21:44 error INTO_SOURCE");
    }

    @Test
    void nothingLeadsOutOfASink() {
        assertThat(findings(SIMPLE + connect("sink", "convert")))
                .containsExactly("21:21 error OUT_OF_SINK", "21:41 info SEVERAL_INPUTS");
    }

    @Test
    void nothingIsConnectedToItself() {
        assertThat(findings(SIMPLE + connect("convert", "convert"))).contains("21:44 error SELF_CONNECTION");
    }

    @Test
    void aCycleIsNamed() {
        String broken = branched(
                "{ from: { name: convert }, to: { name: join } }", "{ from: { name: convert }, to: { name: split } }");
        assertThat(findings(broken)).contains("19:44 error CYCLE");
        assertThat(read(broken).diagnostics())
                .anyMatch(diagnostic ->
                        diagnostic.message().equals("Here a cycle closes: 'split' -> 'convert' -> 'split'."));
    }

    @Test
    void cyclesThatNoDataReachesAreNamedToo() {
        String island = simple(
                "connections:",
                "  - { operationType: map, name: a, module: m }\n  - { operationType: map, name: b, module: m }\nconnections:");
        assertThat(findings(island + connect("a", "b") + connect("b", "a"))).containsExactly("24:38 error CYCLE");
    }

    @Test
    void aLongCycleIsCutShort() {
        StringBuilder operations = new StringBuilder();
        StringBuilder connections = new StringBuilder();
        for (int index = 0; index < 5_000; index++) {
            operations.append("  - { operationType: map, name: m" + index + ", module: m }\n");
            connections.append(connect("m" + index, "m" + (index + 1) % 5_000));
        }
        assertThat(read(simple("connections:\n", operations + "connections:\n") + connections)
                        .diagnostics())
                .singleElement()
                .satisfies(diagnostic -> assertThat(diagnostic.message()).endsWith("'m11' -> 4988 more -> 'm0'."));
    }

    @Test
    void aConnectionIsGivenOnce() {
        String broken = SIMPLE + connect("source", "convert");
        assertThat(findings(broken)).contains("21:5 error DUPLICATE_CONNECTION");
        assertThat(read(broken).diagnostics())
                .anyMatch(diagnostic ->
                        diagnostic.message().contains("'source' to 'convert' is given already at line 17"));
    }

    @Test
    void theTwoArmsOfABranchMayLeadToOnePlace() {
        assertThat(findings(branched(
                        "{ from: { name: split, arm: \"False\" }, to: { name: count } }",
                        "{ from: { name: split, arm: \"False\" }, to: { name: convert } }\n"
                                + "  - { from: { name: source }, to: { name: count } }")))
                .containsExactly("18:56 info SEVERAL_INPUTS");
    }

    @Test
    void dataReachesEveryOperation() {
        String broken = simple("connections:", "  - { operationType: filter, name: lost, module: m }\nconnections:")
                + connect("lost", "sink");
        assertThat(findings(broken)).containsExactly("16:36 error UNREACHABLE", "22:41 info SEVERAL_INPUTS");
    }

    @Test
    void ofAStretchThatNoDataReachesTheFirstIsNamed() {
        String broken = branched("  - { from: { name: source }, to: { name: split } }\n", "");
        assertThat(findings(broken)).containsExactly("9:36 warning DEAD_END", "10:36 error UNREACHABLE");
        assertThat(read(broken).diagnostics().getLast().message())
                .isEqualTo("No data reaches the operation 'split', nor the 4 behind it.");
    }

    @Test
    void outputThatNothingTakesIsLost() {
        String broken = simple("connections:", "  - { operationType: filter, name: lost, module: m }\nconnections:")
                + connect("source", "lost");
        assertThat(findings(broken)).containsExactly("16:36 warning DEAD_END");
        assertThat(message(broken)).contains("'lost'");
    }

    @Test
    void severalInputsAreMerged() {
        String merged = SIMPLE + connect("source", "sink");
        assertThat(findings(merged)).containsExactly("21:43 info SEVERAL_INPUTS");
        assertThat(message(merged)).contains("'sink' has 2 inputs");
        assertThat(read(merged).hasErrors()).isFalse();
    }

    @Test
    void aConcatenateMergesAtLeastTwo() {
        assertThat(findings(branched(
                        "{ from: { name: count }, to: { name: join } }",
                        "{ from: { name: count }, to: { name: sink } }")))
                .containsExactly("13:41 warning CONCATENATE_OF_ONE", "21:41 info SEVERAL_INPUTS");
    }

    @Test
    void connectionsOutOfABranchNameTheirArm() {
        assertThat(findings(branched(", arm: \"True\"", ""))).containsExactly("17:21 error ARM_MISSING");
        assertThat(findings(branched("arm: \"True\"", "arm: null"))).containsExactly("17:21 error ARM_MISSING");
    }

    @Test
    void onlyBranchesHaveArms() {
        String broken = simple("{ name: source }", "{ name: source, arm: \"True\" }");
        assertThat(findings(broken)).containsExactly("17:27 error ARM_NOT_ON_BRANCH");
        assertThat(message(broken)).contains("'source'", "it is a source");
    }

    @Test
    void armsAreKnown() {
        for (String wrong : new String[] {"yes", "\"1\"", "1", "[]", "'true '"}) {
            assertThat(findings(branched("arm: \"True\"", "arm: " + wrong)))
                    .as(wrong)
                    .containsExactly("17:33 error UNKNOWN_ARM");
        }
    }

    @Test
    void armsWithoutQuotesOrInOtherCaseAreUnderstood() {
        assertThat(findings(branched("arm: \"True\"", "arm: True"))).containsExactly("17:33 warning UNQUOTED_ARM");
        assertThat(hint(branched("arm: \"True\"", "arm: true"))).isEqualTo("Write \"True\" in quotes.");
        assertThat(findings(branched("arm: \"True\"", "arm: \"true\"")))
                .containsExactly("17:33 warning UNUSUAL_SPELLING");
        assertThat(read(branched("arm: \"True\"", "arm: TRUE"))
                        .orThrow()
                        .connections()
                        .get(1)
                        .arm())
                .contains(Arm.TRUE);
    }

    @Test
    void anArmThatLeadsNowhereDrops() {
        String broken = branched("arm: \"False\"", "arm: \"True\"");
        assertThat(findings(broken)).containsExactly("10:36 warning ARM_UNUSED");
        assertThat(message(broken)).contains("arm False", "'split'", "dropped");
    }
}
