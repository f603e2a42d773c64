package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A receipt acknowledges once, when the last holder releases it. */
final class ReceiptTest {

    private final AtomicInteger acknowledged = new AtomicInteger();

    @Property
    void itAcknowledgesAtTheLastReleaseWhateverTheOrder(
            @ForAll @Size(max = 50) List<@IntRange(min = 0, max = 2) Integer> steps) {
        acknowledged.set(0);
        Receipt receipt = Receipt.of(acknowledged::incrementAndGet);
        int holders = 1;
        for (int step : steps) {
            if (step == 0 && holders > 1) {
                receipt.release();
                holders--;
            } else {
                receipt.retain();
                holders++;
            }
            assertThat(acknowledged).hasValue(0);
        }
        for (; holders > 0; holders--) {
            assertThat(receipt.isReleased()).isFalse();
            receipt.release();
        }
        assertThat(acknowledged).hasValue(1);
        assertThat(receipt.isReleased()).isTrue();
    }

    @Test
    void itRefusesToBeReleasedOrRetainedAfterTheLastRelease() {
        Receipt receipt = Receipt.of(acknowledged::incrementAndGet);
        receipt.release();
        assertThatThrownBy(receipt::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(receipt::retain).isInstanceOf(IllegalStateException.class);
        assertThat(acknowledged).hasValue(1);
    }

    @Test
    void oneForSeveralReleasesThemAll() {
        List<Receipt> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            parts.add(Receipt.of(acknowledged::incrementAndGet));
        }
        Receipt all = Receipt.all(parts);
        all.retain();
        all.release();
        assertThat(acknowledged).hasValue(0);
        all.release();
        assertThat(acknowledged).hasValue(3);
    }

    @Test
    void manyThreadsMakeItAcknowledgeOnce() throws InterruptedException {
        int threads = 4;
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            acknowledged.set(0);
            Receipt receipt = Receipt.of(acknowledged::incrementAndGet);
            receipt.retain(threads - 1);
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> holders = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                holders.add(Thread.ofVirtual().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    receipt.retain();
                    receipt.release();
                    receipt.release();
                }));
            }
            go.countDown();
            for (Thread holder : holders) {
                holder.join();
            }
            assertThat(acknowledged).hasValue(1);
        }
    }

    @Test
    void oneThatACheckpointCoversIsAcknowledgedByIt() {
        Receipt receipt = Receipt.covered(acknowledged::incrementAndGet);
        receipt.release();
        assertThat(receipt.isReleased()).isTrue();
        assertThat(acknowledged).hasValue(0);
        receipt.acknowledgeCovered();
        assertThat(acknowledged).hasValue(1);
        assertThatThrownBy(receipt::release).isInstanceOf(IllegalStateException.class);
    }
}
