package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.chain;
import static dev.leat.dataflow.Rounds.joining;
import static dev.leat.dataflow.Rounds.settle;
import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** An accumulate makes one record of a group, whatever the order in which it came. */
final class AccumulateTest {

    private static final Bytes GROUP = Bytes.utf8("group");

    private final HandSource source = new HandSource();
    private final HandSink sink = HandSink.confirming();
    private final List<Fault> faults = new ArrayList<>();
    private final WorkerOptions options = WorkerOptions.DEFAULT
            .withFaults(faults::add)
            .withClock(new HandClock())
            .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ofMillis(1000)));

    private Worker worker(Operator operator) {
        return started(chain(source, operator, sink), options);
    }

    private void end(Worker worker) {
        source.ingress().end();
        settle(worker);
    }

    private static AccumulateLimits batches(int records) {
        return new AccumulateLimits(records, 1 << 20, 1000, 1 << 20);
    }

    @Test
    void recordsOfOnePhysicalTimeAndCounterAreOneGroupWhicheverNodesGaveThem() {
        Worker worker = worker(joining());
        source.offer(new Timestamp(7, 1, "b"), "1");
        source.offer(new Timestamp(7, 1, "a"), "2");
        source.offer(new Timestamp(7, 2, "a"), "3");
        source.offer(new Timestamp(7, 0, "c"), "4");
        end(worker);
        assertThat(sink.values).containsExactly("4", "21", "3");
        assertThat(sink.records)
                .extracting(Record::time)
                .containsExactly(new Timestamp(7, 0, "c"), new Timestamp(7, 1, "a"), new Timestamp(7, 2, "a"));
    }

    @Property(tries = 200)
    void aGroupsResultIsTheSameForEveryPermutationOfItsRecords(@ForAll long seed) {
        Random random = new Random(seed);
        List<Object[]> records = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            records.add(new Object[] {
                new Timestamp(random.nextInt(3), random.nextInt(2), random.nextBoolean() ? "a" : "b"),
                Integer.toString(random.nextInt(4))
            });
        }
        List<String> first = run(records);
        Collections.shuffle(records, random);
        assertThat(run(records)).isEqualTo(first);
    }

    private List<String> run(List<Object[]> records) {
        HandSource in = new HandSource();
        HandSink out = HandSink.confirming();
        Worker worker = started(chain(in, joining(batches(3)), out), options);
        records.forEach(record -> in.offer((Timestamp) record[0], (String) record[1]));
        in.ingress().end();
        settle(worker);
        assertThat(in.acknowledged).hasSize(records.size());
        List<String> results = new ArrayList<>();
        out.records.forEach(record -> results.add(record.time() + "=" + HandSink.text(record)));
        return results;
    }

    @Test
    void aLargeGroupIsGivenInBatchesEachWithTheResultOfTheOneBefore() {
        List<String> calls = new ArrayList<>();
        Operator operator = Operators.accumulate(
                (staged, values) -> {
                    calls.add(texts(List.of(staged)) + "+" + texts(values));
                    return Bytes.utf8(texts(List.of(staged)) + texts(values));
                },
                batches(2));
        Worker worker = worker(operator);
        List.of("e", "d", "c", "b", "a").forEach(text -> source.offer(5, text));
        end(worker);
        assertThat(calls).containsExactly("+ab", "ab+cd", "abcd+e");
        assertThat(sink.values).containsExactly("abcde");
    }

    @Test
    void aBatchHoldsSoManyBytesButOneRecordInAnyCase() {
        List<Integer> calls = new ArrayList<>();
        Operator operator = Operators.accumulate(
                (staged, values) -> {
                    calls.add(values.size());
                    return staged;
                },
                new AccumulateLimits(100, 200, 1000, 1 << 20));
        Worker worker = worker(operator);
        // Each value counts 64 bytes and its own.
        source.offer(5, "a".repeat(36));
        source.offer(5, "b".repeat(36));
        source.offer(5, "c");
        source.offer(5, "d".repeat(1000));
        source.offer(5, "e");
        end(worker);
        assertThat(calls).containsExactly(2, 1, 1, 1);
    }

    private static String texts(List<DataModel> values) {
        StringBuilder texts = new StringBuilder();
        values.forEach(value ->
                texts.append(HandSink.text(new Record(new Timestamp(0, 0, ""), value, Receipt.unacknowledged()))));
        return texts.toString();
    }

    @Test
    void theFirstCallGetsAnEmptyMessageOfTheGroupsTimeWithTheFrameOfItsFirstRecord() {
        List<DataModel> staged = new ArrayList<>();
        Operator operator = Operators.accumulate(
                (before, values) -> {
                    staged.add(before);
                    return GROUP;
                },
                AccumulateLimits.DEFAULT);
        Worker worker = worker(operator);
        Message second = new Message(
                new DataTimestamp(2, 0, 0, "z"),
                Bytes.utf8("second"),
                Optional.empty(),
                Bytes.utf8("2"),
                List.of(),
                Optional.empty());
        Message first = new Message(
                new DataTimestamp(1, 0, 0, "z"),
                Bytes.utf8("topic"),
                Optional.of("text/plain"),
                Bytes.utf8("1"),
                List.of(new UserProperty("k", "v")),
                Optional.of(new MessageSchema.Inline("n", "c")));
        Timestamp time = new Timestamp(1_500, 3, "n");
        source.ingress().offer(time, second, () -> {});
        source.ingress().offer(time, first, () -> {});
        Snapshot snapshot = new Snapshot(new DataTimestamp(9, 0, 0, ""), "rgb24", 1, 1, Bytes.utf8("rgb"));
        source.ingress().offer(new Timestamp(1_501, 0, "n"), snapshot, () -> {});
        source.ingress().offer(new Timestamp(1_502, 0, "n"), Bytes.utf8("raw"), () -> {});
        end(worker);
        assertThat(staged)
                .containsExactly(
                        first.withTimestamp(time.toDataTimestamp()).withPayload(Bytes.EMPTY),
                        Message.of(new Timestamp(1_501, 0, "n").toDataTimestamp(), "", Bytes.EMPTY),
                        Message.of(new Timestamp(1_502, 0, "n").toDataTimestamp(), "", Bytes.EMPTY));
    }

    @Test
    void aFailingBatchLosesOnlyItsRecordsAndWhatIsStagedStays() {
        Operator operator = Operators.accumulate(
                (staged, values) -> {
                    if (texts(values).contains("c")) {
                        throw new IllegalArgumentException("no c");
                    }
                    return Bytes.utf8(texts(List.of(staged)) + texts(values));
                },
                batches(2));
        Worker worker = worker(operator);
        List.of("a", "b", "c", "d", "e").forEach(text -> source.offer(5, text));
        end(worker);
        assertThat(sink.values).containsExactly("abe");
        assertThat(faults)
                .extracting(fault -> HandSink.text(((Fault.RecordDropped) fault).record()))
                .containsExactly("c", "d");
        assertThat(source.acknowledged).hasSize(5);
        assertThat(worker.counts().get("work")).isEqualTo(new Counts(5, 1, 0, 2));
    }

    @Test
    void aGroupThatNoCallSucceededForLeadsToNothingAndIsAcknowledged() {
        Operator operator = Operators.accumulate(
                (staged, values) -> {
                    if (values.size() == 1) {
                        throw new StackOverflowError();
                    }
                    throw new AssertionError("an error, not an exception");
                },
                batches(2));
        Worker worker = worker(operator);
        List.of("a", "b", "c").forEach(text -> source.offer(5, text));
        end(worker);
        assertThat(sink.values).isEmpty();
        assertThat(faults).hasSize(3);
        assertThat(source.acknowledged).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(worker.failure()).isEmpty();
    }

    @Test
    void aBrokenAccumulatorEndsTheGraphAndItsGroupComesAgain() {
        Operator operator = Operators.accumulate(
                (staged, values) -> {
                    throw new BrokenOperatorException(new IllegalStateException("gone for good"));
                },
                batches(2));
        Worker worker = worker(operator);
        source.offer(5, "a");
        end(worker);
        assertThat(worker.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.error()).isEqualTo(DataflowError.OPERATION);
            assertThat(failure).hasMessageContaining("gone for good");
        });
        assertThat(source.acknowledged).isEmpty();
    }

    @Test
    void allRecordsOfAGroupAreAcknowledgedWhenItsResultIsConfirmedAndNotBefore() {
        HandSink slow = HandSink.waiting(10);
        Worker worker = started(chain(source, joining(), slow), options);
        source.offer(5, "a");
        source.offer(5, "b");
        end(worker);
        assertThat(slow.values).containsExactly("ab");
        assertThat(source.acknowledged).isEmpty();
        slow.confirmNext();
        assertThat(source.acknowledged).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatComesBeyondTheLimitOfOpenRecordsIsLostAndReportedUntilAGroupCloses() {
        Worker worker = worker(joining(new AccumulateLimits(10, 1000, 2, 1 << 20)));
        source.offer(5, "a");
        source.offer(6, "b");
        source.offer(6, "over");
        settle(worker);
        assertThat(source.acknowledged).containsExactly("over");
        assertThat(faults)
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.reason()).hasMessageContainingAll("LEAT-DATAFLOW-012", "hold 2 records"));
        source.ingress().advance(Frontier.at(6));
        source.offer(6, "c");
        end(worker);
        assertThat(sink.values).containsExactly("a", "bc");
    }

    @Test
    void whatComesBeyondTheLimitOfOpenBytesIsLostAndReportedUntilAGroupCloses() {
        Worker worker = worker(joining(new AccumulateLimits(10, 1000, 100, 200)));
        source.offer(5, "a".repeat(100));
        source.offer(6, "over");
        settle(worker);
        assertThat(source.acknowledged).containsExactly("over");
        source.ingress().advance(Frontier.at(6));
        source.offer(6, "b");
        end(worker);
        assertThat(sink.values).containsExactly("a".repeat(100), "b");
    }

    @Test
    void openGroupsOutliveTheirWorkerInACheckpoint() {
        HandStore store = new HandStore();
        WorkerOptions kept = options.withCheckpoints(new CheckpointOptions(store, Duration.ZERO, Duration.ZERO));
        Worker worker = started(chain(source, joining(), sink), kept);
        source.offer(new Timestamp(5, 0, "b"), "2");
        source.offer(new Timestamp(5, 0, "a"), "1");
        settle(worker);
        worker.requestStop();
        settle(worker);
        worker.close();
        assertThat(sink.values).isEmpty();
        // A checkpoint holds them.
        assertThat(source.acknowledged).containsExactlyInAnyOrder("1", "2");

        HandSource again = new HandSource();
        Worker next = started(chain(again, joining(), sink), kept);
        assertThat(next.notRestored()).isEmpty();
        assertThat(again.ingress().restored()).isEqualTo(2);
        again.offer(new Timestamp(5, 0, "c"), "3");
        again.ingress().end();
        settle(next);
        assertThat(sink.values).containsExactly("123");
        assertThat(sink.records.getFirst().time()).isEqualTo(new Timestamp(5, 0, "a"));
    }

    @Test
    void theAccumulatorIsClosedWithItsOperator() {
        List<String> closed = new ArrayList<>();
        Accumulate.Accumulator accumulator = new Accumulate.Accumulator() {
            @Override
            public DataModel accumulate(DataModel staged, List<DataModel> values) {
                return staged;
            }

            @Override
            public void close() {
                closed.add("closed");
            }
        };
        Worker worker = worker(Operators.accumulate(accumulator, AccumulateLimits.DEFAULT));
        settle(worker);
        assertThat(closed).isEmpty();
        worker.close();
        worker.close();
        assertThat(closed).containsExactly("closed");
    }
}
