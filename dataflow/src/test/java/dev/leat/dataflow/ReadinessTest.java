package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker learns which operations have something to do, whoever says so, and rests when none has. */
@Timeout(120)
final class ReadinessTest {

    private final Readiness readiness = new Readiness(130);

    @Test
    void whatTheWorkersOwnThreadSignalsIsReadyInTheSameRoundWhereItsTurnIsStillToCome() {
        readiness.begin();
        readiness.signal(3);
        assertThat(readiness.takeNext(0)).isEqualTo(3);
        readiness.signal(3);
        readiness.signal(129);
        assertThat(readiness.takeNext(4)).isEqualTo(129);
        assertThat(readiness.takeNext(130)).isEqualTo(-1);
        readiness.gather();
        assertThat(readiness.takeNext(0)).isEqualTo(3);
        assertThat(readiness.takeNext(4)).isEqualTo(-1);
    }

    @Test
    void whatAnotherThreadSignalsIsReadyWhenItIsGathered() throws InterruptedException {
        readiness.begin();
        Thread.ofPlatform().daemon().start(() -> readiness.signal(64)).join();
        assertThat(readiness.takeNext(0)).isEqualTo(-1);
        readiness.gather();
        assertThat(readiness.takeNext(0)).isEqualTo(64);
    }

    @Test
    void theWorkerDoesNotRestOnWhatItSignalledItself() {
        readiness.begin();
        readiness.signal(7);
        readiness.park(Long.MAX_VALUE);
        assertThat(readiness.takeNext(0)).isEqualTo(7);
    }

    @Test
    void aSignalOfAnotherThreadEndsTheRest() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        int[] taken = {-1};
        Thread worker = Thread.ofPlatform().daemon().start(() -> {
            readiness.begin();
            begun.countDown();
            while (taken[0] < 0) {
                readiness.park(Long.MAX_VALUE);
                readiness.gather();
                taken[0] = readiness.takeNext(0);
            }
        });
        begun.await();
        readiness.signal(65);
        worker.join();
        assertThat(taken[0]).isEqualTo(65);
    }
}
