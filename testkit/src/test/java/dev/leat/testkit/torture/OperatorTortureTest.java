package dev.leat.testkit.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.Accumulate;
import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.BrokenOperatorException;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.Outbox;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Good operators stand every regime; one that breaks a sentence of its contract is found by that sentence's name. */
final class OperatorTortureTest {

    private static final List<Record> RECORDS = List.of(
            record(10, "a"), record(10, "b"), record(12, "c"), record(10, "d"), record(15, "e"), record(15, "f"));

    private static Record record(long time, String text) {
        return new Record(new Timestamp(time, 0, "n"), Bytes.utf8(text), Receipt.unacknowledged());
    }

    private static String text(DataModel value) {
        return ((Bytes) value).asUtf8();
    }

    private static Record with(Record record, String text) {
        return record.withValue(Bytes.utf8(text));
    }

    private static Timestamp before(Timestamp time) {
        return new Timestamp(time.physical() - 1, 0, "n");
    }

    private static OperatorTorture torture(Supplier<? extends Operator> operator) {
        return OperatorTorture.of(operator).with(RECORDS);
    }

    private static void assertFound(OperatorTorture torture, Rule rule, Regime regime) {
        List<Finding> findings = torture.findings();
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(finding.regime()).isEqualTo(regime);
        });
        assertThatThrownBy(torture::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(rule.name(), regime.toString());
    }

    // Good ones.

    @Test
    void operatorsMadeOfAFunctionStandEverything() {
        torture(() -> Operators.map(record -> Bytes.utf8(text(record.value()).toUpperCase(Locale.ROOT))))
                .stateless()
                .anyOrder()
                .check();
        torture(() -> Operators.filter(record -> !text(record.value()).equals("b")))
                .stateless()
                .anyOrder()
                .check();
        torture(() -> Operators.branch(record -> text(record.value()).compareTo("c") > 0))
                .outputs(2)
                .stateless()
                .anyOrder()
                .check();
        torture(() -> Operators.delay(record -> new Timestamp(
                        record.time().physical() + 3, 0, record.time().nodeId())))
                .stateless()
                .anyOrder()
                .check();
    }

    @Test
    void aConcatenationOfThreeInputsStandsEverything() {
        OperatorTorture.of(Operators::concatenate)
                .with(RECORDS, List.of(record(1, "x"), record(20, "y")), List.of())
                .stateless()
                .anyOrder()
                .check();
    }

    @Test
    void anAccumulateStandsEverything() {
        AccumulateLimits limits = new AccumulateLimits(2, 1 << 20, 100, 1 << 20);
        Accumulate.Accumulator joining = (staged, values) -> {
            StringBuilder text = new StringBuilder();
            if (staged instanceof Bytes bytes) {
                text.append(bytes.asUtf8());
            }
            values.forEach(value -> text.append(text(value)));
            return Bytes.utf8(text.toString());
        };
        torture(() -> Operators.accumulate(joining, limits)).anyOrder().check();
        Accumulate.Accumulator picky = (staged, values) -> {
            if (values.contains(Bytes.utf8("b"))) {
                throw new IllegalArgumentException("no b");
            }
            return joining.accumulate(staged, values);
        };
        torture(() -> Operators.accumulate(picky, limits)).anyOrder().check();
    }

    @Test
    void anOperatorThatFailsOnSomeRecordsStandsEverything() {
        torture(() -> Operators.map(record -> {
                    if (text(record.value()).equals("b")) {
                        throw new IllegalArgumentException("no b");
                    }
                    return record.value();
                }))
                .stateless()
                .anyOrder()
                .check();
    }

    /** Counts, and says so three times for each record; knows how to go on, to save and to restore. */
    private static class Counting implements Operator {

        int seen;
        int emitted;

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            while (emitted < 3) {
                if (!outbox.offer(with(record, text(record.value()) + seen + emitted))) {
                    return false;
                }
                emitted++;
            }
            emitted = 0;
            seen++;
            return true;
        }

        @Override
        public State save() {
            int now = seen;
            return writer -> writer.writeInt(now);
        }

        @Override
        public void restore(StateReader state) throws IOException {
            seen = state.readInt();
        }
    }

    @Test
    void aStatefulOperatorThatEmitsManyStandsEverything() {
        torture(Counting::new).check();
    }

    /** Emits each record when its time is complete; several of one time in the order in which they came. */
    private static class Holding implements Operator {

        final Map<Timestamp, List<Record>> held = new TreeMap<>();

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            List<Record> group = held.get(record.time());
            if (group == null) {
                group = new ArrayList<>();
                held.put(record.time(), group);
                outbox.notifyAt(record.time());
            }
            outbox.keep(record);
            group.add(record);
            return true;
        }

        @Override
        public boolean complete(Timestamp time, Outbox outbox) {
            List<Record> group = held.getOrDefault(time, List.of());
            while (!group.isEmpty()) {
                if (!outbox.offer(group.getFirst())) {
                    return false;
                }
                group.removeFirst().receipt().release();
            }
            held.remove(time);
            return true;
        }

        @Override
        public State save() {
            List<Record> now = held.values().stream().flatMap(List::stream).toList();
            return writer -> {
                writer.writeInt(now.size());
                for (Record record : now) {
                    writer.writeTimestamp(record.time());
                    writer.writeValue(record.value());
                }
            };
        }

        @Override
        public void restore(StateReader state) throws IOException {
            for (int left = state.readCount(); left > 0; left--) {
                Record record = new Record(state.readTimestamp(), state.readValue(), Receipt.unacknowledged());
                held.computeIfAbsent(record.time(), time -> new ArrayList<>()).add(record);
            }
        }
    }

    @Test
    void anOperatorThatHoldsRecordsUntilTheirTimeStandsEverything() {
        torture(Holding::new).anyOrder().check();
    }

    /** Emits the record before when the next one comes, and drops repetitions: acknowledges out of order, and may. */
    private static final class Lagging implements Operator {

        private @Nullable Record last;

        @Override
        public boolean process(int input, Record record, Outbox outbox) {
            Record before = last;
            if (before != null && before.value().equals(record.value())) {
                return true;
            }
            outbox.keep(record);
            last = record;
            if (before != null) {
                outbox.offer(before.withTime(record.time()));
                before.receipt().release();
            }
            return true;
        }

        @Override
        public State save() {
            Record now = last;
            return now == null
                    ? State.NONE
                    : writer -> {
                        writer.writeTimestamp(now.time());
                        writer.writeValue(now.value());
                    };
        }

        @Override
        public void restore(StateReader state) throws IOException {
            last = new Record(state.readTimestamp(), state.readValue(), Receipt.unacknowledged());
        }
    }

    @Test
    void aRecordThatIsHeldToTheEndIsFoundAndNothingElseOfALaggingOperator() {
        List<Finding> findings = torture(Lagging::new).findings();
        assertThat(findings).hasSize(3).allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.RELEASES_ALL);
            assertThat(finding.regime()).isEqualTo(Regime.PLAIN);
            assertThat(finding.detail()).startsWith("1 of the records");
        });
    }

    // Broken ones.

    @Test
    void whatIsSharedBetweenOperatorsIsFound() {
        AtomicInteger shared = new AtomicInteger();
        assertFound(
                torture(() -> Operators.map(record -> Bytes.utf8("" + shared.incrementAndGet()))),
                Rule.SAME_RESULT,
                Regime.AGAIN);
    }

    @Test
    void theFirstDifferenceIsShown() {
        AtomicInteger made = new AtomicInteger();
        assertThat(torture(() -> {
                            int number = made.incrementAndGet();
                            return Operators.map(record ->
                                    text(record.value()).equals("c") ? Bytes.utf8("c of " + number) : record.value());
                        })
                        .findings()
                        .getFirst())
                .hasToString(
                        "SAME_RESULT (the results differ), the same again, times as given: record 3 of output 0 should"
                                + " be [000000000000012:00000:n] Bytes[6: c of 1], and is [000000000000012:00000:n] Bytes[6: c of"
                                + " 2]");
    }

    @Test
    void aCallThatIsNeverDoneIsFound() {
        assertFound(torture(() -> (input, record, outbox) -> false), Rule.IS_DONE_AT_LAST, Regime.PLAIN);
        assertFound(
                torture(() -> new Holding() {
                    @Override
                    public boolean complete(Timestamp time, Outbox outbox) {
                        return false;
                    }
                }),
                Rule.IS_DONE_AT_LAST,
                Regime.PLAIN);
    }

    @Test
    void anOperatorThatEmitsWithoutEndIsFound() {
        assertFound(
                OperatorTorture.of(() -> (input, record, outbox) -> {
                            while (outbox.offer(record)) {}
                            return false;
                        })
                        .with(List.of(record(1, "a"))),
                Rule.IS_DONE_AT_LAST,
                Regime.PLAIN);
    }

    @Test
    void anOperatorThatIgnoresARefusalIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    outbox.offer(record);
                    outbox.offer(record);
                    return true;
                }),
                Rule.HEEDS_REFUSAL,
                Regime.FULL);
    }

    @Test
    void anOperatorThatWaitsInItsCallForRoomIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    for (int i = 0; i < 2; i++) {
                        while (!outbox.offer(record)) {}
                    }
                    return true;
                }),
                Rule.HEEDS_REFUSAL,
                Regime.FULL);
    }

    @Test
    void anOperatorThatBeginsAnewAfterARefusalIsFound() {
        assertFound(
                OperatorTorture.of(() -> (input, record, outbox) -> {
                            boolean first = outbox.offer(record);
                            return first && outbox.offer(record);
                        })
                        .with(List.of(record(1, "a"))),
                Rule.IS_DONE_AT_LAST,
                Regime.FULL);
    }

    @Test
    void anOperatorThatForgetsWhereItWasAfterARefusalIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public boolean process(int input, Record record, Outbox outbox) {
                        if (!super.process(input, record, outbox)) {
                            emitted++;
                            return false;
                        }
                        return true;
                    }
                }),
                Rule.SAME_RESULT,
                Regime.FULL);
    }

    @Test
    void anOperatorThatEmitsBeforeItsTimeIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) -> outbox.offer(record.withTime(before(record.time())))),
                Rule.NOT_BEFORE_ITS_TIME,
                Regime.PLAIN);
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    outbox.notifyAt(before(record.time()));
                    return true;
                }),
                Rule.NOT_BEFORE_ITS_TIME,
                Regime.PLAIN);
    }

    @Test
    void anOperatorThatAsksTwiceForATimeIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    outbox.notifyAt(record.time());
                    return outbox.offer(record);
                }),
                Rule.ASKS_ONCE,
                Regime.PLAIN);
    }

    @Test
    void anOutputThatIsNotThereIsFound() {
        assertFound(torture(() -> Operators.branch(record -> true)), Rule.KNOWN_OUTPUT, Regime.PLAIN);
    }

    @Test
    void anOutboxUsedAfterItsCallIsFound() {
        Supplier<Operator> greedy = () -> new Operator() {
            private @Nullable Outbox first;

            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                if (first == null) {
                    first = outbox;
                }
                return first.offer(record);
            }
        };
        assertFound(torture(greedy), Rule.OUTBOX_WITHIN_CALL, Regime.PLAIN);
    }

    @Test
    void anOutboxUsedOnAnotherThreadIsFound() {
        Supplier<Operator> threaded = () -> (input, record, outbox) -> {
            Thread.ofPlatform().start(() -> outbox.offer(record)).join();
            return true;
        };
        assertFound(torture(threaded), Rule.OUTBOX_WITHIN_CALL, Regime.PLAIN);
    }

    @Test
    void aKeptRecordThatIsNeverReleasedIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    outbox.keep(record);
                    return outbox.offer(record);
                }),
                Rule.RELEASES_ALL,
                Regime.PLAIN);
    }

    @Test
    void aReleaseOfWhatWasNotKeptIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    outbox.offer(record);
                    record.receipt().release();
                    return true;
                }),
                Rule.RELEASES_NOT_TOO_EARLY,
                Regime.PLAIN);
        assertFound(
                torture(() -> (input, record, outbox) -> {
                    record.receipt().release();
                    return true;
                }),
                Rule.RELEASES_NOT_TOO_EARLY,
                Regime.PLAIN);
    }

    @Test
    void aReleaseBeforeTheOfferIsFound() {
        assertFound(
                torture(() -> new Holding() {
                    @Override
                    public boolean complete(Timestamp time, Outbox outbox) {
                        held.getOrDefault(time, List.of())
                                .forEach(record -> record.receipt().release());
                        for (Record record : held.getOrDefault(time, List.of())) {
                            outbox.offer(record);
                        }
                        return true;
                    }
                }),
                Rule.RELEASES_NOT_TOO_EARLY,
                Regime.PLAIN);
    }

    @Test
    void anEmissionWithoutItsRecordsReceiptIsFound() {
        assertFound(
                torture(() -> (input, record, outbox) ->
                        outbox.offer(new Record(record.time(), record.value(), Receipt.unacknowledged()))),
                Rule.RELEASES_NOT_TOO_EARLY,
                Regime.PLAIN);
    }

    @Test
    void aStateThatIsNotSavedIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public State save() {
                        return State.NONE;
                    }
                }),
                Rule.SAME_RESULT,
                Regime.RESTORED);
    }

    @Test
    void aSavedStateThatChangesLaterIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public State save() {
                        return writer -> writer.writeInt(seen);
                    }
                }),
                Rule.SAVES_ALL,
                Regime.SAVED);
    }

    @Test
    void aStateThatCannotBeReadBackIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public void restore(StateReader state) throws IOException {
                        seen = (int) (state.readLong() + state.readLong());
                    }
                }),
                Rule.SAVES_ALL,
                Regime.RESTORED);
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public State save() {
                        int now = seen;
                        return writer -> {
                            writer.writeInt(now);
                            writer.writeText("more");
                        };
                    }
                }),
                Rule.SAVES_ALL,
                Regime.RESTORED);
    }

    @Test
    void aSaveThatFailsIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public State save() {
                        throw new IllegalStateException("not now");
                    }
                }),
                Rule.SAVES_ALL,
                Regime.SAVED);
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public State save() {
                        return writer -> {
                            throw new IOException("not here");
                        };
                    }
                }),
                Rule.SAVES_ALL,
                Regime.SAVED);
    }

    @Test
    void aSaveThatChangesTheOperatorIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public State save() {
                        State saved = super.save();
                        seen = 0;
                        return saved;
                    }
                }),
                Rule.SAME_RESULT,
                Regime.SAVED);
    }

    @Test
    void aSupplierThatGivesTheSameOperatorTwiceIsFound() {
        Counting one = new Counting();
        assertFound(torture(() -> one), Rule.IS_FRESH, Regime.AGAIN);
    }

    @Test
    void aCloseThatFailsIsFound() {
        assertFound(
                torture(() -> new Counting() {
                    @Override
                    public void close() {
                        throw new IllegalStateException("stuck");
                    }
                }),
                Rule.CLOSES,
                Regime.PLAIN);
    }

    @Test
    void aBrokenOperatorIsFound() {
        assertFound(
                torture(() -> Operators.map(record -> {
                    throw new BrokenOperatorException(new IllegalStateException("gone"));
                })),
                Rule.SURVIVES,
                Regime.PLAIN);
    }

    @Test
    void anOperatorThatHoldsWhatAStatelessOneMustNotIsFound() {
        assertFound(torture(Counting::new).stateless(), Rule.SAME_RESULT, Regime.RECYCLED);
        assertFound(torture(Holding::new).stateless(), Rule.RELEASES_ALL, Regime.RECYCLED);
    }

    @Test
    void anOperatorWhoseResultDependsOnTheOrderWithinATimeIsFound() {
        Supplier<Operator> first = () -> new Operator() {
            private final Map<Long, Boolean> times = new HashMap<>();

            @Override
            public boolean process(int input, Record record, Outbox outbox) {
                return times.putIfAbsent(record.time().physical(), true) != null || outbox.offer(record);
            }
        };
        assertThat(torture(first).findings()).extracting(Finding::regime).doesNotContain(Regime.REORDERED);
        assertFound(torture(first).anyOrder(), Rule.SAME_RESULT, Regime.REORDERED);
    }

    @Test
    void withoutRecordsThereIsNothingToCheck() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorTorture.of(Operators::concatenate).check())
                .withMessageContaining("no records");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> torture(Operators::concatenate).outputs(0));
    }
}
