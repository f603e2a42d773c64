package dev.leat.component.model.wit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines, blocks and blank lines. */
class TextTest {

    private final Text text = new Text();

    @Test
    void aBlankLineStandsBetweenLinesAndNotAtTheEdgesOfABlock() {
        text.space();
        text.open("a");
        text.space();
        text.line("b;");
        text.space();
        text.space();
        text.line("c;");
        text.space();
        text.close();
        assertThat(text.finish()).isEqualTo("a {\n  b;\n\n  c;\n}\n");
    }

    @Test
    void anInnerTextIsIndentedLikeItsPlace() {
        text.open("a");
        Text inner = text.inner();
        inner.open("b");
        inner.line("c;");
        inner.close();
        text.append(inner);
        text.append(text.inner());
        text.close();
        assertThat(text.finish()).isEqualTo("a {\n  b {\n    c;\n  }\n}\n");
    }

    @Test
    void aCommentStaysOnItsLine() {
        text.comment("import a\n}: instance");
        assertThat(text.finish()).isEqualTo("// import a?}: instance\n");
    }

    @Test
    void tooLongATextIsCutOffAndSaysSo() {
        String line = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            text.line(line);
        }
        assertThat(text.full()).isTrue();
        assertThat(text.finish()).hasSizeLessThan(6 << 20).endsWith("\n// The text is cut off here: it is too long.\n");
    }
}
