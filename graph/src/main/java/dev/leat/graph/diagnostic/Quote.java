package dev.leat.graph.diagnostic;

/** Shows a user's own words inside a message, so that no file can smuggle line breaks or terminal codes into it. */
public final class Quote {

    private static final int LONGEST = 80;

    private Quote() {}

    /** The text in single quotes, cut to 80 characters, with control and format characters escaped. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("'");
        boolean fits = text.codePointCount(0, text.length()) <= LONGEST;
        int length = fits ? text.length() : text.offsetByCodePoints(0, LONGEST);
        text.substring(0, length).codePoints().forEach(codePoint -> append(quoted, codePoint));
        return quoted.append(fits ? "'" : "...'").toString();
    }

    private static void append(StringBuilder quoted, int codePoint) {
        switch (codePoint) {
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (isInvisible(codePoint)) {
                    quoted.append(String.format("\\u%04x", codePoint));
                } else {
                    quoted.appendCodePoint(codePoint);
                }
            }
        }
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isISOControl(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.FORMAT,
                            Character.SURROGATE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }
}
