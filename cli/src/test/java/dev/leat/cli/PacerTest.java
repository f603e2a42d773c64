package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.testkit.InputMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long RECORDED = 1_600_000_000_000L;
    private static final long NOW = 1_758_255_560_000L;
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private final List<Long> pauses = new ArrayList<>();
    private long elapsed;

    private final Pacer pacer = new Pacer(
            new HybridLogicalClock("leat", wall()), NOW, () -> TimeUnit.MILLISECONDS.toNanos(elapsed), millis -> {
                pauses.add(millis);
                elapsed += millis;
            });

    private InstantSource wall() {
        return () -> Instant.ofEpochMilli(NOW + elapsed);
    }

    /** Plays a message of that many milliseconds after the first, and answers how long after the beginning it stands. */
    private long play(long after) throws InterruptedException {
        Timestamp time = new Timestamp(RECORDED + after, 0, "oven");
        InputMessage played =
                pacer.await(new InputMessage(time, Message.of(time.toDataTimestamp(), "oven/1", Bytes.EMPTY)));
        assertThat(played.message().timestamp()).isEqualTo(played.time().toDataTimestamp());
        return played.time().physical() - NOW;
    }

    @Test
    void messagesComeAtTheDistanceThatTheyHad() throws InterruptedException {
        assertThat(play(0)).isZero();
        assertThat(play(1500)).isEqualTo(1500);
        assertThat(play(1400)).isEqualTo(1400);
        assertThat(play(5000)).isEqualTo(5000);
        assertThat(pauses).containsExactly(1500L, 3500L);
    }

    @Test
    void aSingleTimeFarAheadIsPlayedAtOnceAndTheOthersKeepTheirPace() throws InterruptedException {
        play(0);
        assertThat(play(20 * 365 * 24 * HOUR)).isZero();
        assertThat(play(1000)).isEqualTo(1000);
        assertThat(pauses).containsExactly(1000L);
    }

    @Test
    void theLargestTimesAreNotWaitedFor() throws InterruptedException {
        play(0);
        assertThat(play(Long.MAX_VALUE - RECORDED)).isZero();
        assertThat(play(500)).isEqualTo(500);
        assertThat(pauses).containsExactly(500L);
    }

    @Test
    void aPauseOfMoreThanAnHourIsLeftOut() throws InterruptedException {
        play(0);
        play(1000);
        assertThat(play(1000 + 8 * HOUR)).isEqualTo(1000);
        assertThat(play(1400 + 8 * HOUR)).isEqualTo(1400);
        assertThat(play(2000 + 8 * HOUR)).isEqualTo(2000);
        assertThat(pauses).containsExactly(1000L, 400L, 600L);
    }

    @Test
    void aMessageOfAnotherDayIsOneOfNow() throws InterruptedException {
        play(0);
        play(1000);
        assertThat(play(-48 * HOUR)).isEqualTo(1000);
        assertThat(play(-2 * HOUR)).isEqualTo(-2 * HOUR);
        assertThat(play(3000)).isEqualTo(3000);
    }
}
