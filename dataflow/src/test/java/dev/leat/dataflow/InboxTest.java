package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An inbox takes a record for good or not at all, whenever it is sealed. */
@Timeout(120)
final class InboxTest {

    private static final int ROUNDS = 300;

    private static Record record(long time) {
        return new Record(new Timestamp(time, 0, "t"), Bytes.EMPTY, Receipt.of(() -> {}));
    }

    @Test
    void aSealedInboxTakesNothingAndGivesWhatItHas() {
        Inbox inbox = new Inbox(2);
        assertThat(inbox.offer(record(1))).isTrue();
        inbox.seal();
        inbox.seal();
        assertThat(inbox.isSealed()).isTrue();
        assertThat(inbox.offer(record(2))).isFalse();
        assertThat(inbox.size()).isEqualTo(1);
        assertThat(inbox.hasRoom()).isTrue();
        assertThat(inbox.poll()).isNotNull();
        assertThat(inbox.poll()).isNull();
        assertThat(inbox.size()).isZero();
        assertThat(inbox.offer(record(3))).isFalse();
    }

    @Test
    void whatIsAcceptedWhileAnotherThreadSealsIsThereForTheOneThatSawTheSeal() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Inbox inbox = new Inbox(64);
            AtomicInteger accepted = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            Thread producer = Thread.ofPlatform().daemon().start(() -> {
                begun.countDown();
                while (!inbox.isSealed()) {
                    if (inbox.offer(record(1))) {
                        accepted.incrementAndGet();
                    }
                }
            });
            begun.await();
            Thread sealer = Thread.ofPlatform().daemon().start(inbox::seal);
            int taken = 0;
            boolean sealed;
            do {
                sealed = inbox.isSealed();
                while (inbox.poll() != null) {
                    taken++;
                }
            } while (!sealed || inbox.size() != 0);
            producer.join();
            sealer.join();
            assertThat(taken).as("round %s", round).isEqualTo(accepted.get());
        }
    }
}
