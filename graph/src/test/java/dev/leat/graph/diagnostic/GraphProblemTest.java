package dev.leat.graph.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes are for ever. */
class GraphProblemTest {

    @Test
    void codesAreUniqueAndWithoutGaps() {
        assertThat(Arrays.stream(GraphProblem.values()).map(GraphProblem::code))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, GraphProblem.values().length)
                        .mapToObj(number -> String.format("LEAT-GRAPH-%03d", number))
                        .toList());
    }

    @Test
    void titlesAreUniqueLinesWithoutFullStop() {
        assertThat(Arrays.stream(GraphProblem.values()).map(GraphProblem::title))
                .doesNotHaveDuplicates()
                .allSatisfy(title -> assertThat(title).matches("[A-Z].*[^.]").hasSizeLessThan(60));
    }
}
