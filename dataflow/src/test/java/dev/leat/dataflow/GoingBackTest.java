package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.state.CheckpointStore;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a checkpoint has a sink or an operator go back to, and when its records are acknowledged. */
final class GoingBackTest {

    /** Keeps the latest checkpoint, durable when the test says so. */
    private static final class HandStore implements CheckpointStore {

        private @Nullable Stored latest;
        private @Nullable Runnable writing;

        @Override
        public Optional<Stored> latest() {
            return Optional.ofNullable(latest);
        }

        @Override
        public void write(long number, State content, Completion completion) {
            writing = () -> {
                try {
                    StateWriter writer = new StateWriter();
                    content.write(writer);
                    latest = new Stored(number, "checkpoint " + number, writer.toByteArray());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                completion.durable();
            };
        }

        boolean finish() {
            Runnable write = writing;
            writing = null;
            if (write != null) {
                write.run();
            }
            return write != null;
        }

        @Override
        public void close() {}
    }

    /** A file that is cut to the length that a checkpoint knows. */
    private static final class File implements Sink {

        final List<String> lines = new ArrayList<>();

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            lines.add(record.time().physical() + "");
            confirmation.done();
            return true;
        }

        @Override
        public State save() {
            int length = lines.size();
            return writer -> writer.writeInt(length);
        }

        @Override
        public void restore(StateReader state) throws IOException {
            lines.subList(state.readInt(), lines.size()).clear();
        }
    }

    private final HandSource source = new HandSource();
    private final HandStore store = new HandStore();
    private final File file = new File();
    private final WorkerOptions options = WorkerOptions.DEFAULT
            .withTime(TimePolicy.EVENT_TIME)
            .withFaults(fault -> {})
            .withCheckpoints(new CheckpointOptions(store, Duration.ZERO, Duration.ZERO));

    private Worker start(Dataflow dataflow, WorkerOptions with) {
        Worker worker = new Worker(dataflow, with);
        worker.start();
        return worker;
    }

    private static void work(Worker worker) {
        while (worker.doWork() > 0) {}
        assertThat(worker.failure()).isEmpty();
    }

    @Test
    void whatASinkWouldGoBackBehindIsAcknowledgedWithTheCheckpointThatHoldsIt() {
        Dataflow dataflow = Dataflow.builder("test")
                .source("in", () -> source)
                .sink("out", () -> file)
                .connect("in", "out")
                .build();
        Worker worker = start(dataflow, options);
        source.offer(7, "a");
        work(worker);
        assertThat(file.lines).containsExactly("7");
        assertThat(source.acknowledged).isEmpty();
        assertThat(store.finish()).isTrue();
        work(worker);
        assertThat(source.acknowledged).containsExactly("a");

        source.offer(8, "b");
        work(worker);
        Worker next = start(dataflow, options);
        assertThat(file.lines).containsExactly("7");
        assertThat(source.acknowledged).containsExactly("a");
        next.close();
    }

    @Test
    void aRecordOfTheFarFutureIsAcknowledgedWithItsDeadLetter() {
        HandSink out = HandSink.confirming();
        Worker worker = start(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .sink("out", () -> out)
                        .connect("in", "out")
                        .deadLetters("dead", () -> file)
                        .build(),
                options.withTime(TimePolicy.EVENT_TIME.withMaxDrift(Duration.ofSeconds(1))));
        source.offer(Long.MAX_VALUE / 2, "far");
        work(worker);
        assertThat(file.lines).hasSize(1);
        assertThat(source.acknowledged).isEmpty();
        store.finish();
        work(worker);
        assertThat(source.acknowledged).containsExactly("far");
    }

    @Test
    void aGroupWhoseResultWasDeliveredAfterTheCheckpointComesOutWholeAgain() {
        Operator counting = Operators.accumulate(
                (staged, values) -> Bytes.utf8(Integer.toString(values.size())), AccumulateLimits.DEFAULT);
        HandSink out = HandSink.confirming();
        Worker worker = start(grouping(counting, out), options);
        source.offer(7, "a");
        work(worker);
        assertThat(store.finish()).isTrue();
        work(worker);
        assertThat(source.acknowledged).containsExactly("a");
        source.offer(7, "b");
        source.offer(9000, "c");
        work(worker);
        assertThat(out.values).containsExactly("2");
        // Were "b" acknowledged with the result, the restored group would come out without it.
        assertThat(source.acknowledged).containsExactly("a");

        HandSink again = HandSink.confirming();
        Worker next = start(
                grouping(
                        Operators.accumulate(
                                (staged, values) -> Bytes.utf8(Integer.toString(values.size())),
                                AccumulateLimits.DEFAULT),
                        again),
                options);
        source.offer(7, "b");
        source.offer(9000, "c");
        work(next);
        assertThat(again.values).containsExactly("2");
    }

    private Dataflow grouping(Operator operator, Sink sink) {
        return Dataflow.builder("test")
                .source("in", () -> source)
                .operator("count", () -> operator)
                .sink("out", () -> sink)
                .connect("in", "count")
                .connect("count", "out")
                .build();
    }

    /** Waits for times, and has nothing else to remember. */
    private static final class Ticks implements Operator {

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            outbox.notifyAt(record.time());
            return true;
        }

        @Override
        public boolean complete(Timestamp time, Outbox outbox) {
            return outbox.offer(new Record(time, Bytes.utf8("tick"), Receipt.unacknowledged()));
        }

        @Override
        public void restore(StateReader state) throws IOException {
            state.readInt();
        }
    }

    @Test
    void anOperatorThatSavedNothingStillHearsOfTheTimesItWaitedFor() {
        Dataflow dataflow = Dataflow.builder("test")
                .source("in", () -> source)
                .operator("ticks", Ticks::new)
                .sink("out", () -> file)
                .connect("in", "ticks")
                .connect("ticks", "out")
                .build();
        Worker worker = start(dataflow, options);
        source.offer(7, "a");
        work(worker);
        assertThat(store.finish()).isTrue();

        Worker next = start(dataflow, options);
        assertThat(next.notRestored()).isEmpty();
        source.ingress().end();
        work(next);
        assertThat(file.lines).containsExactly("7");
    }
}
