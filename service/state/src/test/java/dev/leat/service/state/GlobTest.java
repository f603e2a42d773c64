package dev.leat.service.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    private static boolean matches(String pattern, String key) {
        return new Glob(Bytes.utf8(pattern)).matches(Bytes.utf8(key));
    }

    @ParameterizedTest
    @CsvSource({"*,a", "a*c,abbc", "a*c,ac", "?,a", "a**,a", "*a?b*,xxaybzz", "a,a"})
    void starsAndQuestionMarksStandForBytes(String pattern, String key) {
        assertThat(matches(pattern, key)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"?,ab", "a*c,abb", "a,ab", "ab,a", "*a?b,xxab", "'',a"})
    void whatDoesNotFitDoesNotMatch(String pattern, String key) {
        assertThat(matches(pattern, key)).isFalse();
    }

    @Test
    void manyStarsDoNotTakeForEver() {
        assertThat(matches("*a".repeat(1_000) + "b", "a".repeat(16_000))).isFalse();
    }

    /** Each page ends after so much work, whatever the pattern. */
    @Test
    void aPatternThatTakesLongMakesSmallPages() {
        Bytes pattern = Bytes.utf8("*" + "a".repeat(4_000) + "b");
        try (EmbeddedStateStore store = EmbeddedStateStore.inMemory()) {
            for (int i = 0; i < 40; i++) {
                store.set(
                        Bytes.utf8("a".repeat(8_000) + i),
                        Bytes.utf8("x"),
                        StateStore.SetOptions.DEFAULT,
                        StateStore.DEFAULT_TIMEOUT);
            }
            int pages = 1;
            for (StateStore.Page page = store.scan(pattern, Optional.empty(), StateStore.DEFAULT_TIMEOUT);
                    page.next().isPresent();
                    page = store.scan(pattern, page.next(), StateStore.DEFAULT_TIMEOUT)) {
                assertThat(page.keys()).isEmpty();
                pages++;
            }
            assertThat(pages).isBetween(5, 40);
        }
    }

    /** Compared with regular expressions, of a few letters so that matches are common. */
    @Property
    void itMatchesWhatTheRegularExpressionMatches(
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'd') String drawn,
            @ForAll @StringLength(max = 8) @CharRange(from = 'a', to = 'b') String key) {
        String pattern = drawn.replace('c', '*').replace('d', '?');
        assertThat(matches(pattern, key))
                .isEqualTo(key.matches(pattern.replace("*", ".*").replace('?', '.')));
    }
}
