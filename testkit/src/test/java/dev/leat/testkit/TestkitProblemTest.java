package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes are for ever. */
final class TestkitProblemTest {

    /** A feature that was missing once: what it said is over, and its code is given to nothing else. */
    private static final int RETIRED = 19;

    @Test
    void codesAreUniqueAndWithoutGapsButForWhatIsOver() {
        assertThat(Arrays.stream(TestkitProblem.values()).map(TestkitProblem::code))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, TestkitProblem.values().length + 1)
                        .filter(number -> number != RETIRED)
                        .mapToObj("LEAT-TESTKIT-%03d"::formatted)
                        .toList());
    }
}
