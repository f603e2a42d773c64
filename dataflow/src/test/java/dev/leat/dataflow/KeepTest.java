package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator that keeps records decides when they are let go. */
final class KeepTest {

    private final HandSource source = new HandSource();

    /** Keeps one record until the next one comes, then emits both. */
    private static final class Pairs implements Operator {

        private final List<Record> kept = new ArrayList<>();

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            if (kept.isEmpty()) {
                outbox.keep(record);
                kept.add(record);
                return true;
            }
            Record first = kept.removeFirst();
            String pair = ((Bytes) first.value()).asUtf8() + "+" + ((Bytes) record.value()).asUtf8();
            outbox.offer(first.withTime(record.time()).withValue(Bytes.utf8(pair)));
            first.receipt().release();
            return true;
        }
    }

    @Test
    void aRecordThatIsKeptAndGivenBackWhileItsSourceRecordIsUnderWayIsAcknowledgedWhenConfirmed() {
        HandSink sink = HandSink.waiting(10);
        Operator twice = (input, record, outbox) -> {
            boolean first = outbox.offer(record);
            return first && outbox.offer(record);
        };
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("twice", () -> twice)
                        .operator("pairs", Pairs::new)
                        .sink("out", () -> sink)
                        .connect("in", "twice")
                        .connect("twice", "pairs")
                        .connect("pairs", "out")
                        .build(),
                WorkerOptions.DEFAULT);
        worker.start();
        source.offer("a");
        while (worker.doWork() > 0) {}
        assertThat(worker.failure()).isEmpty();
        assertThat(sink.values).containsExactly("a+a");
        assertThat(source.acknowledged).isEmpty();
        sink.confirmNext();
        assertThat(source.acknowledged).containsExactly("a");
    }
}
