package dev.leat.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.leat.operator.service.SchemaRegistry.Format;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns of schemas: they match what they match, and none of them for ever. */
@Timeout(60)
class CountedPatternTest {

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static RecordSchema pattern(String pattern) {
        String quoted = JsonNodeFactory.instance.textNode(pattern).toString();
        return RecordSchema.read("s.json", "{\"pattern\": " + quoted + "}", Format.JSON_SCHEMA);
    }

    private static boolean matches(String pattern, String value) {
        return pattern(pattern).violations(text(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(.*a){20}b",
                "^(a+)+\\1x$",
                "^(a+)+(b|\\1)x$",
                "^(?=(a+)+\\1x)",
                "(?:(?:){100000}){100000}x",
                "(?:){2000000000}x"
            })
    void aPatternThatCanBeMatchedInManyWaysIsGivenUp(String pattern) {
        SchemaException failure = catchThrowableOfType(
                SchemaException.class, () -> pattern(pattern).check(text("a".repeat(60) + "!")));
        assertThat(failure).isNotNull();
        assertThat(failure.problem()).isEqualTo(SchemaProblem.TOO_MUCH_WORK);
    }

    /** Whether by the steps or since Java knows better; the text is too short for either to take long. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(a+)+$",
                "^(a|aa)+$",
                "^(a|a?)+$",
                "(a*)*b",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(?:a?|b?){60}()\\1x",
                "(?:|){60}()\\1x",
                "(?:(a)?|(b)?){60}\\1x",
                "(?:(?:(?:a*)*)*)*x",
                "(?:(?:){100000}){100000}x",
                "(?:){2000000000}x"
            })
    void noPatternTakesForEver(String pattern) {
        for (String value : List.of("", "a", "a".repeat(60) + "!", "ab".repeat(1000))) {
            try {
                assertThat(pattern(pattern).check(text(value)).count()).isBetween(0, 1);
            } catch (SchemaException givenUp) {
                assertThat(givenUp.problem()).isEqualTo(SchemaProblem.TOO_MUCH_WORK);
            }
        }
    }

    @Test
    void namesThatArePatternsAreBoundedToo() {
        RecordSchema schema =
                RecordSchema.read("s.json", "{\"patternProperties\": {\"(.*a){20}b\": true}}", Format.JSON_SCHEMA);
        JsonNode value = JsonNodeFactory.instance.objectNode().put("a".repeat(60) + "!", 1);
        assertThatThrownBy(() -> schema.check(value)).hasMessageStartingWith("LEAT-SCHEMA-012: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^{5000}a", "(a?)\\1{99999}", "(?x)a # b", "a(?ix:b)"})
    void whatCannotBeBoundedIsNoPattern(String pattern) {
        assertThatThrownBy(() -> pattern(pattern))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("LEAT-SCHEMA-002: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^[a-z]+-[0-9]{4}$;sensor-0001;sensor-1",
                "^(([0-9]|[1-9][0-9])[.]){3}[0-9]+$;10.2.3.4;10.2.3",
                "(?i)^KELVIN$;kelvin;celsius",
                "^(?=.*[0-9])(?=.*[a-z]).{4,}$;ab12;abcd",
                "^(?<letter>[a-z])\\k<letter>$;aa;ab",
                "(?<!\\d)\\d{2}(?!\\d);a12b;a123b",
                "^[(]([)a]|[]]x)[)]$;(]x);(b)",
                "^\\(\\[$;([;(",
                "^\\p{L}+$;Grüße;1",
                "^(a|b)?$;'';c",
                "^$;'';c"
            })
    void patternsMatchWhatTheyMatch(String pattern, String good, String bad) {
        assertThat(matches(pattern, good)).isTrue();
        assertThat(matches(pattern, bad)).isFalse();
    }

    /** Deterministic groups are matched in a loop, and not by calls: that must not be lost by what is put into them. */
    @Test
    void aLongTextIsMatched() {
        assertThat(matches("^([0-9a-f]{2})*$", "0a".repeat(100_000))).isTrue();
    }

    @Test
    void whatIsPutIntoAPatternChangesNothingOfIt() {
        List<String> pieces = List.of(
                "a", "b", ".", "a*", "b+?", "[ab]", "[^a]", "[]a]", "[a[b]]", "\\(", "\\[", "\\b", "\\B", "^", "$", "(",
                "(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", ")", ")", ")", ")*", ")+", ")?", "){2}", "|", "\\1",
                "\\Q(\\E", "-");
        Random random = new Random(4711);
        int compared = 0;
        while (compared < 20_000) {
            StringBuilder built = new StringBuilder();
            for (int piece = random.nextInt(8); piece >= 0; piece--) {
                built.append(pieces.get(random.nextInt(pieces.size())));
            }
            Pattern plain;
            try {
                plain = Pattern.compile(built.toString());
            } catch (PatternSyntaxException none) {
                continue;
            }
            Pattern with = Pattern.compile(CountedPattern.withLooks(built.toString()));
            for (String text : List.of("", "a", "ab", "ba", "aab-", "(a", "]b", "b-a(")) {
                assertThat(with.matcher(text).find())
                        .as("%s on '%s'", built, text)
                        .isEqualTo(plain.matcher(text).find());
            }
            compared++;
        }
    }
}
