package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where sinks have little room, times complete later, and in the same order. */
final class RoomTest {

    private final HandSource source = new HandSource();
    private final WorkerOptions options = WorkerOptions.DEFAULT.withTime(
            new TimePolicy(Duration.ZERO, LatePolicy.DELIVER, Optional.empty(), Optional.empty()));

    private static Operator group() {
        return Operators.accumulate(
                (staged, values) -> Bytes.utf8("group of " + ((Bytes) values.getFirst()).asUtf8()),
                AccumulateLimits.DEFAULT);
    }

    private List<String> run(HandSink sink, int sinkCapacity, boolean around) {
        Dataflow.Builder builder = Dataflow.builder("test")
                .source("in", () -> source)
                .operator(
                        "later",
                        () -> Operators.delay(record -> new Timestamp(
                                100 + record.time().physical() % 2,
                                record.time().physical(),
                                "t")))
                .operator("group", RoomTest::group)
                .sink("out", () -> sink)
                .connect("in", "later")
                .connect("later", "group")
                .connect("group", "out");
        if (around) {
            builder.connect("in", "out");
        }
        Worker worker = new Worker(builder.build(), options.withCapacities(16, sinkCapacity));
        worker.start();
        for (long time : new long[] {1, 2, 3, 4, 200, 201}) {
            source.offer(time, "r" + time);
        }
        source.ingress().end();
        while (!worker.isDone()) {
            worker.doWork();
        }
        return sink.values;
    }

    @Test
    void aGraphIsNotDoneBeforeEveryTimeThatIsDueCompleted() {
        assertThat(run(HandSink.confirming(), 1, false))
                .containsExactly(
                        "group of r2", "group of r4", "group of r1", "group of r3", "group of r200", "group of r201");
        assertThat(source.acknowledged).hasSize(6);
    }

    @Test
    void aRecordThatCompletesTimesFollowsThemHoweverLittleRoomThereIs() {
        List<String> roomy = List.copyOf(run(HandSink.confirming(), 100, true));
        for (int capacity : new int[] {1, 2, 3, 5}) {
            assertThat(run(HandSink.confirming(), capacity, true)).isEqualTo(roomy);
        }
        assertThat(roomy).containsSubsequence("group of r3", "r200");
    }

    @Test
    void whatARecordLedToBeforeItWasLostIsLostBeforeIt() {
        for (int capacity : new int[] {100, 1}) {
            HandSource one = new HandSource();
            List<String> losses = new ArrayList<>();
            Operator late = (input, record, outbox) -> {
                outbox.offer(record);
                throw new IllegalArgumentException("after all");
            };
            Worker worker = new Worker(
                    Dataflow.builder("test")
                            .source("in", () -> one)
                            .operator("late", () -> late)
                            .sink("out", HandSink::confirming)
                            .operator(
                                    "picky",
                                    () -> Operators.map(record -> {
                                        throw new IllegalArgumentException("never");
                                    }))
                            .sink("other", HandSink::confirming)
                            .connect("in", "late")
                            .connect("late", "out")
                            .connect("late", "picky")
                            .connect("picky", "other")
                            .build(),
                    options.withCapacities(16, capacity).withFaults(fault -> losses.add(fault.operation())));
            worker.start();
            one.offer("a");
            while (worker.doWork() > 0) {}
            assertThat(losses).as("capacity %d", capacity).containsExactly("picky", "late");
            assertThat(one.acknowledged).containsExactly("a");
        }
    }
}
