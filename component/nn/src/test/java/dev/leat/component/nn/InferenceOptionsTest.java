package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options say which of their values cannot be, and what can. */
class InferenceOptionsTest {

    private static final InferenceOptions DEFAULT = InferenceOptions.DEFAULT;

    @Test
    void timesAreOneMillisecondToOneDay() {
        for (Duration time : List.of(Duration.ofMillis(1), Duration.ofDays(1))) {
            assertThat(DEFAULT.withComputeTime(time).withLoadTime(time).computeTime())
                    .isEqualTo(time);
        }
        for (Duration time : List.of(
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofNanos(999_999),
                Duration.ofDays(1).plusNanos(1),
                // More nanoseconds than a long holds.
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> DEFAULT.withComputeTime(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("computeTime must be 1 ms to 1 day, not " + time);
            assertThatThrownBy(() -> DEFAULT.withLoadTime(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("loadTime must be 1 ms to 1 day, not " + time);
        }
    }

    @Test
    void countsAndSizesHaveTheirRanges() {
        assertThatThrownBy(() -> DEFAULT.withThreads(257)).hasMessage("threads must be 1 to 256, not 257");
        assertThatThrownBy(() -> DEFAULT.withMaximumModelBytes(0))
                .hasMessage("maximumModelBytes must be 1 to 2^30, not 0");
        assertThatThrownBy(() -> DEFAULT.withMaximumTensorBytes((1L << 30) + 1))
                .hasMessage("maximumTensorBytes must be 1 to 2^30, not 1073741825");
        assertThatThrownBy(() -> DEFAULT.withMaximumGraphs(0)).hasMessage("maximumGraphs must be at least 1, not 0");
    }
}
