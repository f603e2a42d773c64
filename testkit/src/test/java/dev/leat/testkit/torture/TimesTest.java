package dev.leat.testkit.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other times and orders of a torture are those that it says. */
final class TimesTest {

    private static Entry entry(long time, String node, String text) {
        return new Entry(0, new Timestamp(time, 0, node), Bytes.utf8(text));
    }

    private static List<Entry> entries(long... times) {
        List<Entry> entries = new ArrayList<>();
        for (long time : times) {
            entries.add(entry(time, "n", "r" + entries.size()));
        }
        return entries;
    }

    private static List<Long> times(List<Entry> entries) {
        return entries.stream().map(entry -> entry.time().physical()).toList();
    }

    @Test
    void equalTimesAreThoseOfTheFirstRecordWithNodesOfTheirOwn() {
        assertThat(Times.equal(List.of(entry(5, "a", "x"), entry(9, "b", "y"))))
                .containsExactly(entry(5, "a", "x"), entry(5, "b", "y"));
    }

    @Test
    void everySecondRecordIsLate() {
        assertThat(times(Times.late(entries(1, 2, 3, 4)))).containsExactly(3L, 1L, 4L, 2L);
        assertThat(times(Times.late(entries(5, 4, 3, 2, 1)))).containsExactly(3L, 1L, 4L, 2L, 5L);
        assertThat(times(Times.late(entries(7)))).containsExactly(7L);
        assertThat(Times.late(entries(1, 2, 3, 4)).getFirst().value()).isEqualTo(Bytes.utf8("r0"));
    }

    @Test
    void fourRecordsOfATimeComeInAllOtherOrdersAndTimesStayInTheirPlace() {
        List<Entry> entries = entries(1, 2, 1, 1, 3, 1);
        List<List<Entry>> orders = Times.orders(entries);
        assertThat(orders).hasSize(23).doesNotContain(entries);
        assertThat(new HashSet<>(orders)).hasSize(23);
        assertThat(orders).allSatisfy(order -> {
            assertThat(times(order)).isEqualTo(times(entries));
            assertThat(order).containsExactlyInAnyOrderElementsOf(entries);
        });
    }

    @Test
    void manyRecordsOfATimeComeInSomeOtherOrdersTheSameEachTime() {
        List<Entry> entries = entries(1, 1, 1, 1, 1, 1, 1);
        List<List<Entry>> orders = Times.orders(entries);
        assertThat(orders).hasSize(23).isEqualTo(Times.orders(entries));
        assertThat(new HashSet<>(orders)).hasSizeGreaterThan(20);
    }

    @Test
    void recordsOfDifferentTimesHaveOneOrder() {
        assertThat(Times.orders(entries(1, 2, 3))).isEmpty();
    }
}
