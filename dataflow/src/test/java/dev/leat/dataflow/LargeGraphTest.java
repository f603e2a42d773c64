package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.settle;
import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Graphs much larger than any that a person writes run as they should. */
@Timeout(120)
final class LargeGraphTest {

    private static final int DEEP = 2_000;
    private static final int WIDE = 50_000;

    private final HandSource source = new HandSource();
    private final AtomicInteger delivered = new AtomicInteger();

    private final class Counter implements Sink {

        @Override
        public void start(Egress egress) {}

        @Override
        public boolean offer(Record record, Confirmation confirmation) {
            delivered.incrementAndGet();
            confirmation.done();
            return true;
        }
    }

    private Dataflow.Builder path(Supplier<Operator> operator) {
        Dataflow.Builder builder = Dataflow.builder("deep").source("in", () -> source);
        String last = "in";
        for (int i = 0; i < DEEP; i++) {
            builder.operator("operator" + i, operator).connect(last, "operator" + i);
            last = "operator" + i;
        }
        return builder.sink("out", Counter::new).connect(last, "out");
    }

    private void run(Dataflow dataflow, WorkerOptions options) throws InterruptedException {
        try (RunningDataflow running = RunningDataflow.start(dataflow, options)) {
            for (int i = 0; i < 10; i++) {
                assertThat(source.offer("r" + i)).isTrue();
            }
            source.ingress().end();
            running.await();
            assertThat(running.counts().get("operator" + (DEEP - 1)).in()).isEqualTo(10);
        }
        assertThat(source.acknowledged).hasSize(10);
        assertThat(delivered).hasValue(10);
    }

    @Test
    void aPathOfTwoThousandOperatorsFitsOnItsThreadsStack() throws InterruptedException {
        run(path(() -> Operators.map(Record::value)).build(), WorkerOptions.DEFAULT);
    }

    @Test
    void aPathOfTwoThousandAccumulatesFiresOneBehindTheOther() throws InterruptedException {
        run(
                path(() -> Operators.accumulate((staged, values) -> values.getFirst(), AccumulateLimits.DEFAULT))
                        .build(),
                WorkerOptions.DEFAULT.withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO)));
    }

    @Test
    void aPathThatIsGivenBackwardsIsPutInOrder() {
        Dataflow.Builder builder = Dataflow.builder("backwards").sink("out", Counter::new);
        String next = "out";
        for (int i = 0; i < WIDE; i++) {
            String name = "operator" + i;
            builder.operator(name, () -> Operators.map(Record::value)).connect(name, next);
            next = name;
        }
        Dataflow dataflow =
                builder.source("in", () -> source).connect("in", next).build();
        assertThat(dataflow.operationNames())
                .hasSize(WIDE + 2)
                .startsWith("in", "operator" + (WIDE - 1), "operator" + (WIDE - 2))
                .endsWith("operator0", "out");
    }

    @Test
    void tensOfThousandsOfOperatorsBesideEachOtherWorkWithRoomForOneRecord() {
        Dataflow.Builder builder = Dataflow.builder("wide").source("in", () -> source);
        builder.sink("out", Counter::new);
        for (int i = 0; i < WIDE; i++) {
            builder.operator("operator" + i, () -> Operators.map(record -> Bytes.EMPTY))
                    .connect("in", "operator" + i)
                    .connect("operator" + i, "out");
        }
        Worker worker =
                started(builder, WorkerOptions.DEFAULT.withCapacities(8, 1).withClock(new HandClock()));
        source.offer("a");
        source.offer("b");
        settle(worker);
        assertThat(delivered).hasValue(2 * WIDE);
        assertThat(source.acknowledged).containsExactly("a", "b");
    }

    @Test
    void manyGraphsInOneAreIndependentOfEachOther() {
        Dataflow.Builder builder = Dataflow.builder("many");
        HandSource[] sources = new HandSource[500];
        for (int i = 0; i < sources.length; i++) {
            HandSource one = new HandSource();
            sources[i] = one;
            builder.source("in" + i, () -> one)
                    .operator("work" + i, Rounds::joining)
                    .sink("out" + i, Counter::new)
                    .connect("in" + i, "work" + i)
                    .connect("work" + i, "out" + i);
        }
        Worker worker = started(builder, WorkerOptions.DEFAULT.withClock(new HandClock()));
        for (HandSource one : sources) {
            one.offer("a");
        }
        sources[7].ingress().end();
        settle(worker);
        assertThat(delivered).hasValue(1);
        for (HandSource one : sources) {
            one.ingress().end();
        }
        settle(worker);
        assertThat(delivered).hasValue(sources.length);
        assertThat(worker.isDone()).isTrue();
    }
}
