package dev.leat.dataflow;

import static dev.leat.dataflow.Rounds.chain;
import static dev.leat.dataflow.Rounds.joining;
import static dev.leat.dataflow.Rounds.settle;
import static dev.leat.dataflow.Rounds.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is lost goes to the dead letters, which say where and why, and hold the acknowledgement. */
final class DeadLettersTest {

    private static final Timestamp TIME = new Timestamp(1_500, 2, "n");

    private final HandSource source = new HandSource();
    private final HandSink sink = HandSink.confirming();
    private final List<Fault> faults = new ArrayList<>();
    private final WorkerOptions options = WorkerOptions.DEFAULT
            .withFaults(faults::add)
            .withClock(new HandClock())
            .withTime(TimePolicy.EVENT_TIME.withAllowedLateness(Duration.ZERO));

    private static Operator failing() {
        return Operators.map(record -> {
            if (HandSink.text(record).startsWith("bad")) {
                throw new IllegalArgumentException("cannot read this");
            }
            return record.value();
        });
    }

    private static Record record(DataModel value) {
        return new Record(TIME, value, Receipt.unacknowledged());
    }

    private static Message letter(Record lost, Throwable reason) {
        Record letter = DeadLetters.of("work", lost, reason);
        assertThat(letter.time()).isEqualTo(lost.time());
        assertThat(letter.receipt()).isSameAs(lost.receipt());
        return (Message) letter.value();
    }

    @Test
    void aMessageStaysAsItIsAndSaysWhereAndWhyItWasLostBehindItsOwnProperties() {
        Message message = Message.of(new DataTimestamp(3, 0, 0, "m"), "t/1", Bytes.utf8("payload"))
                .withContentType("text/plain")
                .withProperty("own", "1");
        Message letter = letter(record(message), new IllegalStateException("broken"));
        assertThat(letter.withProperties(List.of())).isEqualTo(message.withProperties(List.of()));
        assertThat(letter.properties())
                .containsExactly(
                        new UserProperty("own", "1"),
                        new UserProperty("leat-operation", "work"),
                        new UserProperty("leat-reason", "broken"),
                        new UserProperty("leat-topic", "t/1"),
                        new UserProperty("leat-time", "000000000001500:00002:n"));
    }

    @Test
    void whatIsNoMessageBecomesOneWhosePayloadAreItsBytes() {
        Message frame = letter(
                record(new Snapshot(new DataTimestamp(3, 0, 0, "m"), "rgb24", 1, 1, Bytes.utf8("rgb"))),
                new IllegalStateException("broken"));
        assertThat(frame.payload()).isEqualTo(Bytes.utf8("rgb"));
        assertThat(frame.timestamp()).isEqualTo(new DataTimestamp(3, 0, 0, "m"));
        assertThat(frame.contentType()).contains("application/octet-stream");
        Message raw = letter(record(Bytes.utf8("raw")), new IllegalStateException("broken"));
        assertThat(raw.payload()).isEqualTo(Bytes.utf8("raw"));
        assertThat(raw.timestamp()).isEqualTo(TIME.toDataTimestamp());
        assertThat(raw.contentType()).isEqualTo(Optional.empty());
    }

    private static String reason(String message) {
        return letter(record(Bytes.EMPTY), new IllegalStateException(message))
                .property(DeadLetters.REASON)
                .orElseThrow();
    }

    @Test
    void theReasonIsOneLineOfBoundedLength() {
        assertThat(reason("one\r\n  two \nthree")).isEqualTo("one | two | three");
        assertThat(reason("a\0b")).isEqualTo("a b");
        assertThat(reason("")).isEmpty();
        assertThat(letter(record(Bytes.EMPTY), new NullPointerException()).property(DeadLetters.REASON))
                .contains("java.lang.NullPointerException");
        assertThat(reason("x".repeat(4096))).isEqualTo("x".repeat(4096));
        assertThat(reason("x".repeat(4097))).isEqualTo("x".repeat(4095) + "…");
        assertThat(reason("x".repeat(4094) + "\uD83D\uDE00yy")).isEqualTo("x".repeat(4094) + "…");
        assertThat(reason("x\n".repeat(2048))).hasSize(4096).startsWith("x | x").endsWith("…");
    }

    @Test
    void aReasonOfAMillionLinesCostsNoMoreThanWhatIsShownOfIt() {
        assertThat(reason("\n".repeat(10_000_000))).hasSize(4096);
    }

    @Test
    void aRecordThatAnOperatorFailsOnIsAcknowledgedWhenItsDeadLetterIsConfirmed() {
        HandSink letters = HandSink.waiting(10);
        Worker worker = started(chain(source, failing(), sink).deadLetters("lost", () -> letters), options);
        source.offer("a");
        source.offer("bad");
        settle(worker);
        assertThat(sink.values).containsExactly("a");
        assertThat(letters.values).containsExactly("bad");
        assertThat(faults).hasSize(1);
        assertThat(source.acknowledged).containsExactly("a");
        letters.confirmNext();
        assertThat(source.acknowledged).containsExactly("a", "bad");
        assertThat(worker.counts()).containsEntry("lost", new Counts(1, 1, 0, 0));
    }

