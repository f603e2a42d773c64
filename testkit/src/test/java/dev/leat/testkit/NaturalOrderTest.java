package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Names sort as people count. */
final class NaturalOrderTest {

    @Test
    void numbersInNamesCountByTheirValue() {
        assertThat(Stream.of("m10.json", "m2.json", "m1.json", "M3.json", "m02.json", "m.json")
                        .sorted(NaturalOrder.INSTANCE))
                .containsExactly("M3.json", "m.json", "m1.json", "m02.json", "m2.json", "m10.json");
    }

    @Test
    void numbersTooLongForAnyNumberTypeCountToo() {
        String nines = "9".repeat(100);
        assertThat(NaturalOrder.INSTANCE.compare(nines, "1" + nines)).isNegative();
    }

    @Property
    void theOrderIsTotal(@ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
        int ab = Integer.signum(NaturalOrder.INSTANCE.compare(a, b));
        assertThat(Integer.signum(NaturalOrder.INSTANCE.compare(b, a))).isEqualTo(-ab);
        assertThat(ab == 0).isEqualTo(a.equals(b));
        if (ab <= 0 && NaturalOrder.INSTANCE.compare(b, c) <= 0) {
            assertThat(NaturalOrder.INSTANCE.compare(a, c)).isNotPositive();
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("019ab.").ofMaxLength(6);
    }
}
