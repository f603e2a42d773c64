package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source that holds more than its inbox takes, as one has after a broker redelivers. */
class BacklogTest {

    private static final int RECORDS = 1_000;

    @Test
    @Timeout(60)
    void aBacklogManyTimesTheInboxComesThrough() throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        Dataflow dataflow = Dataflow.builder("backlog")
                .source("in", Backlog::new)
                .operator("pass", () -> Operators.filter(record -> true))
                .sink("out", () -> new CountingSink(delivered))
                .connect("in", "pass")
                .connect("pass", "out")
                .build();
        try (RunningDataflow running = RunningDataflow.start(dataflow, WorkerOptions.DEFAULT.withCapacities(4, 2))) {
            assertThat(running.await(Duration.ofSeconds(50))).isTrue();
        }
        assertThat(delivered).hasValue(RECORDS);
    }

    /** Offers what fits, and goes on each time it is told that there is room. */
    private static final class Backlog implements Source {

        private int next;

        @Override
        public void start(Ingress ingress) {
            drain(ingress);
        }

        private synchronized void drain(Ingress ingress) {
            while (next < RECORDS) {
                if (!ingress.offer(new Timestamp(next, 0, "test"), Bytes.EMPTY, () -> {})) {
                    ingress.whenRoom(() -> drain(ingress));
                    return;
                }
                next++;
            }
            ingress.end();
        }
    }

    private record CountingSink(AtomicInteger delivered) implements Sink {

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            delivered.incrementAndGet();
            confirmation.done();
            return true;
        }
    }
}
