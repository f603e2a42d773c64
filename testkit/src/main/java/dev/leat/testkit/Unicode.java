package dev.leat.testkit;

/** Java's text may hold halves of surrogate pairs, which no UTF-8 can carry. */
final class Unicode {

    private Unicode() {}

    /** Whether the text can be written in UTF-8. */
    static boolean isWellFormed(String text) {
        return firstHalf(text) < 0;
    }

    /** The text with U+FFFD in place of each half of a surrogate pair. */
    static String wellFormed(String text) {
        if (isWellFormed(text)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> repaired.appendCodePoint(isSurrogate(codePoint) ? '\uFFFD' : codePoint));
        return repaired.toString();
    }

    private static int firstHalf(String text) {
        for (int index = 0; index < text.length(); ) {
            int codePoint = text.codePointAt(index);
            if (isSurrogate(codePoint)) {
                return index;
            }
            index += Character.charCount(codePoint);
        }
        return -1;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
