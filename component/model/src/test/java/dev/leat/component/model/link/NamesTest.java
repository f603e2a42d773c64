package dev.leat.component.model.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.model.ComponentException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of names in Explainer.md. */
class NamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "A", "a1", "A1", "abc-def", "a-B-c", "HTTP-get", "a-1", "a-1b-2C", "i-am-4-you", "A-1"})
    void labels(String name) {
        assertThatCode(() -> Names.checkLabel(name, "field")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1", "1a", "-", "-a", "a-", "a--b", "aB", "Ab", "a-bC", "a_b", "a b", "ä", "a.b", "a:b", "a\n", "[a]",
                "a/b", "a@1"
            })
    void notLabels(String name) {
        assertThatThrownBy(() -> Names.checkLabel(name, "field"))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-004: ")
                .hasMessageContaining("field name `" + name + "`");
    }

    @Test
    void theEmptyNameIsNone() {
        assertThatThrownBy(() -> Names.checkLabel("", "field")).hasMessageContaining("cannot be empty");
        assertThatThrownBy(() -> Names.checkExtern("", "import")).hasMessageContaining("cannot be empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "run-it",
                "wasi:io/streams",
                "wasi:io/streams@0.2.0",
                "wasi:io/streams@0.2.0-rc-2023-11-10",
                "wasi:io/streams@1.2.3-alpha.1+build.7",
                "wasi:io/streams@1.2.3+build",
                "wasi-2:io-3/streams",
                "wasm-graph:processor/hybrid-logical-clock@1.1.0",
                "a:b/C-d",
                "[constructor]a-b",
                "[method]a-b.c-d",
                "[static]a.b",
                "url=<https://example.com/a.wasm>",
                "unlocked-dep=<a:b>",
                "locked-dep=<a:b@1.0.0>",
                "integrity=<sha256-abc>"
            })
    void externNames(String name) {
        assertThatCode(() -> Names.checkExtern(name, "import")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@1.0.0",
                "a:b",
                "a:b@1.0.0",
                "a:b/",
                ":b/c",
                "a:/c",
                "A:b/c",
                "a:b/c@",
                "a:b/c@1",
                "a:b/c@1.0",
                "a:b/c@1.0.0.0",
                "a:b/c@01.0.0",
                "a:b/c@1.0.0-",
                "a:b/c@1.0.0+",
                "a:b/c@1.0.0-a..b",
                "a:b/c@1.0.0-ä",
                "a:b/c@v1.0.0",
                "[constructor]a.b",
                "[constructor]",
                "[method]a",
                "[method]a.",
                "[method].b",
                "[method]a.b.c",
                "[static]a",
                "[async]a",
                "[getter]a",
                "[]a",
                "[method",
                "[constructor]a\nb",
                "b=<c>"
            })
    void notExternNames(String name) {
        assertThatThrownBy(() -> Names.checkExtern(name, "import"))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-004: ")
                .hasMessageContaining("import name");
    }

    @Test
    void namesThatDifferInCaseAloneCannotStandSideBySide() {
        assertThat(Names.uniqueKey("http-GET")).isEqualTo(Names.uniqueKey("HTTP-get"));
        assertThat(Names.uniqueKey("[method]a.b")).isEqualTo(Names.uniqueKey("[static]A.B"));
    }

    @Test
    void aResourceStandsBesideItsConstructor() {
        assertThat(Names.uniqueKey("[constructor]a")).isNotEqualTo(Names.uniqueKey("a"));
        assertThat(Names.uniqueKey("[constructor]a")).isNotEqualTo(Names.uniqueKey("[method]a.a"));
    }

    /** The grammar as a pattern, which is right for short names. */
    private static final java.util.regex.Pattern GRAMMAR =
            java.util.regex.Pattern.compile("(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)(?:-(?:[0-9a-z]+|[0-9A-Z]+))*");

    @Property(tries = 5000)
    void labelsAreWhatTheGrammarSays(
            @ForAll
                    @StringLength(min = 1, max = 6)
                    @CharRange(from = 'a', to = 'b')
                    @CharRange(from = 'A', to = 'B')
                    @CharRange(from = '0', to = '1')
                    @CharRange(from = '-', to = '.')
                    String name) {
        boolean valid;
        try {
            Names.checkLabel(name, "field");
            valid = true;
        } catch (ComponentException refused) {
            valid = false;
        }
        assertThat(valid).as(name).isEqualTo(GRAMMAR.matcher(name).matches());
    }
}
