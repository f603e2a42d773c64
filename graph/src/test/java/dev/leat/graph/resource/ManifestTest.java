package dev.leat.graph.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {

    @ParameterizedTest
    @ValueSource(strings = {"all.yaml", "main.bicep"})
    void readAgainItIsTheSameResource(String name) {
        ResourceReading reading = read(name, name.endsWith(".bicep") ? Samples.BICEP : Samples.ALL_YAML);
        assertThat(reading.resources()).isNotEmpty();
        for (ResourceDocument document : reading.documents()) {
            if (document.resource().isEmpty()) {
                continue;
            }
            String text = flow(document.manifest().orElseThrow().content());
            ResourceReading again = read("again.yaml", text);
            assertThat(again.resources())
                    .as(text)
                    .containsExactly(document.resource().get());
        }
    }

    private static ResourceReading read(String name, String text) {
        return Resources.read(name, text.getBytes(StandardCharsets.UTF_8), new ResourceOptions(Map.of("count", "3")));
    }

    /** YAML's flow style, which all plain values have a form in. */
    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey().toString()) + ": " + flow(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(ManifestTest::flow).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quoted(text);
            case null -> "null";
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Test
    void valuesOfSecretsAreHidden() {
        ResourceReading reading = read("secret.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: { name: login }
                stringData: { password: hunter2 }
                """);
        Manifest manifest = reading.documents().getFirst().manifest().orElseThrow();
        assertThat(manifest.toString()).doesNotContain("hunter2");
        assertThat(manifest.withoutSecrets().content().get("stringData"))
                .isEqualTo(Map.of("password", "(7 characters)"));
    }
}
