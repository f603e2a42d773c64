package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.graph.diagnostic.ResourceProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each mistake is one finding, at the place of the mistake: the rows of {@code findings.txt}. */
class ResourceFindingsTest {

    private static final String MARK = "»";
    private static final Map<String, String> YAML = Map.of(
            "NONE", "",
            "GRAPH", Samples.GRAPH,
            "SMALL", Samples.SMALL,
            "CHAIN", Samples.CHAIN,
            "REGISTRY", Samples.REGISTRY,
            "MQTT", Samples.MQTT,
            "KAFKA", Samples.KAFKA,
            "COLLECTOR", Samples.COLLECTOR,
            "PROFILE", Samples.PROFILE,
            "DATAFLOW", Samples.DATAFLOW);

    /** What needs more than a row: a value for no parameter has its own test. */
    private static final Set<ResourceProblem> ELSEWHERE = EnumSet.of(ResourceProblem.UNKNOWN_PARAMETER);

    private record Row(String sample, String problem, String document, String place) {

        static Row of(String line) {
            String[] parts = line.split(" \\| ", 3);
            String text = base(parts[0]);
            for (String change : parts[2].split(" ;; ")) {
                String[] sides = change.split(" => ?", 2);
                text = Samples.changed(text, unescaped(sides[0]), unescaped(sides[1]));
            }
            int mark = text.indexOf(MARK);
            if (mark < 0) {
                throw new IllegalArgumentException("no mark in " + line);
            }
            String before = text.substring(0, mark);
            long number = before.chars().filter(character -> character == '\n').count() + 1;
            int column = mark - (before.lastIndexOf('\n') + 1) + 1;
            return new Row(parts[0], parts[1], text.replace(MARK, ""), number + ":" + column);
        }

        private static String base(String sample) {
            return switch (sample) {
                case "NONE" -> "";
                case "BICEP" -> Samples.BICEP;
                case "SECRETS" -> Samples.SECRETS;
                case "ALL" -> Samples.ALL_YAML;
                default -> Objects.requireNonNull(YAML.get(sample), sample) + "---\n" + Samples.SECRETS;
            };
        }

        private static String unescaped(String text) {
            return text.replace("\\n", "\n").replace("\\\\", "\\");
        }

        List<String> found() {
            ResourceReading reading = sample.equals("BICEP") ? Read.bicep(document) : Read.yaml(document);
            return reading.diagnostics().stream()
                    .map(finding ->
                            finding.position().line() + ":" + finding.position().column() + " " + finding.problem())
                    .toList();
        }
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = ResourceFindingsTest.class.getResourceAsStream("findings.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> aMistakeIsOneFindingAtItsPlace() throws IOException {
        return lines().stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    Row row = Row.of(line);
                    assertThat(row.found()).as(row.document()).containsExactly(row.place() + " " + row.problem());
                }));
    }

    @Test
    void eachProblemOfResourcesHasARow() throws IOException {
        Set<String> named = lines().stream().map(line -> line.split(" \\| ")[1]).collect(Collectors.toSet());
        assertThat(lines()).hasSizeGreaterThanOrEqualTo(150);
        assertThat(EnumSet.complementOf(EnumSet.copyOf(ELSEWHERE)))
                .allSatisfy(problem -> assertThat(named).contains(problem.name()));
    }
}
