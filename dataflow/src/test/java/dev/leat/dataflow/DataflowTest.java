package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A graph that cannot run is refused with all that is wrong with it. */
final class DataflowTest {

    private static Dataflow.Builder builder() {
        return Dataflow.builder("test")
                .source("in", HandSource::new)
                .operator("branch", List.of("False", "True"), () -> Operators.filter(record -> true))
                .sink("out", HandSink::confirming);
    }

    @Test
    void eachOperationStandsBehindThoseThatFeedIt() {
        Dataflow dataflow = Dataflow.builder("test")
                .sink("out", HandSink::confirming)
                .operator("second", () -> Operators.filter(record -> true))
                .operator("first", () -> Operators.filter(record -> true))
                .source("in", HandSource::new)
                .connect("second", "out")
                .connect("first", "second")
                .connect("in", "first")
                .build();
        assertThat(dataflow.operationNames()).containsExactly("in", "first", "second", "out");
        assertThat(dataflow.name()).isEqualTo("test");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatExceptionOfType(DataflowException.class)
                .isThrownBy(() -> builder()
                        .source("in", HandSource::new)
                        .connect("in", "nobody")
                        .connect("branch", "Maybe", "out")
                        .connect("branch", "out")
                        .connect("in", "in")
                        .connect("out", "branch")
                        .build())
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(DataflowError.TOPOLOGY))
                .withMessageContainingAll(
                        "LEAT-DATAFLOW-001",
                        "two operations named 'in'",
                        "'nobody', which is no operation",
                        "'branch' has no arm 'Maybe', it has [False, True]",
                        "'branch' has no arm ''",
                        "source 'in' has an input",
                        "sink 'out' has an output",
                        "source 'in' leads nowhere",
                        "'out' has no input");
    }

    @Test
    void cyclesAndDoubleConnectionsAreRefused() {
        assertThatExceptionOfType(DataflowException.class)
                .isThrownBy(() -> Dataflow.builder("test")
                        .source("in", HandSource::new)
                        .operator("a", () -> Operators.filter(record -> true))
                        .operator("b", () -> Operators.filter(record -> true))
                        .connect("in", "a")
                        .connect("in", "a")
                        .connect("a", "b")
                        .connect("b", "a")
                        .build())
                .withMessageContainingAll("'in' is connected to 'a' twice", "cycle through or before [a, b]");
    }

    @Test
    void aGraphWithoutASourceIsRefused() {
        assertThatExceptionOfType(DataflowException.class)
                .isThrownBy(() -> Dataflow.builder("empty").build())
                .withMessageContaining("no source");
    }
}
