package dev.leat.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The forms that references to modules have in published definitions. */
class ModuleReferenceTest {

    private static ModuleReference parse(String text) {
        return ModuleReference.parse(text).orElseThrow();
    }

    @Test
    void theLastSegmentIsTheName() {
        ModuleReference reference = parse("azure-samples/explore-iot-operations/temperature:1.0.0");
        assertThat(reference.repository()).isEqualTo("azure-samples/explore-iot-operations/temperature");
        assertThat(reference.name()).isEqualTo("temperature");
        assertThat(reference.tag()).contains("1.0.0");
        assertThat(parse("otel-enrich").name()).isEqualTo("otel-enrich");
        assertThat(parse("otel-enrich").tag()).isEmpty();
    }

    @Test
    void aPortIsNotATag() {
        assertThat(parse("localhost:5000/team/module").tag()).isEmpty();
        assertThat(parse("localhost:5000/team/module:2").tag()).contains("2");
        assertThat(parse("localhost:5000/team/module").name()).isEqualTo("module");
    }

    @Test
    void aDigestPinsTheContent() {
        String digest = "sha256:" + "0a".repeat(32);
        assertThat(parse("module@" + digest).digest()).contains(digest);
        assertThat(parse("module:1@" + digest)).hasToString("module:1@" + digest);
    }

    @Test
    void whatIsParsedIsPrintedAsItWas() {
        for (String text : new String[] {"m", "a/b/c:1.0.0-rc.1", "localhost:5000/x", "a__b--c.d"}) {
            assertThat(parse(text)).hasToString(text);
        }
    }

    @Test
    void nothingElseIsAReference() {
        for (String text :
                new String[] {"", ":", "a:", "a b", "a/", "/a", "..", "a/../b", "a@", "-", "a:-b", "http://a/b"}) {
            assertThat(ModuleReference.parse(text)).as(text).isEmpty();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ModuleReference("a b", Optional.empty(), Optional.empty()));
    }

    @Test
    void longTextsAreRefusedWithoutDelay() {
        assertThat(ModuleReference.parse("a-".repeat(100_000))).isEmpty();
        assertThat(ModuleReference.parse("a".repeat(100_000) + "!")).isEmpty();
    }
}
