package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The order of records is total, and tells apart whatever differs. */
final class RecordOrderTest {

    private static final RecordOrder ORDER = RecordOrder.INSTANCE;

    /** Few of each, so that two records often differ in one place only. A text may hold any character, also the first. */
    @Provide
    Arbitrary<Record> records() {
        return Combinators.combine(times(), values())
                .as((time, value) -> new Record(time, value, Receipt.unacknowledged()));
    }

    private static Arbitrary<Timestamp> times() {
        return Combinators.combine(Arbitraries.of(0L, 1L), Arbitraries.of(0L, 1L, -1L), Arbitraries.of("", "a"))
                .as(Timestamp::new);
    }

    private static Arbitrary<DataModel> values() {
        Arbitrary<DataModel> bytes = bytes().map(DataModel.class::cast);
        return Arbitraries.oneOf(bytes, messages(), snapshots());
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("", "a", "b", "\0", "a\0", "\0a");
    }

    private static Arbitrary<Bytes> bytes() {
        return Arbitraries.of(
                Bytes.EMPTY, Bytes.utf8("a"), Bytes.utf8("aa"), Bytes.of(new byte[] {-1}), Bytes.of(new byte[] {1}));
    }

    private static Arbitrary<DataTimestamp> dataTimes() {
        return Combinators.combine(
                        Arbitraries.of(0L, 1L),
                        Arbitraries.of(0, 1),
                        Arbitraries.of(0L, 1L, -1L),
                        Arbitraries.of("", "a"))
                .as(DataTimestamp::new);
    }

    private static Arbitrary<DataModel> messages() {
        Arbitrary<UserProperty> property = Combinators.combine(texts(), texts()).as(UserProperty::new);
        Arbitrary<MessageSchema> inline = Combinators.combine(texts(), texts()).as(MessageSchema.Inline::new);
        Arbitrary<MessageSchema> registered = texts().map(MessageSchema.RegistryReference::new);
        return Combinators.combine(
                        dataTimes(),
                        bytes(),
                        texts().optional(),
                        bytes(),
                        property.list().ofMaxSize(2),
                        Arbitraries.oneOf(inline, registered).optional())
                .as(Message::new)
                .map(DataModel.class::cast);
    }

    private static Arbitrary<DataModel> snapshots() {
        return Combinators.combine(dataTimes(), texts(), Arbitraries.of(0, 1, -1), Arbitraries.of(0, 1, -1), bytes())
                .as(Snapshot::new)
                .map(DataModel.class::cast);
    }

    private static boolean same(Record one, Record two) {
        return one.time().equals(two.time()) && one.value().equals(two.value());
    }

    @Property(tries = 2000)
    void turningAPairRoundTurnsTheAnswerRound(@ForAll("records") Record one, @ForAll("records") Record two) {
        assertThat(Integer.signum(ORDER.compare(one, two))).isEqualTo(-Integer.signum(ORDER.compare(two, one)));
    }

    @Property(tries = 2000)
    void whatTheOrderCannotTellApartIsTheSame(@ForAll("records") Record one, @ForAll("records") Record two) {
        assertThat(ORDER.compare(one, two) == 0).isEqualTo(same(one, two));
        assertThat(ORDER.compare(one, new Record(one.time(), one.value(), Receipt.unacknowledged())))
                .isZero();
    }

    @Property(tries = 2000)
    void theOrderIsTransitive(
            @ForAll("records") Record one, @ForAll("records") Record two, @ForAll("records") Record three) {
        List<Record> sorted = new ArrayList<>(List.of(one, two, three));
        sorted.sort(ORDER);
        assertThat(ORDER.compare(sorted.get(0), sorted.get(1))).isNotPositive();
        assertThat(ORDER.compare(sorted.get(1), sorted.get(2))).isNotPositive();
        assertThat(ORDER.compare(sorted.get(0), sorted.get(2))).isNotPositive();
    }

    @Test
    void logicalTimeGoesBeforeTheTimeInsideAndThatBeforeContent() {
        List<Record> sorted = List.of(
                record(1, new DataTimestamp(9, 0, 0, ""), "z"),
                record(2, new DataTimestamp(1, 0, 0, ""), "y"),
                record(2, new DataTimestamp(2, 0, 0, ""), "a"),
                record(2, new DataTimestamp(2, 0, 0, ""), "b"));
        assertThat(sorted).isSortedAccordingTo(ORDER);
        assertThat(ORDER.compare(sorted.get(0), sorted.get(1))).isNegative();
        assertThat(ORDER.compare(sorted.get(1), sorted.get(2))).isNegative();
        assertThat(ORDER.compare(sorted.get(2), sorted.get(3))).isNegative();
    }

    @Test
    void aSchemasNameAndContentAreToldApartWhereverTheyMeet() {
        assertThat(ORDER.compare(schema("a\0b", "c"), schema("a", "b\0c"))).isNotZero();
    }

    private static Record schema(String name, String content) {
        return new Record(
                new Timestamp(0, 0, ""),
                Message.of(new DataTimestamp(0, 0, 0, ""), "t", Bytes.EMPTY)
                        .withSchema(new MessageSchema.Inline(name, content)),
                Receipt.unacknowledged());
    }

    private static Record record(long time, DataTimestamp inside, String payload) {
        return new Record(
                new Timestamp(time, 0, ""), Message.of(inside, "t", Bytes.utf8(payload)), Receipt.unacknowledged());
    }
}
