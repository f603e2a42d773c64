package dev.leat.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a file contains, reading it ends, soon, with findings or a definition. */
class ReadingNeverFailsTest {

    private static final String VALID = Sample.BRANCHED + """
            moduleConfigurations:
              - name: convert
                parameters: &parameters
                  unit: { name: unit, default: "C", required: true }
              - name: count
                parameters: *parameters
            schemas:
              - name: reading
                format: JsonSchema/draft-07
                schema: |
                  { "type": "object" }
            """;

    /** A place in the text, how much is taken out there, and what is put in instead. */
    record Edit(int place, int length, String insert) {}

    private static void readWithin(byte[] content) {
        long start = System.nanoTime();
        Reading reading = GraphDefinitions.read("fuzz.yaml", content);
        assertThat(reading.hasErrors())
                .isEqualTo(reading.diagnostics().stream().anyMatch(diagnostic -> diagnostic.isError()));
        assertThat(reading.diagnostics()).isSorted();
        assertThat(reading.diagnostics())
                .allSatisfy(diagnostic -> assertThat(diagnostic.hint()).isNotBlank());
        assertThatCode(() -> reading.diagnostics().forEach(diagnostic -> diagnostic.render()))
                .doesNotThrowAnyException();
        assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(10_000_000_000L);
    }

    @Property
    void cutOffAnywhere(@ForAll @IntRange(max = 1_800) int length) {
        byte[] valid = VALID.getBytes(StandardCharsets.UTF_8);
        readWithin(Arrays.copyOf(valid, Math.min(length, valid.length)));
    }

    @Property(tries = 3_000)
    void editedAnywhere(@ForAll("edits") @Size(min = 1, max = 4) List<Edit> edits) {
        StringBuilder text = new StringBuilder(VALID);
        for (Edit edit : edits) {
            int place = Math.min(edit.place(), text.length());
            text.replace(place, Math.min(text.length(), place + edit.length()), edit.insert());
        }
        readWithin(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void withBytesOverwritten(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 1_600) Integer> places, @ForAll byte value) {
        byte[] content = VALID.getBytes(StandardCharsets.UTF_8);
        places.forEach(place -> content[place % content.length] = value);
        readWithin(content);
    }

    @Property
    void anyBytes(@ForAll byte[] content) {
        readWithin(content);
    }

    @Property(tries = 2_000)
    void anythingMadeOfYamlsOwnSigns(@ForAll("signs") String text) {
        readWithin(text.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> insert = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("{}[]:,-?&*!|>'\"%@`#~\\ \n\t\r<")
                        .ofMaxLength(4),
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.of(
                        "null", "true", "1.0", "*parameters", "&a", "!!str ", "---\n", "source", "\"\\UFFFFFFFF\""));
        return Combinators.combine(
                        Arbitraries.integers().between(0, VALID.length()),
                        Arbitraries.integers().between(0, 20),
                        insert)
                .as(Edit::new)
                .list();
    }

    @Provide
    Arbitrary<String> signs() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ": ",
                        "- ",
                        "? ",
                        "&a ",
                        "*a",
                        "!",
                        "!!",
                        "!<",
                        ">",
                        "|",
                        "|2\n",
                        "'",
                        "\"",
                        "%",
                        "%YAML 1.1\n",
                        "%TAG ! x\n",
                        "---\n",
                        "...\n",
                        "\n",
                        "\n  ",
                        "\t",
                        "#",
                        ",",
                        "a",
                        "1",
                        "~",
                        "\\x",
                        "\\U00110000",
                        "\\uD800",
                        "%FF",
                        "\uFEFF",
                        "\u2028",
                        "\u0085",
                        "\r",
                        "name",
                        "operations:",
                        "kind:")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }
}
