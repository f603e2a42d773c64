package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes are for ever. */
final class TestkitProblemTest {

    @Test
    void codesAreUniqueAndWithoutGaps() {
        assertThat(Arrays.stream(TestkitProblem.values()).map(TestkitProblem::code))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, TestkitProblem.values().length)
                        .mapToObj("LEAT-TESTKIT-%03d"::formatted)
                        .toList());
    }
}
