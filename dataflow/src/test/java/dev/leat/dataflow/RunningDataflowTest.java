package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker with a thread of its own, under offers and confirmations from other threads, sleeps and wakes correctly. */
@Timeout(120)
final class RunningDataflowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AtomicInteger acknowledged = new AtomicInteger();

    /** Puts so many records from each of several threads, and ends when the last has. */
    private final class ThreadedSource implements Source {

        private final int threads;
        private final int records;
        private final AtomicInteger running;

        ThreadedSource(int threads, int records) {
            this.threads = threads;
            this.records = records;
            this.running = new AtomicInteger(threads);
        }

        @Override
        public void start(Ingress ingress) {
            for (int i = 0; i < threads; i++) {
                int number = i;
                Thread.ofPlatform().daemon().start(() -> produce(ingress, number));
            }
        }

        private void produce(Ingress ingress, int number) {
            try {
                for (int n = 0; n < records; n++) {
                    Timestamp time = new Timestamp(n, 0, Integer.toString(number));
                    if (!ingress.put(time, Bytes.utf8(number + "-" + n), acknowledged::incrementAndGet)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                ingress.fail(e);
            }
            if (running.decrementAndGet() == 0) {
                ingress.end();
            }
        }
    }

    /** Confirms on threads of its own, in any order, so many under way at most. */
    private static final class ThreadedSink implements Sink {

        private final int window;
        private final ExecutorService executor = Executors.newFixedThreadPool(2);
        private final AtomicInteger underWay = new AtomicInteger();
        private final ConcurrentLinkedQueue<Record> records = new ConcurrentLinkedQueue<>();
        private final CountDownLatch some = new CountDownLatch(100);

        ThreadedSink(int window) {
            this.window = window;
        }

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            if (underWay.get() == window) {
                return false;
            }
            underWay.incrementAndGet();
            records.add(record);
            some.countDown();
            executor.execute(() -> {
                underWay.decrementAndGet();
                confirmation.done();
            });
            return true;
        }

        @Override
        public void close() {
            executor.shutdown();
        }
    }

    /** Holds everything until it is told that nothing more comes. */
    private static final class HoldingSink implements Sink {

        private final List<Confirmation> held = new ArrayList<>();
        private final AtomicInteger heldAtDrain = new AtomicInteger();

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            held.add(confirmation);
            return true;
        }

        @Override
        public void drain() {
            heldAtDrain.compareAndSet(0, held.size());
            held.forEach(Confirmation::done);
            held.clear();
        }
    }

    private static Dataflow chain(Source source, Operator operator, Sink sink) {
        return Dataflow.builder("test")
                .source("in", () -> source)
                .operator("work", () -> operator)
                .sink("out", () -> sink)
                .connect("in", "work")
                .connect("work", "out")
                .build();
    }

    @Test
    void everythingFromManyThreadsArrivesInTheOrderOfEachAndIsAcknowledged() throws InterruptedException {
        int threads = 3;
        int records = 20_000;
        for (int capacity : new int[] {1, 7, 1024}) {
            acknowledged.set(0);
            ThreadedSink sink = new ThreadedSink(capacity);
            try (RunningDataflow running = RunningDataflow.start(
                    chain(new ThreadedSource(threads, records), Operators.map(Record::value), sink),
                    WorkerOptions.DEFAULT.withCapacities(capacity, capacity))) {
                running.await();
            }
            assertThat(acknowledged).hasValue(threads * records);
            List<List<Long>> ofThread = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ofThread.add(new ArrayList<>());
            }
            sink.records.forEach(
                    record -> ofThread.get(Integer.parseInt(record.time().nodeId()))
                            .add(record.time().physical()));
            assertThat(ofThread)
                    .allSatisfy(times -> assertThat(times).hasSize(records).isSorted());
        }
    }

    @Test
    void whatIsAcceptedWhileTheSourceEndsIsAcknowledged() throws InterruptedException {
        for (int round = 0; round < 500; round++) {
            HandSource source = new HandSource();
            AtomicInteger accepted = new AtomicInteger();
            acknowledged.set(0);
            try (RunningDataflow running = RunningDataflow.start(
                    chain(source, Operators.map(Record::value), HandSink.confirming()), WorkerOptions.DEFAULT)) {
                Ingress ingress = source.ingress();
                CountDownLatch begun = new CountDownLatch(1);
                Thread producer = Thread.ofPlatform().daemon().start(() -> {
                    begun.countDown();
                    while (!ingress.isClosed()) {
                        if (ingress.offer(new Timestamp(1, 0, "t"), Bytes.EMPTY, acknowledged::incrementAndGet)) {
                            accepted.incrementAndGet();
                        }
                    }
                });
                begun.await();
                ingress.end();
                running.await();
                producer.join();
            }
            assertThat(acknowledged).as("round %s", round).hasValue(accepted.get());
        }
    }

    @Test
    void stoppingInTheMiddleFinishesWhatWasAccepted() throws InterruptedException {
        ThreadedSink sink = new ThreadedSink(10);
        RunningDataflow running = RunningDataflow.start(
                chain(new ThreadedSource(2, Integer.MAX_VALUE), Operators.map(Record::value), sink),
                WorkerOptions.DEFAULT);
        sink.some.await();
        assertThat(running.stop(PATIENCE)).isTrue();
        assertThat(acknowledged.get()).isPositive().isEqualTo(sink.records.size());
        assertThat(running.counts().get("out").out()).isEqualTo(sink.records.size());
    }

    @Test
    void whatASinkNeverConfirmsIsAbandonedAtTheDeadline() throws InterruptedException {
        HandSource source = new HandSource();
        HandSink sink = HandSink.waiting(10);
        RunningDataflow running =
                RunningDataflow.start(chain(source, Operators.map(Record::value), sink), WorkerOptions.DEFAULT);
        source.offer("a");
        assertThat(running.stop(Duration.ofMillis(20))).isFalse();
        assertThat(source.acknowledged).isEmpty();
        assertThat(sink.closed).isTrue();
    }

    @Test
    void anErrorOutsideAnyOperationIsThrownByAwaitAndEverythingCloses() throws InterruptedException {
        Source source = new Source() {
            @Override
            public void start(Ingress ingress) {}

            @Override
            public void stop() {
                throw new OutOfMemoryError("not really");
            }
        };
        HandSink sink = HandSink.confirming();
        RunningDataflow running =
                RunningDataflow.start(chain(source, Operators.map(Record::value), sink), WorkerOptions.DEFAULT);
        assertThat(running.stop(PATIENCE)).isFalse();
        assertThatThrownBy(running::await)
                .isInstanceOf(DataflowException.class)
                .hasMessageContainingAll("LEAT-DATAFLOW-005", "not really");
        assertThat(sink.closed).isTrue();
    }

    @Test
    void stoppingDoesNotWaitForEverForAnOperationThatDoesNotReturn() throws InterruptedException {
        HandSource source = new HandSource();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Operator guest = (input, record, outbox) -> {
            stuck.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                interrupted.countDown();
            }
            return true;
        };
        RunningDataflow running =
                RunningDataflow.start(chain(source, guest, HandSink.confirming()), WorkerOptions.DEFAULT);
        source.offer("a");
        stuck.await();
        assertThat(running.stop(Duration.ofMillis(10), Duration.ofMillis(10))).isFalse();
        interrupted.await();
        assertThat(running.await(PATIENCE)).isTrue();
    }

    @Test
    void operatorsLiveAndDieOnTheWorkersThread() throws InterruptedException {
        ConcurrentLinkedQueue<String> threads = new ConcurrentLinkedQueue<>();
        HandSource source = new HandSource();
        Dataflow dataflow = Dataflow.builder("name")
                .source("in", () -> source)
                .operator("work", () -> {
                    threads.add(Thread.currentThread().getName());
                    return new Operator() {
                        @Override
                        public boolean process(int input, Record record, Outbox outbox) {
                            threads.add(Thread.currentThread().getName());
                            return outbox.offer(record);
                        }

                        @Override
                        public void close() {
                            threads.add(Thread.currentThread().getName());
                        }
                    };
                })
                .sink("out", HandSink::confirming)
                .connect("in", "work")
                .connect("work", "out")
                .build();
        try (RunningDataflow running = RunningDataflow.start(dataflow, WorkerOptions.DEFAULT)) {
            source.offer("a");
            source.ingress().end();
            running.await();
        }
        assertThat(threads).hasSize(3).allMatch("leat-name"::equals);
    }

    @Test
    void aSourceThatDoesNotStartIsSaidByStart() {
        Dataflow dataflow = Dataflow.builder("test")
                .source("in", () -> {
                    throw new IllegalStateException("no such file");
                })
                .sink("out", HandSink::confirming)
                .connect("in", "out")
                .build();
        assertThatThrownBy(() -> RunningDataflow.start(dataflow, WorkerOptions.DEFAULT))
                .isInstanceOf(DataflowException.class)
                .hasMessageContainingAll("LEAT-DATAFLOW-002", "'in'", "no such file");
    }

    @Test
    void aFailureIsThrownByAwait() {
        HandSource source = new HandSource();
        try (RunningDataflow running = RunningDataflow.start(
                chain(source, Operators.map(Record::value), HandSink.confirming()), WorkerOptions.DEFAULT)) {
            source.ingress().fail(new IllegalStateException("gone"));
            assertThatThrownBy(() -> running.await(PATIENCE))
                    .isInstanceOf(DataflowException.class)
                    .hasMessageContainingAll("LEAT-DATAFLOW-003", "'in'", "gone");
        }
    }

    @Test
    void whoeverIsRefusedByAFailingGraphCanLearnWhyBeforeAllOfItIsClosed() {
        HandSource source = new HandSource();
        CountDownLatch told = new CountDownLatch(1);
        Sink slow = new Sink() {
            @Override
            public void start(Egress egress) {}

            @Override
            public boolean offer(Record record, Confirmation confirmation) {
                confirmation.done();
                return true;
            }

            @Override
            public void close() {
                try {
                    told.await();
                } catch (InterruptedException impatient) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (RunningDataflow running =
                RunningDataflow.start(chain(source, Operators.map(Record::value), slow), WorkerOptions.DEFAULT)) {
            Ingress ingress = source.ingress();
            ingress.fail(new IllegalStateException("gone"));
            assertThatThrownBy(() -> {
                        while (ingress.put(new Timestamp(1, 0, "n"), Bytes.utf8("more"), () -> {})) {
                            Thread.onSpinWait();
                        }
                        running.await(Duration.ZERO);
                    })
                    .isInstanceOf(DataflowException.class)
                    .hasMessageContaining("gone");
            told.countDown();
        }
    }

    @Test
    void aProducerThatWaitsForRoomIsToldWhenTheGraphStops() throws InterruptedException {
        HandSource source = new HandSource();
        HandSink sink = HandSink.waiting(1);
        RunningDataflow running = RunningDataflow.start(
                chain(source, Operators.map(Record::value), sink), WorkerOptions.DEFAULT.withCapacities(1, 1));
        ConcurrentLinkedQueue<Boolean> answers = new ConcurrentLinkedQueue<>();
        Thread producer = Thread.ofPlatform().daemon().start(() -> {
            try {
                boolean taken;
                do {
                    taken = source.ingress().put(new Timestamp(1, 0, "n"), Bytes.EMPTY, () -> {});
                    answers.add(taken);
                } while (taken);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        running.stop(Duration.ofMillis(50));
        producer.join();
        assertThat(answers).last().isEqualTo(false);
    }

    @Test
    void aSinkHearsThatNothingMoreComesBehindAllThatCame() throws Exception {
        HoldingSink sink = new HoldingSink();
        try (RunningDataflow running = RunningDataflow.start(
                chain(new ThreadedSource(2, 500), Operators.map(Record::value), sink), WorkerOptions.DEFAULT)) {
            assertThat(running.await(PATIENCE)).isTrue();
            assertThat(sink.heldAtDrain).hasValue(1000);
            assertThat(acknowledged).hasValue(1000);
        }
    }
}
