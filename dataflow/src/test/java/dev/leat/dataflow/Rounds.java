package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;

/** Drives a worker until it has nothing to do. */
final class Rounds {

    private static final int MOST = 1_000_000;

    private Rounds() {}

    static Worker started(Dataflow.Builder graph, WorkerOptions options) {
        Worker worker = new Worker(graph.build(), options);
        worker.start();
        return worker;
    }

    static void settle(Worker worker) {
        for (int round = 0; worker.doWork() > 0; round++) {
            assertThat(round).as("rounds").isLessThan(MOST);
        }
    }

    /** A chain of a source, one operator and a sink. */
    static Dataflow.Builder chain(Source source, Operator operator, Sink sink) {
        return Dataflow.builder("test")
                .source("in", () -> source)
                .operator("work", () -> operator)
                .sink("out", () -> sink)
                .connect("in", "work")
                .connect("work", "out");
    }

    /** Joins the texts of a group behind those before it. */
    static Operator joining() {
        return joining(AccumulateLimits.DEFAULT);
    }

    static Operator joining(AccumulateLimits limits) {
        return Operators.accumulate(
                (staged, values) -> {
                    StringBuilder text = new StringBuilder(text(staged));
                    values.forEach(value -> text.append(text(value)));
                    return Bytes.utf8(text.toString());
                },
                limits);
    }

    private static String text(DataModel value) {
        return HandSink.text(new Record(new Timestamp(0, 0, ""), value, Receipt.unacknowledged()));
    }
}
