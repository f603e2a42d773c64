package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker, driven without any thread, does with records what the contracts of its parts say. */
final class WorkerTest {

    private final HandSource source = new HandSource();
    private final List<Fault> faults = new ArrayList<>();
    private final WorkerOptions options = WorkerOptions.DEFAULT.withFaults(faults::add);

    private static Operator shout() {
        return Operators.map(record -> Bytes.utf8(text(record).toUpperCase(java.util.Locale.ROOT)));
    }

    private static String text(Record record) {
        return ((Bytes) record.value()).asUtf8();
    }

    private static void settle(Worker worker) {
        while (worker.doWork() > 0) {}
    }

    private Worker chain(Operator operator, HandSink sink, WorkerOptions options) {
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("work", () -> operator)
                        .sink("out", () -> sink)
                        .connect("in", "work")
                        .connect("work", "out")
                        .build(),
                options);
        worker.start();
        return worker;
    }

    @Test
    void recordsKeepTheirOrderAndTimeThroughMapAndFilterToTheSink() {
        HandSink sink = HandSink.confirming();
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("shout", WorkerTest::shout)
                        .operator(
                                "short",
                                () -> Operators.filter(record -> text(record).length() == 1))
                        .sink("out", () -> sink)
                        .connect("in", "shout")
                        .connect("shout", "short")
                        .connect("short", "out")
                        .build(),
                options);
        worker.start();
        List.of("a", "bb", "c", "d").forEach(source::offer);
        settle(worker);

        assertThat(sink.values).containsExactly("A", "C", "D");
        assertThat(sink.records).extracting(record -> record.time().physical()).containsExactly(1L, 3L, 4L);
        assertThat(source.acknowledged).containsExactlyInAnyOrder("a", "bb", "c", "d");
        assertThat(worker.counts())
                .containsEntry("in", new Counts(4, 4, 0, 0))
                .containsEntry("shout", new Counts(4, 4, 0, 0))
                .containsEntry("short", new Counts(4, 3, 1, 0))
                .containsEntry("out", new Counts(3, 3, 0, 0));
    }

    @Test
    void aWorkerWithNothingToDoDoesNothing() {
        Worker worker = chain(shout(), HandSink.confirming(), options);
        settle(worker);
        assertThat(worker.doWork()).isZero();
        source.offer("a");
        assertThat(worker.doWork()).isPositive();
    }

    @Test
    void aRecordIsAcknowledgedWhenTheSinkConfirmsItAndNotBefore() {
        HandSink sink = HandSink.waiting(10);
        Worker worker = chain(shout(), sink, options);
        source.offer("a");
        settle(worker);
        assertThat(sink.values).containsExactly("A");
        assertThat(source.acknowledged).isEmpty();
        sink.confirmNext();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void aRecordThatWentToTwoSinksIsAcknowledgedWhenBothConfirmed() {
        HandSink left = HandSink.waiting(10);
        HandSink right = HandSink.waiting(10);
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("shout", WorkerTest::shout)
                        .sink("left", () -> left)
                        .sink("right", () -> right)
                        .connect("in", "shout")
                        .connect("shout", "left")
                        .connect("shout", "right")
                        .build(),
                options);
        worker.start();
        source.offer("a");
        settle(worker);
        left.confirmNext();
        assertThat(source.acknowledged).isEmpty();
        right.confirmNext();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void aSecondAnswerToOneConfirmationIsIgnored() {
        HandSink sink = HandSink.waiting(10);
        List<Confirmation> confirmations = new ArrayList<>();
        Sink eager = new Sink() {
            @Override
            public void start(Egress egress) {
                sink.start(egress);
            }

            @Override
            public boolean offer(Record record, Confirmation confirmation) {
                return confirmations.add(confirmation);
            }
        };
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .sink("out", () -> eager)
                        .connect("in", "out")
                        .build(),
                options);
        worker.start();
        source.offer("a");
        settle(worker);
        confirmations.getFirst().done();
        confirmations.getFirst().done();
        confirmations.getFirst().failed(new IllegalStateException("late"));
        assertThat(source.acknowledged).containsExactly("a");
        assertThat(faults).isEmpty();
        assertThat(worker.counts()).containsEntry("out", new Counts(1, 1, 0, 0));
    }

    @Test
    void anOperatorThatThrowsLosesThatRecordOnlyAndSaysWhere() {
        HandSink sink = HandSink.confirming();
        Operator picky = Operators.map(record -> {
            if (text(record).equals("bad")) {
                throw new IllegalArgumentException("cannot read this");
            }
            return record.value();
        });
        Worker worker = chain(picky, sink, options);
        List.of("a", "bad", "b").forEach(source::offer);
        settle(worker);

        assertThat(sink.values).containsExactly("a", "b");
        assertThat(source.acknowledged).containsExactlyInAnyOrder("a", "bad", "b");
        assertThat(faults).singleElement().isInstanceOfSatisfying(Fault.RecordDropped.class, dropped -> {
            assertThat(dropped.operation()).isEqualTo("work");
            assertThat(text(dropped.record())).isEqualTo("bad");
            assertThat(dropped.reason()).hasMessage("cannot read this");
        });
        assertThat(worker.counts()).containsEntry("work", new Counts(3, 2, 0, 1));
    }

    @Test
    void aListenerThatKeepsALostRecordHoldsItsAcknowledgementBack() {
        List<Record> kept = new ArrayList<>();
        Faults keeping = fault -> {
            Record record = ((Fault.RecordDropped) fault).record();
            record.receipt().retain();
            kept.add(record);
        };
        Operator failing = Operators.map(record -> {
            throw new IllegalArgumentException("never");
        });
        Worker worker = chain(failing, HandSink.confirming(), options.withFaults(keeping));
        source.offer("a");
        settle(worker);
        assertThat(source.acknowledged).isEmpty();
        kept.getFirst().receipt().release();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void anOperatorThatOverflowsItsStackLosesThatRecordOnly() {
        HandSink sink = HandSink.confirming();
        Operator deep = Operators.map(record -> text(record).equals("deep") ? descend(record) : record.value());
        Worker worker = chain(deep, sink, options);
        List.of("deep", "a").forEach(source::offer);
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        assertThat(faults).hasSize(1);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static Bytes descend(Record record) {
        return descend(record.withTime(record.time()));
    }

    @Test
    void whatASinkCanNeverDeliverIsReportedAndAcknowledged() {
        HandSink sink = HandSink.waiting(10);
        Worker worker = chain(shout(), sink, options);
        source.offer("a");
        settle(worker);
        sink.refuseNext(new IllegalStateException("too large"));
        assertThat(source.acknowledged).containsExactly("a");
        assertThat(faults)
                .singleElement()
                .satisfies(fault -> assertThat(fault.operation()).isEqualTo("out"));
        assertThat(worker.counts()).containsEntry("out", new Counts(1, 0, 0, 1));
    }

    @Test
    void aFullSinkHoldsTheGraphBackUpToTheSourceAndLosesNothing() {
        HandSink sink = HandSink.waiting(1);
        Worker worker = chain(shout(), sink, options.withCapacities(2, 1));
        int accepted = 0;
        for (int round = 0; round < 20; round++) {
            while (source.offer("r" + accepted)) {
                accepted++;
            }
            settle(worker);
        }
        // One with the sink, one before it, two in the inbox.
        assertThat(accepted).isEqualTo(4);
        for (int confirmed = 0; confirmed < 4; confirmed++) {
            assertThat(sink.unconfirmed()).isEqualTo(1);
            sink.confirmNext();
            settle(worker);
        }
        assertThat(sink.values).containsExactly("R0", "R1", "R2", "R3");
        assertThat(source.acknowledged).hasSize(4);
    }

    @Test
    void anOperatorThatWasRefusedIsCalledAgainWithTheSameRecordWhenThereIsRoom() {
        HandSink sink = HandSink.waiting(1);
        Operator twice = new Operator() {
            private int emitted;

            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                while (emitted < 4) {
                    if (!outbox.offer(record.withValue(Bytes.utf8(text(record) + emitted)))) {
                        return false;
                    }
                    emitted++;
                }
                emitted = 0;
                return true;
            }
        };
        Worker worker = chain(twice, sink, options.withCapacities(8, 1));
        source.offer("a");
        source.offer("b");
        for (int i = 0; i < 8; i++) {
            settle(worker);
            assertThat(source.acknowledged).hasSize(i / 4);
            sink.confirmNext();
        }
        settle(worker);
        assertThat(sink.values).containsExactly("a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3");
        assertThat(source.acknowledged).containsExactly("a", "b");
        assertThat(worker.counts()).containsEntry("work", new Counts(2, 8, 0, 0));
    }

    @Test
    void armsGoTheirOwnWaysAndAnUnconnectedOneDrops() {
        HandSink sink = HandSink.confirming();
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator(
                                "branch",
                                List.of("False", "True"),
                                () -> (input, record, outbox) ->
                                        outbox.offer(text(record).equals("yes") ? 1 : 0, record))
                        .sink("out", () -> sink)
                        .connect("in", "branch")
                        .connect("branch", "True", "out")
                        .build(),
                options);
        worker.start();
        List.of("yes", "no", "yes").forEach(source::offer);
        settle(worker);
        assertThat(sink.values).containsExactly("yes", "yes");
        assertThat(source.acknowledged).hasSize(3);
        assertThat(worker.counts()).containsEntry("branch", new Counts(3, 2, 1, 0));
    }

    @Test
    void severalInputsOfOneOperationAreMergedAndATimeIsCompleteWhenAllSourcesHavePassedIt() {
        HandSource other = new HandSource();
        HandSink sink = HandSink.confirming();
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("left", () -> source)
                        .source("right", () -> other)
                        .operator("hold", Holding::new)
                        .sink("out", () -> sink)
                        .connect("left", "hold")
                        .connect("right", "hold")
                        .connect("hold", "out")
                        .build(),
                options.withTime(exact()));
        worker.start();
        source.offer(10, "l");
        source.offer(20, "l2");
        settle(worker);
        assertThat(sink.values).isEmpty();
        other.offer(5, "r");
        settle(worker);
        assertThat(sink.values).isEmpty();
        other.offer(15, "r2");
        settle(worker);
        assertThat(sink.values).containsExactly("r", "l");
        other.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("r", "l", "r2");
        source.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("r", "l", "r2", "l2");
        assertThat(worker.isDone()).isTrue();
    }

    private static TimePolicy exact() {
        return TimePolicy.EVENT_TIME.withAllowedLateness(java.time.Duration.ZERO);
    }

    /** Emits each record when its time is complete. */
    private static final class Holding implements Operator {

        private final java.util.TreeMap<Timestamp, Record> held = new java.util.TreeMap<>();

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            outbox.keep(record);
            outbox.notifyAt(record.time());
            held.put(record.time(), record);
            return true;
        }

        @Override
        public boolean complete(Timestamp time, Outbox outbox) {
            Record record = held.remove(time);
            outbox.offer(record);
            record.receipt().release();
            return true;
        }
    }

    @Test
    void oneInputThatNeverEndsDoesNotStarveAnother() {
        HandSource other = new HandSource();
        HandSink sink = HandSink.waiting(1);
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("left", () -> source)
                        .source("right", () -> other)
                        .sink("out", () -> sink)
                        .connect("left", "out")
                        .connect("right", "out")
                        .build(),
                options.withCapacities(1, 4));
        worker.start();
        other.offer("other");
        int steps = 0;
        while (!sink.values.contains("other")) {
            assertThat(steps++).isLessThan(1000);
            source.offer("busy");
            settle(worker);
            sink.confirmNext();
        }
    }

    @Test
    void whatAnOperatorKeepsIsAcknowledgedWhenItWasEmittedAndConfirmed() {
        HandSink sink = HandSink.confirming();
        Worker worker = chain(new Holding(), sink, options.withCapacities(8, 1).withTime(exact()));
        List.of("a", "b", "c").forEach(source::offer);
        settle(worker);
        assertThat(sink.values).containsExactly("a", "b");
        assertThat(source.acknowledged).containsExactly("a", "b");
        source.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("a", "b", "c");
        assertThat(source.acknowledged).containsExactly("a", "b", "c");
    }

    @Test
    void anOperatorThatThrowsOnACompletedTimeIsReportedAndTheGraphGoesOn() {
        HandSink sink = HandSink.confirming();
        Operator failing = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                outbox.notifyAt(record.time());
                return outbox.offer(record);
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                throw new IllegalStateException("no");
            }
        };
        Worker worker = chain(failing, sink, options);
        source.offer("a");
        source.ingress().end();
        settle(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(faults).singleElement().isInstanceOf(Fault.CompletionFailed.class);
    }

    @Test
    void theEndOfInputEndsTheWorkerOnlyWhenTheSinkHasConfirmedAll() {
        HandSink sink = HandSink.waiting(10);
        Worker worker = chain(shout(), sink, options);
        source.offer("a");
        source.ingress().end();
        settle(worker);
        assertThat(worker.isDone()).isFalse();
        sink.confirmNext();
        settle(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(source.offer("late")).isFalse();
    }

    @Test
    void stoppingRefusesNewRecordsAndFinishesThoseThatWereAccepted() {
        HandSink sink = HandSink.confirming();
        Worker worker = chain(shout(), sink, options);
        source.offer("a");
        worker.requestStop();
        settle(worker);
        assertThat(source.offer("b")).isFalse();
        assertThat(sink.values).containsExactly("A");
        assertThat(worker.isDone()).isTrue();
        worker.close();
        assertThat(source.life).containsSubsequence("start", "stop", "close");
        assertThat(sink.closed).isTrue();
    }

    @Test
    void closingAbandonsWhatIsNotConfirmedWithoutAcknowledgingIt() {
        HandSink sink = HandSink.waiting(10);
        Worker worker = chain(shout(), sink, options);
        source.offer("a");
        settle(worker);
        worker.close();
        assertThat(source.acknowledged).isEmpty();
        assertThat(sink.closed).isTrue();
    }

    @Test
    void aSourceThatGivesUpEndsTheGraphWithItsName() {
        Worker worker = chain(shout(), HandSink.confirming(), options);
        source.ingress().fail(new IllegalStateException("no such host"));
        settle(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(worker.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.error()).isEqualTo(DataflowError.SOURCE);
            assertThat(failure.operation()).contains("in");
            assertThat(failure).hasMessageContaining("LEAT-DATAFLOW-003: operation 'in': no such host.");
        });
    }

    @Test
    void anOperatorThatRunsOutOfMemoryEndsTheGraphAndTheRecordIsNotAcknowledged() {
        Operator greedy = Operators.map(record -> {
            throw new OutOfMemoryError("no more");
        });
        Worker worker = chain(greedy, HandSink.confirming(), options);
        source.offer("a");
        settle(worker);
        assertThat(worker.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.error()).isEqualTo(DataflowError.OPERATION);
            assertThat(failure.operation()).contains("work");
        });
        assertThat(source.acknowledged).isEmpty();
    }

    @Test
    void anOperationThatDoesNotStartIsNamedAndTheOthersAreClosed() {
        HandSink sink = HandSink.confirming();
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> {
                            throw new IllegalStateException("no such file");
                        })
                        .sink("out", () -> sink)
                        .connect("in", "out")
                        .build(),
                options);
        assertThatThrownBy(worker::start)
                .isInstanceOfSatisfying(
                        DataflowException.class,
                        failure -> assertThat(failure.error()).isEqualTo(DataflowError.START))
                .hasMessageContaining("operation 'in': no such file.");
        assertThat(sink.closed).isTrue();
    }

    @Test
    void theSinkIsFlushedAfterABatchNotAfterEachRecord() {
        HandSink sink = HandSink.confirming();
        Worker worker = chain(shout(), sink, options);
        for (int i = 0; i < 100; i++) {
            source.offer("a");
        }
        settle(worker);
        assertThat(sink.flushes).isEqualTo(1);
    }
}
