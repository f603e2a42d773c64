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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Frontiers move as the policy says, and what waits for a time hears of it when nothing can arrive there any more. */
final class EventTimeTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final TimePolicy EXACT = TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO);
    private static final TimePolicy LIVE = new TimePolicy(
            Duration.ofMillis(100),
            LatePolicy.DELIVER,
            Optional.of(Duration.ofMillis(500)),
            Optional.of(Duration.ofSeconds(60)));

    private final HandClock clock = new HandClock();
    private final HandSource source = new HandSource();
    private final HandSource other = new HandSource();
    private final HandSink sink = HandSink.confirming();
    private final List<Fault> faults = new ArrayList<>();
    private final WorkerOptions options =
            WorkerOptions.DEFAULT.withFaults(faults::add).withClock(clock).withTime(EXACT);

    private Dataflow.Builder two(Operator operator) {
        return Dataflow.builder("test")
                .source("in", () -> source)
                .source("other", () -> other)
                .operator("work", () -> operator)
                .sink("out", () -> sink)
                .connect("in", "work")
                .connect("other", "work")
                .connect("work", "out");
    }

    @Test
    void aTimeIsCompleteWhenARecordLaterThanItByTheAllowedLatenessHasCome() {
        Worker worker = started(
                chain(source, joining(), sink), options.withTime(EXACT.withAllowedLateness(Duration.ofMillis(10))));
        source.offer(100, "a");
        source.offer(110, "b");
        settle(worker);
        assertThat(sink.values).isEmpty();
        source.offer(111, "c");
        settle(worker);
        assertThat(sink.values).containsExactly("a");
    }

    @Test
    void theFrontierOfSeveralSourcesIsThatOfTheLast() {
        Worker worker = started(two(joining()), options);
        source.offer(10, "a");
        source.offer(30, "b");
        settle(worker);
        assertThat(sink.values).isEmpty();
        other.offer(10, "c");
        settle(worker);
        assertThat(sink.values).isEmpty();
        other.offer(11, "d");
        settle(worker);
        assertThat(sink.values).containsExactly("ac");
        other.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("ac", "d");
    }

    @Test
    void anOperationWaitsForTheSourcesThatReachItAndForNoOther() {
        HandSink alone = HandSink.confirming();
        Worker worker = started(
                two(joining())
                        .operator("alone", Rounds::joining)
                        .sink("alone out", () -> alone)
                        .connect("in", "alone")
                        .connect("alone", "alone out"),
                options);
        source.offer(10, "a");
        source.offer(11, "b");
        settle(worker);
        assertThat(alone.values).containsExactly("a");
        assertThat(sink.values).isEmpty();
    }

    @Test
    void aSourceThatKnowsMovesItsFrontierByItsWord() {
        Worker worker = started(chain(source, joining(), sink), options);
        source.offer(10, "a");
        source.ingress().advance(Frontier.at(10));
        settle(worker);
        assertThat(sink.values).isEmpty();
        source.ingress().advance(Frontier.at(11));
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        source.ingress().advance(Frontier.at(5));
        source.offer(10, "late");
        settle(worker);
        assertThat(worker.counts().get("in").late()).isEqualTo(1);
    }

    @Test
    void anIdleSourceFollowsTheWallClockOnlyWhileSomethingIsWaitedFor() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        settle(worker);
        clock.pass(Duration.ofHours(1));
        assertThat(worker.doWork()).isZero();
        // Nothing was waited for, so the clock moved nothing: this one is not late.
        long time = clock.wallMillis() - 10_000;
        source.offer(time, "a");
        settle(worker);
        assertThat(worker.counts().get("in").late()).isZero();
        assertThat(sink.values).isEmpty();
        clock.pass(Duration.ofMillis(499));
        settle(worker);
        assertThat(sink.values).isEmpty();
        clock.pass(Duration.ofMillis(1));
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        source.offer(clock.wallMillis() - 101, "late");
        settle(worker);
        assertThat(worker.counts().get("in").late()).isEqualTo(1);
    }

    @Test
    void aSourceThatIsNotConnectedIsNotIdle() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        source.offer(clock.wallMillis(), "a");
        settle(worker);
        source.health = Health.down("away");
        for (int seconds = 0; seconds < 60; seconds++) {
            clock.pass(Duration.ofSeconds(1));
            settle(worker);
        }
        assertThat(sink.values).isEmpty();
        source.health = Health.UP;
        settle(worker);
        // What waited for it comes now, and has as long as ever.
        clock.pass(Duration.ofMillis(499));
        settle(worker);
        source.offer(clock.wallMillis() - 60_499, "b");
        settle(worker);
        assertThat(sink.values).isEmpty();
        clock.pass(Duration.ofMillis(500));
        settle(worker);
        clock.pass(Duration.ofMillis(500));
        settle(worker);
        assertThat(sink.values).containsExactly("ab");
    }

    @Test
    void aSourceThatWaitsForAcknowledgementsIsNotIdle() {
        HandStore store = new HandStore();
        source.mostUnacknowledged = 2;
        store.failing = true;
        Worker worker = started(
                chain(source, joining(), sink),
                options.withTime(LIVE)
                        .withCheckpoints(new CheckpointOptions(store, Duration.ofMillis(10), Duration.ofMillis(10))));
        long time = clock.wallMillis();
        source.offer(time, "a");
        source.offer(time, "b");
        for (int seconds = 0; seconds < 60; seconds++) {
            clock.pass(Duration.ofSeconds(1));
            settle(worker);
        }
        assertThat(sink.values).isEmpty();
        store.failing = false;
        for (int i = 0; i < 600 && source.acknowledged.isEmpty(); i++) {
            clock.pass(Duration.ofMillis(100));
            settle(worker);
        }
        assertThat(source.acknowledged).containsExactly("a", "b");
        source.offer(time, "c");
        settle(worker);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofMillis(500));
            settle(worker);
        }
        assertThat(sink.values).containsExactly("abc");
    }

    @Test
    void aTimeNotYetPassedOnTheWallClockIsWaitedForThoughTheSourceIsIdle() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        source.offer(clock.wallMillis() + 2_000, "a");
        settle(worker);
        clock.pass(Duration.ofMillis(2_100));
        settle(worker);
        assertThat(sink.values).isEmpty();
        clock.pass(Duration.ofMillis(1));
        settle(worker);
        assertThat(sink.values).containsExactly("a");
    }

    @Test
    void aSourceThatIsNotIdleHoldsTimeBackForAllItReaches() {
        Worker worker = started(two(joining()), options.withTime(LIVE));
        source.offer(clock.wallMillis(), "a");
        settle(worker);
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofMillis(400));
            other.offer(clock.wallMillis() - 5_000, "b");
            settle(worker);
        }
        assertThat(sink.values).doesNotContain("a");
        clock.pass(Duration.ofMillis(500));
        settle(worker);
        assertThat(sink.values).contains("a");
    }

    @Test
    void withoutAnIdleTimeTheWallClockMovesNothing() {
        Worker worker = started(chain(source, joining(), sink), options);
        source.offer(10, "a");
        settle(worker);
        clock.pass(Duration.ofDays(1000));
        assertThat(worker.doWork()).isZero();
        assertThat(sink.values).isEmpty();
        assertThat(worker.rest(HOUR)).isEqualTo(HOUR);
    }

    @Test
    void aWallClockThatIsSetBackTakesNoTimeBack() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        source.offer(clock.wallMillis(), "a");
        settle(worker);
        clock.pass(Duration.ofSeconds(1));
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        clock.setWall(5);
        source.offer(1_000_500, "b");
        settle(worker);
        assertThat(worker.counts().get("in").late()).isEqualTo(1);
    }

    @Test
    void aWorkerThatHoldsNothingRestsForAsLongAsItIsAllowed() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        settle(worker);
        assertThat(worker.doWork()).isZero();
        assertThat(worker.rest(HOUR)).isEqualTo(HOUR);
        source.offer(clock.wallMillis(), "a");
        settle(worker);
        assertThat(worker.doWork()).isZero();
        assertThat(worker.rest(HOUR)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        clock.pass(Duration.ofMillis(500));
        assertThat(worker.rest(HOUR)).isZero();
        settle(worker);
        assertThat(worker.rest(HOUR)).isEqualTo(HOUR);
    }

    @Test
    void aWorkerThatWaitsForAFarTimeLooksAtTheWallClockEverySecond() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        source.offer(clock.wallMillis() + 50_000, "a");
        settle(worker);
        clock.pass(Duration.ofSeconds(1));
        assertThat(worker.doWork()).isZero();
        assertThat(worker.rest(HOUR)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aTimeTooFarAheadIsRefusedAndMovesNothing() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        long now = clock.wallMillis();
        source.offer(now, "a");
        source.offer(now + 60_001, "ahead");
        settle(worker);
        assertThat(sink.values).isEmpty();
        assertThat(source.acknowledged).containsExactly("ahead");
        assertThat(faults).singleElement().isInstanceOfSatisfying(Fault.RecordDropped.class, dropped -> {
            assertThat(dropped.operation()).isEqualTo("in");
            assertThat(dropped.reason()).hasMessageContainingAll("LEAT-DATAFLOW-006", "60001 ms ahead", "60000 ms");
        });
        assertThat(worker.counts()).containsEntry("in", new Counts(2, 1, 0, 1));
        source.offer(now + 60_000, "b");
        settle(worker);
        assertThat(sink.values).containsExactly("a");
    }

    @Test
    void aFarTimeIsTakenOnceTheWallClockHasComeNear() {
        Worker worker = started(chain(source, Operators.concatenate(), sink), options.withTime(LIVE));
        long far = clock.wallMillis() + 61_000;
        source.offer(far, "a");
        settle(worker);
        clock.pass(Duration.ofSeconds(1));
        source.offer(far, "b");
        settle(worker);
        assertThat(sink.values).containsExactly("b");
    }

    @Test
    void theLastTimeOfAllCompletesAtTheEndAndAClockNeverReachesIt() {
        TimePolicy undrifting = new TimePolicy(
                Duration.ofMillis(100), LatePolicy.DELIVER, Optional.of(Duration.ofMillis(500)), Optional.empty());
        for (TimePolicy policy : List.of(EXACT, undrifting)) {
            HandSource last = new HandSource();
            HandSink out = HandSink.confirming();
            Worker worker = started(chain(last, joining(), out), options.withTime(policy));
            last.offer(Long.MAX_VALUE, "a");
            last.offer(Long.MAX_VALUE, "b");
            settle(worker);
            clock.pass(Duration.ofSeconds(1));
            assertThat(worker.doWork()).isZero();
            assertThat(worker.rest(HOUR)).isPositive();
            assertThat(out.values).isEmpty();
            last.ingress().end();
            settle(worker);
            assertThat(out.values).containsExactly("ab");
            assertThat(last.acknowledged).containsExactly("a", "b");
            assertThat(worker.isDone()).isTrue();
        }
    }

    @Test
    void aLateRecordIsDeliveredAtTheFrontierAndCounted() {
        Worker worker = started(chain(source, joining(), sink), options);
        source.offer(10, "a");
        source.offer(20, "b");
        source.offer(5, "late");
        source.offer(21, "c");
        settle(worker);
        assertThat(sink.values).containsExactly("a", "blate");
        assertThat(sink.records.getLast().time()).isEqualTo(new Timestamp(20, 0, "t"));
        assertThat(worker.counts()).containsEntry("in", new Counts(4, 4, 0, 0, 1, 0));
        assertThat(faults).isEmpty();
    }

    @Test
    void aLateRecordIsDroppedAcknowledgedAndCounted() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(EXACT.withLate(LatePolicy.DROP)));
        source.offer(20, "b");
        source.offer(5, "late");
        settle(worker);
        assertThat(source.acknowledged).containsExactly("late");
        assertThat(worker.counts()).containsEntry("in", new Counts(2, 1, 1, 0, 1, 0));
        assertThat(faults).isEmpty();
    }

    @Test
    void aLateRecordIsReportedAndCounted() {
        Worker worker =
                started(chain(source, joining(), sink), options.withTime(EXACT.withLate(LatePolicy.DEAD_LETTER)));
        source.offer(20, "b");
        source.offer(5, "late");
        settle(worker);
        assertThat(source.acknowledged).containsExactly("late");
        assertThat(worker.counts()).containsEntry("in", new Counts(2, 1, 0, 1, 1, 0));
        assertThat(faults)
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.reason()).hasMessageContainingAll("LEAT-DATAFLOW-009", "15 ms behind"));
    }

    @Test
    void lateIsWhatLiesBehindItsOwnSourceNotBehindAnother() {
        Worker worker = started(two(joining()), options);
        source.offer(100, "a");
        settle(worker);
        other.offer(1, "b");
        settle(worker);
        assertThat(worker.counts().get("other").late()).isZero();
    }

    @Test
    void stoppingLeavesGroupsOpenAndUnacknowledged() {
        Worker worker = started(chain(source, joining(), sink), options);
        source.offer(10, "a");
        source.offer(20, "b");
        worker.requestStop();
        settle(worker);
        worker.close();
        assertThat(worker.isDone()).isTrue();
        assertThat(sink.values).containsExactly("a");
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void stoppingMovesNoTimeByTheClockEither() {
        Worker worker = started(chain(source, joining(), sink), options.withTime(LIVE));
        source.offer(clock.wallMillis(), "a");
        settle(worker);
        clock.pass(Duration.ofSeconds(10));
        worker.requestStop();
        settle(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(sink.values).isEmpty();
        assertThat(source.acknowledged).isEmpty();
    }

    @Test
    void theEndCompletesAllGroupsHoweverLittleRoomThereIs() {
        for (int capacity = 1; capacity <= 3; capacity++) {
            HandSource brief = new HandSource();
            HandSink out = HandSink.confirming();
            Worker worker = started(
                    chain(brief, joining(), out),
                    options.withCapacities(64, capacity).withTime(EXACT.withAllowedLateness(Duration.ofSeconds(10))));
            for (int i = 0; i < 10; i++) {
                brief.offer(i + 1, Integer.toString(i));
            }
            brief.ingress().end();
            settle(worker);
            assertThat(worker.isDone()).isTrue();
            assertThat(out.values).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            assertThat(brief.acknowledged).hasSize(10);
        }
    }

    @Test
    void severalAccumulatesInARowAtTheSameTimeFireUpstreamFirst() {
        Operator outer = Operators.accumulate(
                (staged, values) -> Bytes.utf8("groups: " + values.size()), AccumulateLimits.DEFAULT);
        Worker worker = started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("outer", () -> outer)
                        .operator("right", Rounds::joining)
                        .operator("left", Rounds::joining)
                        .sink("out", () -> sink)
                        .connect("in", "left")
                        .connect("in", "right")
                        .connect("left", "outer")
                        .connect("right", "outer")
                        .connect("outer", "out"),
                options);
        source.offer(new Timestamp(10, 0, "b"), "1");
        source.offer(new Timestamp(10, 0, "a"), "2");
        source.offer(11, "x");
        settle(worker);
        assertThat(sink.values).containsExactly("groups: 2");
        assertThat(sink.records.getFirst().time()).isEqualTo(new Timestamp(10, 0, "a"));
    }

    @Test
    void whatWasMovedToALaterTimeIsGroupedThere() {
        Worker worker = started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator(
                                "delay",
                                () -> Operators.delay(
                                        record -> new Timestamp((record.time().physical() / 10 + 1) * 10, 0, "w")))
                        .operator("group", Rounds::joining)
                        .sink("out", () -> sink)
                        .connect("in", "delay")
                        .connect("delay", "group")
                        .connect("group", "out"),
                options);
        source.offer(1, "a");
        source.offer(9, "b");
        source.offer(10, "c");
        settle(worker);
        assertThat(sink.values).isEmpty();
        source.offer(11, "d");
        settle(worker);
        assertThat(sink.values).containsExactly("ab");
    }
}
