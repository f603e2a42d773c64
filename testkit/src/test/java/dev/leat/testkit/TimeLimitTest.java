package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Work that takes too long is interrupted, and over when that is known. */
final class TimeLimitTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void workInTimeGivesItsResult() throws Exception {
        assertThat(TimeLimit.run(LONG, () -> "done")).contains("done");
    }

    @Test
    void workThatFailsSaysWhy() {
        assertThatThrownBy(() -> TimeLimit.run(LONG, () -> {
                    throw new IllegalStateException("why");
                }))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("why");
    }

    @Test
    void workOutOfTimeIsInterruptedAndWaitedFor() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        assertThat(TimeLimit.run(Duration.ofMillis(1), () -> {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.set(true);
                    }
                    return "never";
                }))
                .isEmpty();
        assertThat(ended).isTrue();
    }

    @Test
    void anInterruptedCallerInterruptsTheWorkAndWaitsForIt() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> TimeLimit.run(LONG, () -> {
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.set(true);
                    }
                    return "never";
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(ended).isTrue();
    }
}