    @Test
    void whatWasOfferedBeforeTheFailureStaysOfferedAndBothHoldTheRecord() {
        HandSink slow = HandSink.waiting(10);
        HandSink letters = HandSink.waiting(10);
        Operator half = (input, record, outbox) -> {
            outbox.offer(record);
            throw new IllegalStateException("then this");
        };
        Worker worker = started(chain(source, half, slow).deadLetters("lost", () -> letters), options);
        source.offer("a");
        settle(worker);
        letters.confirmNext();
        assertThat(source.acknowledged).isEmpty();
        slow.confirmNext();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void whatASinkCannotDeliverGoesToTheDeadLettersWhoeverSaysSoAndWhen() {
        HandSink refusing = HandSink.waiting(10);
        HandSink letters = HandSink.waiting(10);
        Worker worker = started(chain(source, failing(), refusing).deadLetters("lost", () -> letters), options);
        source.offer("a");
        settle(worker);
        // Between two rounds, on the worker's own thread.
        refusing.refuseNext(new IllegalStateException("too large"));
        settle(worker);
        assertThat(letters.values).containsExactly("a");
        assertThat(((Message) letters.records.getFirst().value()).property(DeadLetters.OPERATION))
                .contains("out");
        assertThat(source.acknowledged).isEmpty();
        letters.confirmNext();
        assertThat(source.acknowledged).containsExactly("a");
    }

    @Test
    void whatTheDeadLettersCannotTakeIsReportedAndAcknowledged() {
        HandSink letters = HandSink.waiting(10);
        Worker worker = started(chain(source, failing(), sink).deadLetters("lost", () -> letters), options);
        source.offer("bad");
        settle(worker);
        letters.refuseNext(new IllegalStateException("no room for the dead"));
        settle(worker);
        assertThat(source.acknowledged).containsExactly("bad");
        assertThat(faults).extracting(Fault::operation).containsExactly("work", "lost");
        source.ingress().end();
        settle(worker);
        assertThat(worker.isDone()).isTrue();
    }

    @Test
    void lateAndDriftingRecordsGoThereToo() {
        HandSink letters = HandSink.waiting(10);
        TimePolicy policy = options.time().withLate(LatePolicy.DEAD_LETTER).withMaxDrift(Duration.ofSeconds(60));
        Worker worker = started(
                chain(source, Operators.concatenate(), sink).deadLetters("lost", () -> letters),
                options.withTime(policy));
        source.offer(100, "a");
        source.offer(99, "late");
        source.offer(2_000_000, "ahead");
        settle(worker);
        assertThat(letters.values).containsExactly("late", "ahead");
        assertThat(source.acknowledged).containsExactly("a");
        letters.confirmNext();
        letters.confirmNext();
        assertThat(source.acknowledged).containsExactly("a", "late", "ahead");
    }

    @Test
    void theRecordsOfALostBatchAreEachHeldByTheirOwnDeadLetter() {
        HandSink letters = HandSink.waiting(10);
        Operator operator = Operators.accumulate(
                (staged, values) -> {
                    throw new IllegalStateException("never");
                },
                AccumulateLimits.DEFAULT);
        Worker worker = started(chain(source, operator, sink).deadLetters("lost", () -> letters), options);
        source.offer(5, "a");
        source.offer(5, "b");
        source.ingress().end();
        settle(worker);
        assertThat(letters.values).containsExactly("a", "b");
        assertThat(source.acknowledged).isEmpty();
        letters.confirmNext();
        assertThat(source.acknowledged).containsExactly("a");
        letters.confirmNext();
        assertThat(source.acknowledged).containsExactly("a", "b");
    }

    @Test
    void aFullSinkForDeadLettersHoldsEveryPartOfTheGraphBackAndLosesNothing() {
        HandSource other = new HandSource();
        HandSink otherSink = HandSink.confirming();
        HandSink letters = HandSink.waiting(1);
        Worker worker = started(
                chain(source, failing(), sink)
                        .source("other", () -> other)
                        .sink("other out", () -> otherSink)
                        .connect("other", "other out")
                        .deadLetters("lost", () -> letters),
                options.withCapacities(64, 1));
        for (int i = 0; i < 5; i++) {
            source.offer("bad" + i);
        }
        settle(worker);
        other.offer("a");
        settle(worker);
        assertThat(letters.values).containsExactly("bad0");
        assertThat(otherSink.values).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(letters.unconfirmed()).isEqualTo(1);
            assertThat(source.acknowledged).hasSize(i);
            letters.confirmNext();
            settle(worker);
        }
        assertThat(letters.values).containsExactly("bad0", "bad1", "bad2", "bad3", "bad4");
        assertThat(otherSink.values).containsExactly("a");
        assertThat(source.acknowledged).hasSize(5);
    }

    @Test
    void theGraphEndsOnlyWhenTheDeadAreBuried() {
        HandSink letters = HandSink.waiting(1);
        Worker worker = started(chain(source, failing(), sink).deadLetters("lost", () -> letters), options);
        source.offer("bad");
        source.ingress().end();
        settle(worker);
        assertThat(worker.isDone()).isFalse();
        letters.confirmNext();
        settle(worker);
        assertThat(worker.isDone()).isTrue();
    }

    @Test
    void theirPlaceHasANameOfItsOwnAndThereIsOneOnly() {
        assertThatThrownBy(() -> chain(source, joining(), sink)
                        .deadLetters("out", HandSink::confirming)
                        .deadLetters("more", HandSink::confirming)
                        .build())
                .isInstanceOf(DataflowException.class)
                .hasMessageContaining("two places for dead letters, 'out' and 'more'");
        assertThatThrownBy(() -> chain(source, joining(), sink)
                        .deadLetters("out", HandSink::confirming)
                        .build())
                .hasMessageContaining("two operations named 'out'");
    }
}
