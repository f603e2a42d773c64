package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.DataTimestamp;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps are written and read as the iot-operations SDKs do, and are in a total order. */
final class TimestampTest {

    @Provide
    static Arbitrary<Timestamp> timestamps() {
        // Few values, so that equal parts are frequent, and the extremes.
        Arbitrary<Long> physical = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3), Arbitraries.of(Long.MAX_VALUE, 1_732_147_200_123L));
        Arbitrary<Long> counter =
                Arbitraries.oneOf(Arbitraries.longs().between(0, 2), Arbitraries.of(Long.MAX_VALUE, -1L));
        Arbitrary<String> node = Arbitraries.of("", "a", "b", "ab", "ü", "\u0000");
        return Combinators.combine(physical, counter, node).as(Timestamp::new);
    }

    @Property
    void whatIsWrittenReadsBack(@ForAll("timestamps") Timestamp timestamp) {
        assertThat(Timestamp.parse(timestamp.toString())).isEqualTo(timestamp);
        assertThat(Timestamp.of(timestamp.toDataTimestamp()).counter()).isEqualTo(timestamp.counter());
    }

    @Property
    void theDataFormIsTheSameTime(@ForAll("timestamps") Timestamp timestamp) {
        assertThat(Timestamp.of(timestamp.toDataTimestamp())).isEqualTo(timestamp);
    }

    @Property
    void theOrderIsThatOfPhysicalTimeThenUnsignedCounterThenNode(
            @ForAll("timestamps") Timestamp a, @ForAll("timestamps") Timestamp b) {
        List<BigInteger> left = List.of(BigInteger.valueOf(a.physical()), unsigned(a.counter()));
        List<BigInteger> right = List.of(BigInteger.valueOf(b.physical()), unsigned(b.counter()));
        int expected = left.get(0).compareTo(right.get(0));
        expected = expected != 0 ? expected : left.get(1).compareTo(right.get(1));
        expected = expected != 0 ? expected : a.nodeId().compareTo(b.nodeId());
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Integer.signum(expected));
        assertThat(Integer.signum(b.compareTo(a))).isEqualTo(-Integer.signum(expected));
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    }

    @Property
    void theOrderIsTransitive(
            @ForAll("timestamps") Timestamp a, @ForAll("timestamps") Timestamp b, @ForAll("timestamps") Timestamp c) {
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a).isLessThanOrEqualTo(c);
        }
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    @Test
    void theTextIsPaddedTo15And5Digits() {
        assertThat(new Timestamp(1_732_147_200_123L, 7, "df")).hasToString("001732147200123:00007:df");
        assertThat(new Timestamp(0, 0, "")).hasToString("000000000000000:00000:");
        assertThat(new Timestamp(1, 123_456, "n")).hasToString("000000000000001:123456:n");
        assertThat(new Timestamp(1, -1, "n")).hasToString("000000000000001:18446744073709551615:n");
    }

    @Test
    void anyWidthIsRead() {
        assertThat(Timestamp.parse("1732147200000:0:df")).isEqualTo(new Timestamp(1_732_147_200_000L, 0, "df"));
        assertThat(Timestamp.parse("0000000000000000000001:000000000:df")).isEqualTo(new Timestamp(1, 0, "df"));
        assertThat(Timestamp.parse("1:18446744073709551615:n").counter()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "1:2",
                "1:2:3:4",
                ":0:n",
                "1::n",
                "-1:0:n",
                "+1:0:n",
                "1:-1:n",
                "1:+1:n",
                " 1:0:n",
                "1.5:0:n",
                "١:0:n",
                "9223372036854775808:0:n",
                "1:18446744073709551616:n",
                "yesterday"
            })
    void everythingElseIsNoTimestamp(String text) {
        assertThat(Timestamp.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Timestamp.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void aModulesTimeIsCutToMilliseconds() {
        assertThat(Timestamp.of(new DataTimestamp(2, 3_999_999, 4, "a:b"))).isEqualTo(new Timestamp(2003, 4, "a-b"));
        assertThatThrownBy(() -> Timestamp.of(new DataTimestamp(Long.MAX_VALUE, 0, 0, "n")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void negativeTimesAndColonsInNodesAreRefused() {
        assertThatThrownBy(() -> new Timestamp(-1, 0, "n")).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Timestamp(0, 0, "a:b")).hasMessageContaining("a:b");
    }
}
