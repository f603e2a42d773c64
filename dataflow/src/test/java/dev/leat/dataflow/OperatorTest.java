package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.chain;
import static dev.leat.dataflow.Rounds.settle;
import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The worker keeps each promise that an operator is given. */
final class OperatorTest {

    private final HandSource source = new HandSource();
    private final HandSource other = new HandSource();
    private final HandSink sink = HandSink.confirming();
    private final HandStore store = new HandStore();
    private final List<Fault> faults = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final WorkerOptions options = WorkerOptions.DEFAULT
            .withFaults(faults::add)
            .withClock(new HandClock())
            .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO));
    private final WorkerOptions kept =
            options.withCheckpoints(new CheckpointOptions(store, Duration.ZERO, Duration.ZERO));

    private static String text(Record record) {
        return HandSink.text(record);
    }

    /** Writes down what it is called with, and emits so many copies at once. */
    private final class Noting implements Operator {

        private final String name;
        private final int copies;
        private int emitted;
        private boolean inside;

        Noting(String name, int copies) {
            this.name = name;
            this.copies = copies;
        }

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            assertThat(inside).isFalse();
            inside = true;
            calls.add(name + input + ":" + text(record));
            boolean done = emit(record, outbox);
            inside = false;
            return done;
        }

        private boolean emit(Record record, Outbox outbox) {
            while (emitted < copies) {
                if (!outbox.offer(record.withValue(Bytes.utf8(text(record) + emitted)))) {
                    return false;
                }
                emitted++;
            }
            emitted = 0;
            return true;
        }

        @Override
        public boolean complete(Timestamp time, Outbox outbox) {
            calls.add(name + "!" + time.physical());
            return true;
        }

        @Override
        public State save() {
            calls.add(name + " save");
            return State.NONE;
        }
    }

    private Dataflow.Builder diamond() {
        return Dataflow.builder("test")
                .source("in", () -> source)
                .operator("top", () -> new Noting("top", 2))
                .operator("left", () -> new Noting("left", 2))
                .operator("right", () -> new Noting("right", 1))
                .operator("end", () -> new Noting("end", 1))
                .sink("out", () -> sink)
                .connect("in", "top")
                .connect("top", "left")
                .connect("top", "right")
                .connect("left", "end")
                .connect("right", "end")
                .connect("end", "out");
    }

    @Test
    void allThatComesOfARecordGoesBeforeTheNextOneInTheOrderInWhichItWasEmittedWhateverTheRoom() {
        Worker wide = started(diamond(), options);
        source.offer("a");
        source.offer("b");
        settle(wide);
        List<String> expected = new ArrayList<>();
        for (String record : List.of("a", "b")) {
            expected.add("top0:" + record);
            for (String copy : List.of(record + "0", record + "1")) {
                expected.addAll(List.of(
                        "left0:" + copy,
                        "end0:" + copy + "0",
                        "end0:" + copy + "1",
                        "right0:" + copy,
                        "end1:" + copy + "0"));
            }
        }
        assertThat(calls).isEqualTo(expected);
        List<String> values = List.copyOf(sink.values);

        calls.clear();
        sink.values.clear();
        Worker narrow = started(diamond(), options.withCapacities(1, 1));
        source.offer("a");
        settle(narrow);
        source.offer("b");
        settle(narrow);
        assertThat(sink.values).isEqualTo(values);
        // Calls that go on after a refusal are there twice, and nothing lies between.
        List<String> once = List.copyOf(new LinkedHashSet<>(calls));
        assertThat(once).isEqualTo(expected);
    }

    @Test
    void completionsComeInAscendingOrderEachBehindEveryRecordOfAnEarlierTime() {
        Operator asking = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                calls.add("record " + record.time().physical());
                outbox.notifyAt(new Timestamp(record.time().physical() + 5, 0, ""));
                outbox.notifyAt(record.time());
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                calls.add("complete " + time.physical());
                return true;
            }
        };
        Worker worker = started(
                chain(source, asking, sink),
                options.withTime(options.time().withAllowedLateness(Duration.ofMillis(2))));
        for (long time : new long[] {3, 1, 2, 5, 10}) {
            source.offer(time, "x");
        }
        settle(worker);
        assertThat(calls)
                .containsExactly(
                        "record 3",
                        "record 1",
                        "record 2",
                        "complete 1",
                        "complete 2",
                        "record 5",
                        "complete 3",
                        "complete 5",
                        "complete 6",
                        "complete 7",
                        "record 10");
    }

    @Test
    void completionsKeepTheirPlaceBeforeTheRecordThatBroughtThemWhereThereIsNoRoom() {
        for (int capacity : new int[] {100, 1}) {
            HandSource in = new HandSource();
            HandSink out = HandSink.confirming();
            Worker worker = started(
                    Dataflow.builder("test")
                            .source("in", () -> in)
                            .operator("group", Rounds::joining)
                            .sink("out", () -> out)
                            .connect("in", "group")
                            .connect("in", "out")
                            .connect("group", "out"),
                    options.withCapacities(64, capacity)
                            .withTime(options.time().withAllowedLateness(Duration.ofMillis(10))));
            in.offer(1, "a");
            in.offer(2, "b");
            in.offer(3, "c");
            in.offer(50, "d");
            settle(worker);
            assertThat(out.records)
                    .as("capacity %s", capacity)
                    .extracting(record -> record.time().physical())
                    .containsExactly(1L, 2L, 3L, 1L, 2L, 3L, 50L);
        }
    }

    @Test
    void anOperatorThatWasRefusedIsCalledAgainWithTheSameArgumentAndWithNothingElseBetween() {
        HandSink slow = HandSink.waiting(1);
        List<Record> arguments = new ArrayList<>();
        Operator three = new Operator() {
            private int emitted;

            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                arguments.add(record);
                while (emitted < 3) {
                    if (!outbox.offer(record)) {
                        // It stays so until the call returns.
                        assertThat(outbox.offer(record)).isFalse();
                        return false;
                    }
                    emitted++;
                }
                emitted = 0;
                return true;
            }

            @Override
            public State save() {
                assertThat(emitted).isZero();
                return State.NONE;
            }
        };
        Worker worker = started(chain(source, three, slow), kept.withCapacities(8, 1));
        source.offer("a");
        source.offer("b");
        for (int i = 0; i < 6; i++) {
            settle(worker);
            slow.confirmNext();
        }
        settle(worker);
        assertThat(slow.values).containsExactly("a", "a", "a", "b", "b", "b");
        List<String> texts = arguments.stream().map(OperatorTest::text).toList();
        assertThat(texts).containsExactly("a", "a", "a", "b", "b", "b");
        assertThat(arguments.subList(1, 3)).allMatch(again -> again == arguments.getFirst());
        assertThat(store.written).isGreaterThan(1);
    }

    @Test
    void aCompletionThatWasRefusedIsCalledAgainWithTheSameTimeBeforeTheNext() {
        Operator three = new Operator() {
            private int emitted;

            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                outbox.notifyAt(record.time());
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                while (emitted < 3) {
                    if (!outbox.offer(
                            new Record(time, Bytes.utf8(time.physical() + "-" + emitted), Receipt.unacknowledged()))) {
                        return false;
                    }
                    emitted++;
                }
                emitted = 0;
                return true;
            }
        };
        Worker worker = started(chain(source, three, sink), kept.withCapacities(8, 1));
        source.offer(1, "a");
        source.offer(2, "b");
        source.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("1-0", "1-1", "1-2", "2-0", "2-1", "2-2");
        assertThat(worker.isDone()).isTrue();
    }

    @Test
    void anOperatorThatEmitsAtMostOneRecordAnOutputNeverSeesARefusalHoweverManyOutputsItHas() {
        int outputs = 70;
        List<String> arms =
                IntStream.range(0, outputs).mapToObj(arm -> "arm" + arm).toList();
        Operator all = (input, record, outbox) -> {
            for (int output = 0; output < outputs; output++) {
                assertThat(outbox.offer(output, record.withValue(Bytes.utf8(text(record) + output))))
                        .isTrue();
            }
            return true;
        };
        Dataflow.Builder builder = Dataflow.builder("test")
                .source("in", () -> source)
                .operator("work", arms, () -> all)
                .sink("out", () -> sink)
                .connect("in", "work");
        arms.forEach(arm -> builder.connect("work", arm, "out"));
        Worker worker = started(builder, options.withCapacities(8, 1));
        source.offer("a");
        source.offer("b");
        settle(worker);
        assertThat(faults).isEmpty();
        List<String> expected = new ArrayList<>();
        for (String record : List.of("a", "b")) {
            IntStream.range(0, outputs).forEach(output -> expected.add(record + output));
        }
        assertThat(sink.values).isEqualTo(expected);
        assertThat(source.acknowledged).containsExactly("a", "b");
    }

    @Test
    void anArmWithoutConnectionsDropsAndIsNeverFull() {
        Operator many = (input, record, outbox) -> {
            for (int i = 0; i < 10; i++) {
                assertThat(outbox.offer(0, record)).isTrue();
            }
            return outbox.offer(1, record);
        };
        Worker worker = started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("work", List.of("nowhere", "out"), () -> many)
                        .sink("out", () -> sink)
                        .connect("in", "work")
                        .connect("work", "out", "out"),
                options.withCapacities(8, 1));
        source.offer("a");
        source.offer("b");
        settle(worker);
        assertThat(sink.values).containsExactly("a", "b");
        assertThat(source.acknowledged).containsExactly("a", "b");
        assertThat(worker.counts().get("work")).isEqualTo(new Counts(2, 2, 20, 0));
    }

    @Test
    void emittingOrAskingBeforeTheTimeOfTheCallIsRefusedAndNothingIsEmitted() {
        Operator early = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                Timestamp time = record.time();
                Timestamp before = new Timestamp(time.physical() - 1, time.counter(), time.nodeId());
                switch (text(record)) {
                    case "emit" -> outbox.offer(record.withTime(before));
                    case "ask" -> outbox.notifyAt(before);
                    case "same" -> outbox.offer(record.withTime(new Timestamp(time.physical(), 0, "")));
                    default -> outbox.notifyAt(time);
                }
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                outbox.offer(new Record(
                        new Timestamp(time.physical() - 1, time.counter(), "z"),
                        Bytes.EMPTY,
                        Receipt.unacknowledged()));
                return true;
            }
        };
        Worker worker = started(chain(source, early, sink), options);
        source.offer(new Timestamp(10, 5, "n"), "emit");
        source.offer(new Timestamp(10, 5, "n"), "ask");
        source.offer(new Timestamp(10, 5, "n"), "same");
        source.offer(new Timestamp(10, 5, "n"), "complete");
        source.ingress().end();
        settle(worker);
        assertThat(sink.values).containsExactly("same");
        assertThat(faults)
                .hasSize(3)
                .allSatisfy(fault -> assertThat(fault.reason())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("operation 'work' emits at"));
        assertThat(faults.getLast()).isInstanceOf(Fault.CompletionFailed.class);
        assertThat(source.acknowledged).hasSize(4);
    }

    @Test
    void whatIsBehindAnOperatorThatAskedForATimeWaitsWithIt() {
        Operator late = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                outbox.notifyAt(record.time());
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                return outbox.offer(new Record(time, Bytes.utf8("late"), Receipt.unacknowledged()));
            }
        };
        Worker worker = started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("group", Rounds::joining)
                        .operator("late", () -> late)
                        .sink("out", () -> sink)
                        .connect("in", "group")
                        .connect("in", "late")
                        .connect("late", "group")
                        .connect("group", "out"),
                options);
        source.offer(10, "a");
        source.offer(11, "b");
        settle(worker);
        assertThat(sink.values).containsExactly("alate");
    }

    @Test
    void aRecordThatLeadsToNothingIsAcknowledgedAsADeliberateDrop() {
        Worker worker = started(chain(source, (input, record, outbox) -> true, sink), options);
        source.offer("a");
        settle(worker);
        assertThat(source.acknowledged).containsExactly("a");
        assertThat(worker.counts().get("work")).isEqualTo(new Counts(1, 0, 1, 0));
    }

    @Test
    void aKeptRecordIsNotAcknowledgedBeforeItIsReleasedAndCountsAsNeitherDroppedNorOut() {
        List<Record> held = new ArrayList<>();
        Operator keeping = (input, record, outbox) -> {
            outbox.keep(record);
            held.add(record);
            return true;
        };
        Worker worker = started(chain(source, keeping, sink), options);
        source.offer("a");
        settle(worker);
        assertThat(source.acknowledged).isEmpty();
        assertThat(worker.counts().get("work")).isEqualTo(new Counts(1, 0, 0, 0));
        held.getFirst().receipt().release();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void aKeptRecordIsAcknowledgedWhenACheckpointWithItIsDurable() {
        Operator keeping = (input, record, outbox) -> {
            outbox.keep(record);
            return true;
        };
        Worker worker = started(chain(source, keeping, sink), kept);
        source.offer("a");
        settle(worker);
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void aRecordReportedAsLostIsStillTheOperatorsToRelease() {
        List<Record> held = new ArrayList<>();
        Operator losing = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                outbox.keep(record);
                held.add(record);
                outbox.notifyAt(record.time());
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                outbox.lose(held.getFirst(), new IllegalStateException("expired"));
                return true;
            }
        };
        Worker worker = started(chain(source, losing, sink), options);
        source.offer("a");
        source.ingress().end();
        settle(worker);
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.operation()).isEqualTo("work");
            assertThat(fault.reason()).hasMessage("expired");
        });
        assertThat(worker.counts().get("work").failed()).isEqualTo(1);
        assertThat(source.acknowledged).isEmpty();
        held.getFirst().receipt().release();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void aBrokenOperatorEndsTheGraphAndLeavesTheRecordToComeAgain() {
        Operator broken = (input, record, outbox) -> {
            outbox.offer(record);
            throw new BrokenOperatorException(new IllegalStateException("no instance left"));
        };
        Worker worker = started(chain(source, broken, sink), options);
        source.offer("a");
        source.offer("b");
        settle(worker);
        assertThat(worker.isDone()).isTrue();
        assertThat(worker.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.error()).isEqualTo(DataflowError.OPERATION);
            assertThat(failure.operation()).contains("work");
            assertThat(failure).hasMessageContaining("no instance left");
        });
        assertThat(source.acknowledged).isEmpty();
        assertThat(worker.doWork()).isZero();
    }

    @Test
    void anOperatorThatBreaksOnACompletedTimeEndsTheGraph() {
        Operator broken = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                outbox.notifyAt(record.time());
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                throw new OutOfMemoryError("not really");
            }
        };
        Worker worker = started(chain(source, broken, sink), options);
        source.offer("a");
        source.ingress().end();
        settle(worker);
        assertThat(worker.failure())
                .hasValueSatisfying(failure -> assertThat(failure.operation()).contains("work"));
    }

    /** Counts what it saw, in a checkpoint too; which of several it is, is part of what it says. */
    private final class Counting implements Operator {

        private final int number;
        private final int form;
        private int seen;

        Counting(int number, int form) {
            this.number = number;
            this.form = form;
        }

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            seen++;
            calls.add(number + " process");
            return outbox.offer(record.withValue(Bytes.utf8(text(record) + seen)));
        }

        @Override
        public State save() {
            int now = seen;
            return now == 0
                    ? State.NONE
                    : writer -> {
                        writer.writeInt(form);
                        writer.writeInt(now);
                    };
        }

        @Override
        public void restore(StateReader state) throws IOException {
            calls.add(number + " restore");
            int found = state.readInt();
            seen = state.readInt();
            if (found != form) {
                throw new IOException("form " + found + " is not mine");
            }
        }

        @Override
        public void close() {
            calls.add(number + " close");
        }
    }

    private Supplier<Operator> counting(int form) {
        int[] made = {0};
        return () -> new Counting(++made[0], form);
    }

    private Worker counted(Supplier<Operator> operator) {
        return started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .operator("work", operator)
                        .sink("out", () -> sink)
                        .connect("in", "work")
                        .connect("work", "out"),
                kept);
    }

    private void end(Worker worker) {
        source.ingress().end();
        settle(worker);
        worker.close();
        worker.close();
    }

    @Test
    void whatWasSavedIsRestoredOnceOnAFreshOperatorBeforeAnyRecord() {
        Worker first = counted(counting(1));
        source.offer("a");
        end(first);
        assertThat(calls).containsExactly("1 process", "1 close");
        calls.clear();
        Worker second = counted(counting(1));
        source.offer("b");
        end(second);
        assertThat(calls).containsExactly("1 restore", "1 process", "1 close");
        assertThat(sink.values).containsExactly("a1", "b2");
        assertThat(second.notRestored()).isEmpty();
    }

    @Test
    void anOperatorThatSavedNothingIsNotRestored() {
        Worker first = counted(counting(1));
        end(first);
        assertThat(store.written).isOne();
        Worker second = started(chain(source, (input, record, outbox) -> true, sink), kept);
        source.offer("a");
        end(second);
        assertThat(store.written).isGreaterThan(1);
        calls.clear();
        end(counted(counting(1)));
        assertThat(calls).containsExactly("1 close");
    }

    @Test
    void whatAnOperatorWaitedForIsItsAgainThoughItSavedNothing() {
        Operator asking = new Operator() {
            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                outbox.notifyAt(record.time());
                return true;
            }

            @Override
            public boolean complete(Timestamp time, Outbox outbox) {
                calls.add("complete " + time);
                return true;
            }

            @Override
            public void restore(StateReader state) throws IOException {
                throw new IOException("nothing was saved");
            }
        };
        Worker first = started(chain(source, asking, sink), kept);
        source.offer(5, "a");
        settle(first);
        first.requestStop();
        settle(first);
        first.close();
        Worker second = started(chain(source, asking, sink), kept);
        assertThat(second.notRestored()).isEmpty();
        end(second);
        assertThat(calls).containsExactly("complete " + new Timestamp(5, 0, "t"));
    }

    @Test
    void anOperatorThatCannotReadItsStateIsReplacedByAFreshOneAndTheLossIsNamed() {
        Worker first = counted(counting(1));
        source.offer("a");
        end(first);
        calls.clear();
        Worker second = counted(counting(2));
        assertThat(second.notRestored()).singleElement().asString().contains("operation 'work'", "form 1 is not mine");
        source.offer("b");
        end(second);
        assertThat(calls).containsExactly("1 restore", "1 close", "2 process", "2 close");
        assertThat(sink.values).containsExactly("a1", "b1");
    }

    @Test
    void aGraphWhoseOperatorCannotBeReplacedDoesNotStart() {
        Worker first = counted(counting(1));
        source.offer("a");
        end(first);
        calls.clear();
        Supplier<Operator> made = counting(2);
        int[] left = {1};
        assertThatThrownBy(() -> counted(() -> {
                    if (left[0]-- == 0) {
                        throw new IllegalStateException("one only");
                    }
                    return made.get();
                }))
                .isInstanceOfSatisfying(DataflowException.class, failure -> {
                    assertThat(failure.error()).isEqualTo(DataflowError.START);
                    assertThat(failure.operation()).contains("work");
                })
                .hasMessageContaining("one only");
        assertThat(calls).containsExactly("1 restore", "1 close");
    }

    @Test
    void whatIsDueInAChangedGraphIsDoneAtOnce() {
        Worker first = started(
                Dataflow.builder("test")
                        .source("in", () -> source)
                        .source("other", () -> other)
                        .operator("work", Rounds::joining)
                        .sink("out", () -> sink)
                        .connect("in", "work")
                        .connect("other", "work")
                        .connect("work", "out"),
                kept);
        source.offer(5, "a");
        source.offer(9, "b");
        settle(first);
        first.requestStop();
        settle(first);
        first.close();
        assertThat(sink.values).isEmpty();
        Worker second = started(chain(source, Rounds.joining(), sink), kept);
        settle(second);
        assertThat(sink.values).containsExactly("a");
        assertThat(second.doWork()).isZero();
    }

    @Test
    void operatorsCloseInTheOrderOfTheGraphThenSinksThenSources() {
        Worker worker = counted(counting(1));
        worker.close();
        assertThat(calls).containsExactly("1 close");
        assertThat(sink.closed).isTrue();
        assertThat(source.life).endsWith("close");
    }
}
