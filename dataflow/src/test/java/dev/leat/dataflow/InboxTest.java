package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An inbox takes a record for good or not at all, whenever it is sealed. */
@Timeout(120)
final class InboxTest {

    private static final int ROUNDS = 300;

    private static Record record(long time) {
        return new Record(new Timestamp(time, 0, "t"), Bytes.EMPTY, Receipt.of(() -> {}));
    }

    /** Not the calling thread: what that offers goes through the ring. */
    private static final Thread OTHER = new Thread(() -> {});

    static Stream<Thread> consumers() {
        return Stream.of(OTHER, Thread.currentThread());
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void aSealedInboxTakesNothingAndGivesWhatItHas(Thread consumer) {
        Inbox inbox = new Inbox(2, consumer);
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

    @ParameterizedTest
    @MethodSource("consumers")
    void itTakesNoMoreThanItsCapacity(Thread consumer) {
        Inbox inbox = new Inbox(3, consumer);
        for (int i = 0; i < 3; i++) {
            assertThat(inbox.hasRoom()).isTrue();
            assertThat(inbox.offer(i)).isTrue();
        }
        assertThat(inbox.hasRoom()).isFalse();
        assertThat(inbox.offer(3)).isFalse();
        assertThat(inbox.poll()).isEqualTo(0);
        assertThat(inbox.offer(4)).isTrue();
        assertThat(Stream.generate(inbox::poll).limit(4)).containsExactly(1, 2, 4, null);
    }

    @Test
    void whatWasAcceptedBeforeComesOutBeforeWhicheverThreadOfferedIt() throws InterruptedException {
        Inbox inbox = new Inbox(6, Thread.currentThread());
        IntStream.range(0, 2).forEach(i -> inbox.offer(i));
        Thread other = Thread.ofPlatform().start(() -> IntStream.range(2, 4).forEach(i -> inbox.offer(i)));
        other.join();
        assertThat(inbox.size()).isEqualTo(4);
        assertThat(inbox.poll()).isEqualTo(0);
        assertThat(inbox.offer(4)).isTrue();
        assertThat(inbox.offer(5)).isTrue();
        assertThat(inbox.offer(6)).isTrue();
        assertThat(inbox.hasRoom()).isFalse();
        assertThat(inbox.offer(7)).isFalse();
        assertThat(Stream.generate(inbox::poll).limit(7)).containsExactly(1, 2, 3, 4, 5, 6, null);
        assertThat(inbox.size()).isZero();
    }

    @Test
    void whatTheConsumerHasOfferedCountsForOthersToo() throws InterruptedException {
        Inbox inbox = new Inbox(3, Thread.currentThread());
        assertThat(inbox.offer(0)).isTrue();
        assertThat(inbox.offer(1)).isTrue();
        AtomicInteger accepted = new AtomicInteger();
        Thread.ofPlatform()
                .start(() -> IntStream.range(2, 5).forEach(i -> accepted.addAndGet(inbox.offer(i) ? 1 : 0)))
                .join();
        assertThat(accepted).hasValue(1);
        assertThat(Stream.generate(inbox::poll).limit(4)).containsExactly(0, 1, 2, null);
    }

    @Test
    void whatIsAcceptedWhileAnotherThreadSealsIsThereForTheOneThatSawTheSeal() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            Inbox inbox = new Inbox(64, Thread.currentThread());
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
