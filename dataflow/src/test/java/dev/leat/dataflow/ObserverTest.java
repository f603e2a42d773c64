package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.joining;
import static dev.leat.dataflow.Rounds.settle;
import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An observer sees each move of a worker, and changes none. */
final class ObserverTest {

    private final List<String> seen = new ArrayList<>();
    private final HandClock clock = new HandClock();
    private final HandSource source = new HandSource();
    private final HandSink sink = HandSink.confirming();
    private final WorkerOptions options = WorkerOptions.DEFAULT
            .withFaults(fault -> {})
            .withClock(clock)
            .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO).withLate(LatePolicy.DROP))
            .withObserver(new Observer() {
                @Override
                public void taken(String source, Timestamp time, Record record) {
                    seen.add(source + " taken " + time.physical() + HandSink.text(record));
                }

                @Override
                public void late(String source, Record record, Frontier frontier) {
                    seen.add(source + " late " + HandSink.text(record) + " by " + frontier);
                }

                @Override
                public void frontier(String source, Frontier frontier) {
                    seen.add(source + " frontier " + frontier);
                }

                @Override
                public void arrived(String operation, int input, Record record) {
                    seen.add(operation + " arrived " + input + " " + HandSink.text(record));
                }

                @Override
                public void held(String operation, Timestamp time) {
                    seen.add(operation + " held " + time.physical());
                }

                @Override
                public void completed(String operation, Timestamp time) {
                    seen.add(operation + " completed " + time.physical());
                }

                @Override
                public void checkpointed(long number) {
                    seen.add("checkpointed " + number);
                }
            });

    private Dataflow.Builder graph() {
        return Dataflow.builder("test")
                .source("in", () -> source)
                .operator("work", () -> joining())
                .sink("out", () -> sink)
                .connect("in", "work")
                .connect("work", "out");
    }

    @Test
    void eachMoveIsSeenInOrder() {
        Worker worker = started(graph(), options);
        source.offer(5, "a");
        source.offer(5, "b");
        source.offer(7, "c");
        source.offer(6, "d");
        settle(worker);
        source.ingress().advance(Frontier.at(8));
        settle(worker);
        source.ingress().end();
        settle(worker);
        assertThat(seen)
                .containsExactly(
                        "in taken 5a",
                        "work arrived 0 a",
                        "work held 5",
                        "in taken 5b",
                        "work arrived 0 b",
                        "in taken 7c",
                        "work completed 5",
                        "out arrived 0 ab",
                        "work arrived 0 c",
                        "work held 7",
                        "in taken 6d",
                        "in late d by 7",
                        "in frontier 8",
                        "work completed 7",
                        "out arrived 0 c",
                        "in frontier END");
    }

    @Test
    void aMoveOfTheWallClockIsSeenAndARefusedTimeIsNot() {
        TimePolicy policy = new TimePolicy(
                Duration.ZERO,
                LatePolicy.DELIVER,
                Optional.of(Duration.ofSeconds(1)),
                Optional.of(Duration.ofSeconds(9)));
        Worker worker = started(graph(), options.withTime(policy));
        long now = clock.wallMillis();
        source.offer(now + 9_001, "ahead");
        source.offer(now, "a");
        settle(worker);
        clock.pass(Duration.ofSeconds(1));
        settle(worker);
        assertThat(seen)
                .containsExactly(
                        "in taken " + now + "a",
                        "work arrived 0 a",
                        "work held " + now,
                        "in frontier " + (now + 1_000),
                        "work completed " + now,
                        "out arrived 0 a");
    }

    @Test
    void aCallThatIsParkedAndGoesOnIsSeenOnce() {
        int[] left = {3};
        Operator hesitating = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                if (left[0]-- > 0) {
                    return false;
                }
                outbox.notifyAt(record.time());
                left[0] = 3;
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                return left[0]-- == 0;
            }
        };
        Worker worker = started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("work", () -> hesitating)
                        .sink("out", () -> sink)
                        .connect("in", "work")
                        .connect("work", "out"),
                options);
        source.offer(5, "a");
        source.ingress().end();
        settle(worker);
        assertThat(seen)
                .containsExactly(
                        "in taken 5a", "work arrived 0 a", "work held 5", "in frontier END", "work completed 5");
        assertThat(worker.isDone()).isTrue();
    }

    @Test
    void aDurableCheckpointIsSeenWithItsNumber() {
        HandStore store = new HandStore();
        Worker worker =
                started(graph(), options.withCheckpoints(new CheckpointOptions(store, Duration.ZERO, Duration.ZERO)));
        source.offer(5, "a");
        settle(worker);
        source.offer(6, "b");
        settle(worker);
        assertThat(seen.stream().filter(line -> line.startsWith("checkpointed")))
                .hasSize(store.written)
                .startsWith("checkpointed 1", "checkpointed 2");
    }

    @Test
    void watchingChangesNothing() {
        HandSource plain = new HandSource();
        HandSink out = HandSink.confirming();
        Worker unseen = started(
                Rounds.chain(plain, joining(), out),
                WorkerOptions.DEFAULT.withClock(clock).withTime(options.time()));
        Worker watched = started(graph(), options);
        for (HandSource in : new HandSource[] {plain, source}) {
            for (int i = 0; i < 20; i++) {
                in.offer(i / 3, "r" + i % 5);
            }
            in.ingress().end();
        }
        settle(unseen);
        settle(watched);
        assertThat(sink.values).isEqualTo(out.values).isNotEmpty();
        assertThat(watched.counts().get("work")).isEqualTo(unseen.counts().get("work"));
    }
}
