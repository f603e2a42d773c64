package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.leat.graph.diagnostic.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a file contains, reading it ends, with findings or resources. */
class ResourceReadingNeverFailsTest {

    private static final String YAML = Samples.ALL_YAML;
    private static final String BICEP = Samples.BICEP;

    /** A place in the text, how much is taken out there, and what is put in instead; the place goes round. */
    record Edit(int place, int length, String insert) {}

    private static void read(String name, byte[] content) {
        ResourceReading reading = Resources.read(name, content, new ResourceOptions(Map.of("count", "3")));
        assertThat(reading.diagnostics()).isSorted();
        assertThat(reading.diagnostics())
                .allSatisfy(diagnostic -> assertThat(diagnostic.hint()).isNotBlank());
        assertThatCode(() -> reading.diagnostics().forEach(Diagnostic::render)).doesNotThrowAnyException();
        for (ResourceDocument document : reading.documents()) {
            if (document.diagnostics().stream().anyMatch(Diagnostic::isError)) {
                assertThat(document.resource()).isEmpty();
            }
        }
        if (!reading.hasErrors() && name.endsWith(".yaml")) {
            assertThat(reading.documents())
                    .allSatisfy(document -> assertThat(document.resource().isPresent()
                                    || document.id().isEmpty())
                            .isTrue());
        }
    }

    private static byte[] edited(String text, List<Edit> edits) {
        StringBuilder edited = new StringBuilder(text);
        for (Edit edit : edits) {
            int place = edit.place() % (edited.length() + 1);
            edited.replace(place, Math.min(edited.length(), place + edit.length()), edit.insert());
        }
        return edited.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Property(tries = 500)
    void yamlEditedAnywhere(@ForAll("edits") @Size(min = 1, max = 4) List<Edit> edits) {
        read("resources.yaml", edited(YAML, edits));
    }

    @Property(tries = 1_500)
    void bicepEditedAnywhere(@ForAll("edits") @Size(min = 1, max = 4) List<Edit> edits) {
        read("main.bicep", edited(BICEP, edits));
    }

    @Property(tries = 300)
    void yamlCutOffAnywhere(@ForAll @IntRange(max = 10_000) int length) {
        byte[] whole = YAML.getBytes(StandardCharsets.UTF_8);
        read("resources.yaml", Arrays.copyOf(whole, length % whole.length));
    }

    @Property(tries = 500)
    void bicepCutOffAnywhere(@ForAll @IntRange(max = 10_000) int length) {
        byte[] whole = BICEP.getBytes(StandardCharsets.UTF_8);
        read("main.bicep", Arrays.copyOf(whole, length % whole.length));
    }

    @Property(tries = 500)
    void linesOfBicepInAnyOrder(@ForAll @Size(max = 60) List<@IntRange(max = 200) Integer> order) {
        List<String> lines = BICEP.lines().toList();
        StringBuilder text = new StringBuilder();
        order.forEach(number -> text.append(lines.get(number % lines.size())).append('\n'));
        read("main.bicep", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 300)
    void linesOfYamlLeftOutOrTwice(@ForAll @Size(min = 1, max = 6) List<@IntRange(max = 400) Integer> numbers) {
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (String line : YAML.lines().toList()) {
            int number = index;
            long touched = numbers.stream().filter(chosen -> chosen == number).count();
            if (touched == 0 || index % 2 == 0) {
                text.append(line).append('\n');
            }
            if (touched > 0 && index % 2 == 0) {
                text.append(line).append('\n');
            }
            index++;
        }
        read("resources.yaml", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void anyBytes(@ForAll byte[] content, @ForAll boolean bicep) {
        read(bicep ? "main.bicep" : "resources.yaml", content);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<String> insert = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("{}[]:,-?&*!|>'\"%@`#~\\ \n\t\r<$/.=()")
                        .ofMaxLength(4),
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.of(
                        "null",
                        "true",
                        "1.0",
                        "*a",
                        "&a ",
                        "!!str ",
                        "---\n",
                        "Source",
                        "${",
                        "''",
                        "'''",
                        "//",
                        "/*",
                        "param x string\n",
                        "name",
                        "default",
                        "<NAME>",
                        "-1",
                        "[]",
                        "{}"));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 20_000),
                        Arbitraries.integers().between(0, 20),
                        insert)
                .as(Edit::new)
                .list();
    }
}
