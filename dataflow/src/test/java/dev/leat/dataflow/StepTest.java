package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Steps in a row do, count, report and show the same, in the same order, as operators that are called within calls. */
final class StepTest {

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

    private static Seen run(UnaryOperator<Operator> wrap, int sinkCapacity) {
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
                .withObserver(observer)
                .withFaults(fault ->
                        faults.add(fault.operation() + ": " + fault.reason().getMessage()));
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
            for (String value : List.of("x", "y", "refused", "z", "q", "refuse")) {
                source.offer(value);
            }
            while (worker.doWork() > 0) {}
            List<String> values = new ArrayList<>(sink.values);
            values.addAll(other.values);
            return new Seen(events, faults, worker.counts(), values, source.acknowledged);
        }
    }

    @Test
    void stepsInARowLookLikeAnyOtherOperators() {
        Seen steps = run(UnaryOperator.identity(), 256);
        assertThat(steps.faults).containsExactly("a: no refused");
        assertThat(steps.values).contains("xaac", "yaac", "xa");
        assertThat(steps.acks).hasSize(6);
        assertThat(steps).isEqualTo(run(StepTest::disguised, 256));
    }

    @Test
    void soTheyDoWhereASinkIsFullAtEveryRecord() {
        Seen steps = run(UnaryOperator.identity(), 1);
        assertThat(steps.acks).hasSize(6);
        assertThat(steps).isEqualTo(run(StepTest::disguised, 1));
    }
}
