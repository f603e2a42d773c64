package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps in a row do, count, report and show the same, in the same order, as operators that are called within calls. */
final class StepTest {

    private static final int ROUNDS = 10;

    private record Seen(
            List<String> events,
            List<String> faults,
            Map<String, Counts> counts,
            List<String> values,
            List<String> acks) {}

    private static String text(Record record) {
        return ((Bytes) record.value()).asUtf8();
    }

    private static Operator append(String letter) {
        return Operators.map(record -> {
            if (text(record).equals("refused")) {
                throw new IllegalStateException("no " + text(record));
            }
            return Bytes.utf8(text(record) + letter);
        });
    }

    /** The same operator, but no step. */
    private static Operator disguised(Operator operator) {
        return (input, record, outbox) -> operator.process(input, record, outbox);
    }

    /** @param observed whether each arrival is among the events */
    private static Seen run(UnaryOperator<Operator> wrap, int sinkCapacity, boolean observed) {
        HandSource source = new HandSource();
        List<String> events = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        HandSink sink = HandSink.confirming();
        HandSink other = HandSink.confirming();
        Observer observer = new Observer() {
            @Override
            public void arrived(String operation, int input, Record record) {
                events.add(operation + "/" + input + " " + text(record) + " " + record.time());
            }
        };
        WorkerOptions options = WorkerOptions.DEFAULT
                .withCapacities(16, sinkCapacity)
                .withFaults(fault ->
                        faults.add(fault.operation() + ": " + fault.reason().getMessage()));
        if (observed) {
            options = options.withObserver(observer);
        }
        Dataflow dataflow = Dataflow.builder("test")
                .source("in", () -> source)
                .operator("a", () -> wrap.apply(append("a")))
                .operator("b", () -> wrap.apply(append("a")))
                .operator(
                        "even",
                        () -> wrap.apply(
                                Operators.filter(record -> record.time().physical() % 2 == 0)))
                .operator(
                        "late",
                        () -> wrap.apply(Operators.delay(
                                record -> new Timestamp(record.time().physical() + 5, 0, "t"))))
                .operator("merge", () -> wrap.apply(Operators.concatenate()))
                .operator("nowhere", () -> wrap.apply(append("n")))
                .operator("c", () -> wrap.apply(append("c")))
                .sink("out", () -> sink)
                .sink("other", () -> other)
                .connect("in", "a")
                .connect("a", "b")
                .connect("b", "even")
                .connect("b", "merge")
                .connect("even", "late")
                .connect("late", "merge")
                .connect("merge", "c")
                .connect("c", "nowhere")
                .connect("c", "out")
                .connect("a", "other")
                .build();
        try (Worker worker = new Worker(dataflow, options)) {
            worker.start();
            for (int round = 0; round < ROUNDS; round++) {
                for (String value : List.of("x", "y", "refused", "z", "q", "refuse")) {
                    source.offer(value);
                }
                while (worker.doWork() > 0) {}
            }
            List<String> values = new ArrayList<>(sink.values);
            values.addAll(other.values);
            return new Seen(events, faults, worker.counts(), values, source.acknowledged);
        }
    }

    @ParameterizedTest
    @CsvSource({"256, true", "256, false", "1, true", "1, false"})
    void stepsInARowLookLikeAnyOtherOperators(int sinkCapacity, boolean observed) {
        Seen steps = run(UnaryOperator.identity(), sinkCapacity, observed);
        assertThat(steps.faults).hasSize(ROUNDS).containsOnly("a: no refused");
        assertThat(steps.values).contains("xaac", "yaac", "xa");
        assertThat(steps.acks).hasSize(6 * ROUNDS);
        assertThat(steps).isEqualTo(run(StepTest::disguised, sinkCapacity, observed));
    }

    @Test
    void aStepThatIsMuchUsedGoesIntoAChainWithThoseBehindIt() {
        assertThat(StepChain.AFTER)
                .as("the build's -Dleat.dataflow.chain-after")
                .isLessThan(ROUNDS);
        List<Long> links = new ArrayList<>();
        HandSource source = new HandSource();
        HandSink sink = HandSink.confirming();
        Dataflow.Builder builder = Dataflow.builder("test").source("in", () -> source);
        String last = "in";
        for (int i = 0; i < 2 * StepChain.MOST + 1; i++) {
            String name = "step" + i;
            builder.operator(
                    name,
                    () -> Operators.map(record -> {
                        links.add(linksOnTheStack());
                        return record.value();
                    }));
            builder.connect(last, name);
            last = name;
        }
        builder.sink("out", () -> sink).connect(last, "out");
        try (Worker worker = new Worker(builder.build(), WorkerOptions.DEFAULT)) {
            worker.start();
            long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
            for (int i = 0; i < ROUNDS; i++) {
                links.clear();
                source.offer("v" + i);
                while (worker.doWork() > 0) {}
            }
            assertThat(sink.values).hasSize(ROUNDS).endsWith("v" + (ROUNDS - 1));
            // A class for each link, and some that these rounds were the first to need: no chain for each step.
            assertThat(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount() - classes)
                    .isBetween(2L * StepChain.MOST, 4L * StepChain.MOST);
            assertThat(worker.counts().values()).allMatch(counts -> counts.out() == ROUNDS);
        }
        List<Long> expected = LongStream.range(0, links.size())
                .map(step -> 1 + step % StepChain.MOST)
                .boxed()
                .collect(Collectors.toList());
        // The last one has nothing behind it that it could be chained with.
        expected.set(links.size() - 1, 0L);
        assertThat(links).isEqualTo(expected);
    }

    private static long linksOnTheStack() {
        return StackWalker.getInstance(
                        Set.of(StackWalker.Option.SHOW_HIDDEN_FRAMES, StackWalker.Option.RETAIN_CLASS_REFERENCE))
                .walk(frames -> frames.filter(frame -> Link.class.isAssignableFrom(frame.getDeclaringClass()))
                        .count());
    }
}
