package dev.leat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON is compared by what it means. */
final class JsonComparisonTest {

    private static List<Difference> compare(String expected, String actual) {
        try {
            return JsonComparison.compare("", Json.parse(expected), Json.parse(actual));
        } catch (JsonProcessingException mistake) {
            throw new IllegalArgumentException(mistake);
        }
    }

    @Test
    void theOrderOfKeysDoesNotMatterAndThatOfElementsDoes() {
        assertThat(compare("{\"a\":1,\"b\":[1,2]}", "{\"b\":[1,2],\"a\":1}")).isEmpty();
        assertThat(compare("[1,2]", "[2,1]"))
                .extracting(Difference::toString)
                .containsExactly("[0]: expected 1, got 2", "[1]: expected 2, got 1");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "0, 0.000",
        "0, -0.0",
        "653.8888888888889, 653.88888888888891",
        "100, 1e2",
        "1000000000, 1000000001",
        "-1000000000, -1000000001",
        "1e400, 10e399",
        "1e-400, 10e-401",
        "123456789012345678901234567890, 1.2345678901234567890123456789e29",
        "1e999999999, 10e999999998",
    })
    void numbersAreEqualByValueWithinTheTolerance(String one, String other) {
        assertThat(compare(one, other)).isEmpty();
        assertThat(compare(other, one)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.00000001",
        "1000000000, 1000000002",
        "0, 1e-300",
        "0, 1e-400",
        "1, -1",
        "1e400, 2e400",
        "1.7e308, -1.7e308",
        "1e999999999, 1",
        "1, \"1\"",
        "true, 1",
        "null, 0",
        "{}, []",
    })
    void whatIsFartherApartOrOfAnotherKindDiffers(String one, String other) {
        assertThat(compare(one, other)).hasSize(1);
        assertThat(compare(other, one)).hasSize(1);
    }

    @Test
    void aDifferenceSaysWhereAndWhat() {
        assertThat(compare(
                        "{\"payload\":{\"t\":[{\"max\":1,\"gone\":true}]},\"a.b\":1}",
                        "{\"payload\":{\"t\":[{\"max\":2,\"new\":null}]},\"a.b\":2}"))
                .containsExactly(
                        new Difference("payload.t[0].max", Optional.of("1"), Optional.of("2")),
                        new Difference("payload.t[0].gone", Optional.of("true"), Optional.empty()),
                        new Difference("payload.t[0].new", Optional.empty(), Optional.of("null")),
                        new Difference("[\"a.b\"]", Optional.of("1"), Optional.of("2")));
    }

    @Property
    void everythingEqualsItself(@ForAll("trees") Object tree) throws Exception {
        String json = Trees.json(tree);
        assertThat(compare(json, json)).isEmpty();
    }

    @Property
    void differencesAreMutual(@ForAll("trees") Object one, @ForAll("trees") Object other) throws Exception {
        List<Difference> back = compare(Trees.json(other), Trees.json(one)).stream()
                .map(difference -> new Difference(difference.path(), difference.actual(), difference.expected()))
                .toList();
        assertThat(compare(Trees.json(one), Trees.json(other))).containsExactlyInAnyOrderElementsOf(back);
    }

    @Property
    void aRoundingErrorPassesAndAVisibleOneDoesNot(
            @ForAll @DoubleRange(min = 1, max = 10) double mantissa,
            @ForAll @IntRange(min = -200, max = 200) int exponent,
            @ForAll @IntRange(max = 99) int rounding)
            throws Exception {
        double value = mantissa * Math.pow(10, exponent);
        double near = value * (1 + rounding * 1e-11);
        assertThat(compare(Trees.json(value), Trees.json(near))).isEmpty();
        assertThat(compare(Trees.json(value), Trees.json(near * (1 + 1.1e-9)))).isNotEmpty();
    }

    @Test
    void aChangedKeyIsFoundAtAnyDepthThatJsonMayHave() throws Exception {
        String deep =
                String.join("", Collections.nCopies(900, "[")) + "%d" + String.join("", Collections.nCopies(900, "]"));
        assertThat(compare(deep.formatted(1), deep.formatted(1))).isEmpty();
        assertThat(compare(deep.formatted(1), deep.formatted(2))).hasSize(1);
    }

    @Provide
    Arbitrary<Object> trees() {
        return Trees.any();
    }
}
