package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The clock follows the rules of the iot-operations SDKs, one by one. */
final class HybridLogicalClockTest {

    private final AtomicLong wall = new AtomicLong(1000);
    private final HybridLogicalClock clock =
            new HybridLogicalClock("me", () -> Instant.ofEpochMilli(wall.get()), Duration.ofMillis(500));

    private static Timestamp other(long physical, long counter) {
        return new Timestamp(physical, counter, "other");
    }

    @Test
    void theWallClockWinsWhereItIsAhead() {
        wall.set(1001);
        assertThat(clock.now()).isEqualTo(new Timestamp(1001, 0, "me"));
    }

    @Test
    void theCounterTellsApartWhatFallsIntoOneMillisecond() {
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 1, "me"));
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 2, "me"));
    }

    @Test
    void aWallClockThatGoesBackDoesNotTakeTheTimeBack() {
        wall.set(10);
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 1, "me"));
    }

    @Test
    void mergingATimeOfItsOwnNodeChangesNothing() {
        clock.merge(new Timestamp(1400, 9, "me"));
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 1, "me"));
    }

    @Test
    void mergingBehindAWallClockThatIsAheadOfBothTakesTheWallClock() {
        wall.set(1100);
        clock.merge(other(1050, 9));
        assertThat(clock.now()).isEqualTo(new Timestamp(1100, 1, "me"));
    }

    @Test
    void mergingAnEqualTimeCountsOnFromTheLargerCounter() {
        clock.merge(other(1000, 9));
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 11, "me"));
        clock.merge(other(1000, 2));
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 13, "me"));
    }

    @Test
    void mergingAnEarlierTimeCountsOn() {
        clock.merge(other(1, 9));
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 2, "me"));
    }

    @Test
    void mergingALaterTimeTakesIt() {
        clock.merge(other(1500, 9));
        assertThat(clock.now()).isEqualTo(new Timestamp(1500, 11, "me"));
    }

    @Test
    void aTimeTooFarAheadIsRefusedAndChangesNothing() {
        assertThatExceptionOfType(ClockException.class)
                .isThrownBy(() -> clock.merge(other(1501, 0)))
                .satisfies(refused -> assertThat(refused.error()).isEqualTo(DataflowError.CLOCK_DRIFT))
                .withMessageContaining("501 ms ahead")
                .withMessageContaining("500 ms are allowed");
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 1, "me"));
    }

    @Test
    void noTimeIsTooFarInThePast() {
        wall.set(Duration.ofDays(100_000).toMillis());
        clock.merge(other(0, 0));
        assertThat(clock.now().physical()).isEqualTo(wall.get());
    }

    @Test
    void aForeignCounterAtItsEndIsRefusedAndChangesNothing() {
        for (long counter : new long[] {-1, -2}) {
            assertThatExceptionOfType(ClockException.class)
                    .isThrownBy(() -> clock.merge(other(1400, counter)))
                    .satisfies(refused -> assertThat(refused.error()).isEqualTo(DataflowError.COUNTER_OVERFLOW))
                    .withMessageContaining(Long.toUnsignedString(counter));
        }
        assertThat(clock.now()).isEqualTo(new Timestamp(1000, 1, "me"));
    }

    @Test
    void aCounterThatIsUsedUpCarriesIntoTheNextMillisecond() {
        clock.merge(other(1400, -3));
        assertThat(clock.now()).isEqualTo(new Timestamp(1400, -1, "me"));
        assertThat(clock.now()).isEqualTo(new Timestamp(1401, 0, "me"));
        wall.set(1402);
        assertThat(clock.now()).isEqualTo(new Timestamp(1402, 0, "me"));
    }

    @Test
    void mergingCarriesToo() {
        clock.merge(other(1400, -3));
        assertThat(clock.now()).isEqualTo(new Timestamp(1400, -1, "me"));
        clock.merge(other(1400, -1));
        assertThat(clock.now()).isEqualTo(new Timestamp(1401, 1, "me"));
    }

    /** A step of the world: the wall clock moves, in either direction, and a timestamp comes in or not. */
    record Step(long wall, Timestamp merged) {}

    @Provide
    static Arbitrary<List<Step>> steps() {
        Arbitrary<Timestamp> timestamps = Combinators.combine(
                        Arbitraries.longs().between(0, 3000),
                        Arbitraries.longs().between(-4, 5),
                        Arbitraries.of("me", "a", "b"))
                .as(Timestamp::new);
        return Combinators.combine(Arbitraries.longs().between(0, 2000), timestamps)
                .as(Step::new)
                .list()
                .ofMaxSize(50);
    }

    @Property
    void timeNeverGoesBackAndPassesAllThatWasMerged(@ForAll("steps") List<Step> steps) {
        Timestamp last = clock.now();
        for (Step step : steps) {
            wall.set(step.wall());
            Timestamp floor = last;
            try {
                clock.merge(step.merged());
                if (!step.merged().nodeId().equals("me") && step.merged().compareTo(floor) > 0) {
                    floor = step.merged();
                }
            } catch (ClockException refused) {
                if (refused.error() == DataflowError.CLOCK_DRIFT) {
                    assertThat(step.merged().physical()).isGreaterThan(step.wall() + 500);
                } else {
                    assertThat(step.merged().counter()).isIn(-1L, -2L);
                }
            }
            Timestamp now = clock.now();
            assertThat(now).isGreaterThan(last);
            assertThat(now).isGreaterThan(floor);
            last = now;
        }
    }
}
