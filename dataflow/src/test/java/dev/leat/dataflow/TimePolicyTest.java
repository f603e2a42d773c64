package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Policies and limits that make no sense cannot be made. */
final class TimePolicyTest {

    @Test
    void recordedInputMovesByItsRecordsAloneAndLiveInputByTheClockToo() {
        assertThat(TimePolicy.EVENT_TIME.idleAfter()).isEmpty();
        assertThat(TimePolicy.EVENT_TIME.maxDrift()).isEmpty();
        assertThat(TimePolicy.WALL_CLOCK.idleAfter()).contains(Duration.ofSeconds(2));
        assertThat(TimePolicy.WALL_CLOCK.maxDrift()).contains(Duration.ofSeconds(60));
        assertThat(TimePolicy.EVENT_TIME.late()).isEqualTo(LatePolicy.DELIVER);
        assertThat(TimePolicy.EVENT_TIME.allowedLateness()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void noDurationIsNegativeOrLongerThanAHundredYears() {
        for (Duration nonsense : new Duration[] {Duration.ofNanos(-1), Duration.ofDays(36_501)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TimePolicy.EVENT_TIME.withAllowedLateness(nonsense))
                    .withMessageContaining("allowed lateness");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TimePolicy.EVENT_TIME.withIdleAfter(nonsense))
                    .withMessageContaining("idle time");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TimePolicy.EVENT_TIME.withMaxDrift(nonsense))
                    .withMessageContaining("drift");
        }
        assertThat(TimePolicy.EVENT_TIME.withIdleAfter(Duration.ZERO).idleAfter())
                .contains(Duration.ZERO);
    }

    @Test
    void eachPartChangesAlone() {
        assertThat(TimePolicy.WALL_CLOCK
                        .withAllowedLateness(Duration.ofMillis(3))
                        .withLate(LatePolicy.DROP)
                        .withIdleAfter(Duration.ofMillis(4))
                        .withMaxDrift(Duration.ofMillis(5)))
                .isEqualTo(new TimePolicy(
                        Duration.ofMillis(3),
                        LatePolicy.DROP,
                        java.util.Optional.of(Duration.ofMillis(4)),
                        java.util.Optional.of(Duration.ofMillis(5))));
    }

    @Test
    void limitsOfAnAccumulateArePositive() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new AccumulateLimits(0, 1, 1, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new AccumulateLimits(1, 0, 1, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new AccumulateLimits(1, 1, 0, 1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new AccumulateLimits(1, 1, 1, 0));
        assertThat(new AccumulateLimits(1, 1, 1, 1).openRecords()).isEqualTo(1);
    }
}
