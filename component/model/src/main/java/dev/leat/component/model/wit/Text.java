package dev.leat.component.model.wit;

/** Lines of text in blocks, up to a length at which it takes no more. */
final class Text {

    /** In characters. A component of some megabytes can describe types without end. */
    static final int LIMIT = 4 << 20;

    private final StringBuilder out = new StringBuilder();
    private int depth;
    private boolean spaced;

    /** An empty text that {@link #append} takes at this place. */
    Text inner() {
        Text inner = new Text();
        inner.depth = depth;
        return inner;
    }

    boolean full() {
        return out.length() > LIMIT;
    }

    /** A blank line, where a line stands before in the same block and another follows. */
    void space() {
        spaced = true;
    }

    void line(String line) {
        if (full()) {
            return;
        }
        separate();
        out.append("  ".repeat(line.isEmpty() ? 0 : depth)).append(line).append('\n');
    }

    private void separate() {
        boolean first = out.isEmpty() || out.length() > 1 && out.charAt(out.length() - 2) == '{';
        if (spaced && !first) {
            out.append('\n');
        }
        spaced = false;
    }

    /** What WIT cannot say. */
    void comment(String words) {
        line("// " + words.replaceAll("\\p{Cntrl}", "?"));
    }

    void open(String head) {
        line(head + " {");
        depth++;
    }

    void close() {
        depth--;
        spaced = false;
        line("}");
    }

    /** Takes over what an {@link #inner} text has. */
    void append(Text other) {
        if (!other.out.isEmpty() && !full()) {
            separate();
            out.append(other.out);
        }
    }

    String finish() {
        if (full()) {
            out.append("// The text is cut off here: it is too long.\n");
        }
        return out.toString();
    }
}
