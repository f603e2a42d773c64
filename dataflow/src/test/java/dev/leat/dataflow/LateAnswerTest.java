package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A sink may answer when the worker has nothing else to do. */
final class LateAnswerTest {

    private final HandSource source = new HandSource();
    private final HandSink out = HandSink.waiting(10);
    private final HandSink dead = HandSink.confirming();

    private Worker start() {
        Worker worker = new Worker(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .sink("out", () -> out)
                        .connect("in", "out")
                        .deadLetters("dead", () -> dead)
                        .build(),
                WorkerOptions.DEFAULT.withFaults(fault -> {}));
        worker.start();
        return worker;
    }

    private static void work(Worker worker) {
        while (worker.doWork() > 0) {}
    }

    @Test
    void whatASinkRefusesInTheEndGoesToTheDeadLettersAtOnce() {
        Worker worker = start();
        source.offer("a");
        work(worker);
        out.refuseNext(new IllegalArgumentException("never"));
        work(worker);
        assertThat(dead.records).hasSize(1);
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void aGraphEndsAfterARefusalThatCameBeforeTheEnd() {
        Worker worker = start();
        source.offer("a");
        work(worker);
        out.refuseNext(new IllegalArgumentException("never"));
        source.ingress().end();
        work(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(source.acknowledged).containsExactly("a");
    }
}
