package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.chain;
import static dev.leat.dataflow.Rounds.joining;
import static dev.leat.dataflow.Rounds.settle;
import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source's way into the graph is bounded, never waits, and says what becomes of what is offered. */
final class IngressTest {

    private final HandSource source = new HandSource();
    private final HandSink sink = HandSink.confirming();
    private final List<String> called = new ArrayList<>();
    private final WorkerOptions options = WorkerOptions.DEFAULT
            .withClock(new HandClock())
            .withCapacities(2, 8)
            .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO));
    private final Worker worker = started(chain(source, joining(), sink), options);

    @Test
    void anOfferToAFullQueueIsRefusedAndNothingIsTaken() {
        assertThat(source.ingress().capacity()).isEqualTo(2);
        assertThat(source.offer("a")).isTrue();
        assertThat(source.offer("b")).isTrue();
        assertThat(source.offer("c")).isFalse();
        settle(worker);
        assertThat(worker.counts().get("in").in()).isEqualTo(2);
        assertThat(source.offer("d")).isTrue();
    }

    @Test
    void aSourceMayAskForMoreRoomThanTheOptionsGive() {
        HandSource inner = new HandSource();
        Source large = new Source() {
            @Override
            public void start(Ingress ingress) {
                inner.start(ingress);
            }

            @Override
            public int capacity() {
                return 5;
            }
        };
        started(chain(large, joining(), sink), options);
        assertThat(inner.ingress().capacity()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(inner.offer("r")).isTrue();
        }
        assertThat(inner.offer("r")).isFalse();
    }

    @Test
    void whoWaitsForRoomIsCalledOnceWhenThereIsSome() {
        source.offer("a");
        source.offer("b");
        source.ingress().whenRoom(() -> called.add("room"));
        assertThat(called).isEmpty();
        settle(worker);
        assertThat(called).containsExactly("room");
        source.offer("c");
        settle(worker);
        assertThat(called).containsExactly("room");
    }

    @Test
    void whoAsksWhereThereIsRoomIsCalledAtOnce() {
        source.ingress().whenRoom(() -> called.add("room"));
        assertThat(called).containsExactly("room");
    }

    @Test
    void whoWaitsIsCalledWhenTheIngressCloses() {
        source.offer("a");
        source.offer("b");
        source.ingress().whenRoom(() -> called.add("closed"));
        source.ingress().end();
        assertThat(called).containsExactly("closed");
        source.ingress().whenRoom(() -> called.add("at once"));
        assertThat(called).containsExactly("closed", "at once");
    }

    @Test
    void afterTheEndNothingIsTakenAndWhatWasAcceptedGoesOn() {
        source.offer("a");
        source.ingress().end();
        assertThat(source.ingress().isClosed()).isTrue();
        assertThat(source.offer("b")).isFalse();
        assertThat(source.ingress().advance(Frontier.at(100))).isFalse();
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        assertThat(worker.isDone()).isTrue();
    }

    @Test
    void aStopClosesTheIngressAndAnEndBehindItCompletesNothing() {
        source.offer(5, "a");
        worker.requestStop();
        worker.doWork();
        assertThat(source.ingress().isClosed()).isTrue();
        source.ingress().end();
        settle(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(sink.values).isEmpty();
    }

    @Test
    void anAdvanceHasItsPlaceBehindWhatWasOfferedAndTakesARoom() {
        source.offer(5, "a");
        assertThat(source.ingress().advance(Frontier.at(6))).isTrue();
        assertThat(source.ingress().advance(Frontier.at(7))).isFalse();
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        assertThat(worker.counts().get("in")).isEqualTo(new Counts(1, 1, 0, 0));
    }

    @Test
    void anAdvanceToTheEndCompletesAllThereIsAndWhatComesAllTheSameIsLateAndGroupedAlone() {
        source.offer(5, "a");
        source.ingress().advance(Frontier.END);
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        source.offer(6, "b");
        source.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("a", "b");
        assertThat(worker.counts().get("in").late()).isEqualTo(1);
        assertThat(worker.isDone()).isTrue();
    }

    @Test
    void anUnreadableTimeIsCounted() {
        source.ingress().countUnreadableTime();
        source.ingress().countUnreadableTime();
        assertThat(worker.counts().get("in").unreadableTimes()).isEqualTo(2);
    }

    @Test
    void howMuchARestoredCheckpointHoldsIsKnownFromTheStart() {
        assertThat(source.ingress().restored()).isZero();
        WorkerOptions kept =
                options.withCheckpoints(new CheckpointOptions(new HandStore(), Duration.ZERO, Duration.ZERO));
        HandSource first = new HandSource();
        Worker before = started(chain(first, joining(), sink), kept);
        for (int i = 0; i < 3; i++) {
            first.offer("r" + i);
            settle(before);
        }
        before.requestStop();
        settle(before);
        before.close();
        List<Long> restored = new ArrayList<>();
        HandSource inner = new HandSource();
        Source second = ingress -> {
            restored.add(ingress.restored());
            inner.start(ingress);
        };
        Worker after = started(chain(second, joining(), sink), kept);
        inner.offer("r3");
        inner.ingress().end();
        settle(after);
        assertThat(restored).containsExactly(3L);
        assertThat(inner.ingress().restored()).isEqualTo(3);
    }

    @Test
    void aSourceThatFailsEndsTheGraphAndItsWaitersAreTold() {
        source.offer("a");
        source.offer("b");
        source.ingress().whenRoom(() -> called.add("closed"));
        source.ingress().fail(new IllegalStateException("no such host"));
        assertThat(called).containsExactly("closed");
        assertThat(source.offer("c")).isFalse();
        assertThat(worker.isDone()).isTrue();
        assertThat(source.acknowledged).isEmpty();
    }

    @Test
    @Timeout(60)
    void putWaitsForRoom() throws InterruptedException {
        source.offer("a");
        source.offer("b");
        Thread producer = putting(Bytes.utf8("p"));
        while (producer.isAlive()) {
            settle(worker);
        }
        producer.join();
        assertThat(called).containsExactly("true");
        settle(worker);
        assertThat(worker.counts().get("in").in()).isEqualTo(3);
    }

    @Test
    @Timeout(60)
    void putAnswersFalseWhereTheIngressCloses() throws InterruptedException {
        source.offer("a");
        source.offer("b");
        Thread producer = putting(Bytes.utf8("p"));
        source.ingress().end();
        producer.join();
        assertThat(called).containsExactly("false");
    }

    private Thread putting(Bytes value) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                called.add(Boolean.toString(source.ingress().put(new Timestamp(9, 0, "p"), value, () -> {})));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
