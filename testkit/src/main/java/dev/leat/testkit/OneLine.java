package dev.leat.testkit;

/** Shows text of unknown origin on one line of a terminal. */
final class OneLine {

    private OneLine() {}

    /** The text with control characters escaped, line breaks and terminal codes among them. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            switch (codePoint) {
                case '\n' -> shown.append("\\n");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (Character.isISOControl(codePoint)) {
                        shown.append(String.format("\\u%04x", codePoint));
                    } else {
                        shown.appendCodePoint(codePoint);
                    }
                }
            }
        });
        return shown.toString();
    }
}
