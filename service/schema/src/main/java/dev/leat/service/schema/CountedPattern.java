package dev.leat.service.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code pattern} of a schema. Some can be matched in so many ways that a short text takes for ever; each character that
 * is looked at is therefore a step of the {@link Work} of the record at hand. So that there are no steps without a look,
 * each group of the pattern looks at the characters about it when it is entered.
 */
record CountedPattern(Pattern pattern) implements RegularExpression {

    /** Of the record that this thread holds against a schema; schemas themselves are held against draft-07 without. */
    static final ScopedValue<Work> WORK = ScopedValue.newInstance();

    /** Holds everywhere, since no place is both; to find that out takes a look. */
    private static final String LOOK = "(?!\\b\\B)";

    /** Before an empty text, for {@link #LOOK}: no part of a word, and no space. */
    private static final String BEFORE_EMPTY = "\uffff";

    /** Repeats what may be empty without any look: an anchor, or what another group matched. */
    private static final Pattern BLIND =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(?:[\\^$]|\\\\[1-9AZzG]|\\\\k<[^>]*>)\\{\\d{4,}");

    /** The rules of brackets and parentheses are others behind it. */
    private static final Pattern COMMENTS = Pattern.compile("\\(\\?[a-zA-Z]*x");

    /** @throws PatternSyntaxException where it is no pattern, or one that cannot be bounded */
    static CountedPattern compile(String text) {
        String java =
                RegularExpressions.replaceLongformCharacterProperties(RegularExpressions.replaceDollarAnchors(text));
        Pattern plain = Pattern.compile(java);
        if (BLIND.matcher(java).find()) {
            throw new PatternSyntaxException("an anchor or a reference is repeated 1000 times or more", text, -1);
        }
        if (COMMENTS.matcher(java).find()) {
            throw new PatternSyntaxException("JSON Schema has no patterns with comments, (?x)", text, -1);
        }
        try {
            return new CountedPattern(Pattern.compile(withLooks(java)));
        } catch (PatternSyntaxException unlike) {
            return new CountedPattern(plain);
        }
    }

    /** The pattern with a {@link #LOOK} at the start of each group; what is in brackets or escaped is none. */
    static String withLooks(String pattern) {
        StringBuilder all = new StringBuilder();
        int brackets = 0;
        int at = 0;
        while (at < pattern.length()) {
            int end = at + 1;
            char next = pattern.charAt(at);
            if (next == '\\') {
                end = pattern.startsWith("\\Q", at) ? endOfQuote(pattern, at) : Math.min(at + 2, pattern.length());
            } else if (next == '[') {
                brackets++;
                // A bracket right behind closes nothing.
                end = pattern.startsWith("^", end) ? end + 1 : end;
                end = pattern.startsWith("]", end) ? end + 1 : end;
            } else if (next == ']' && brackets > 0) {
                brackets--;
            } else if (next == '(' && brackets == 0) {
                end = endOfOpening(pattern, at);
            }
            all.append(pattern, at, end);
            if (next == '(' && brackets == 0 && pattern.charAt(end - 1) != ')') {
                all.append(LOOK);
            }
            at = end;
        }
        return all.toString();
    }

    private static int endOfQuote(String pattern, int start) {
        int end = pattern.indexOf("\\E", start + 2);
        return end < 0 ? pattern.length() : end + 2;
    }

    /** Behind <code>(</code>, <code>(?:</code>, <code>(?&lt;!</code>, <code>(?&lt;name&gt;</code> or <code>(?i)</code>. */
    private static int endOfOpening(String pattern, int start) {
        if (!pattern.startsWith("(?", start)) {
            return start + 1;
        }
        int end = start + 2;
        if (pattern.startsWith("<=", end) || pattern.startsWith("<!", end)) {
            return end + 2;
        }
        while (end < pattern.length() && ":=!>)".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        return Math.min(end + 1, pattern.length());
    }

    @Override
    public boolean matches(String text) {
        if (!WORK.isBound()) {
            return pattern.matcher(text).find();
        }
        Work work = WORK.get();
        work.spend(1);
        try {
            return find(text, work);
        } catch (Work.SpentException spent) {
            // Not through the library, which would log it. The work is spent, and so the next keyword ends it.
            return true;
        }
    }

    private boolean find(String text, Work work) {
        return text.isEmpty()
                ? pattern.matcher(new CountedText(BEFORE_EMPTY, work))
                        .region(1, 1)
                        .useTransparentBounds(true)
                        .find()
                : pattern.matcher(new CountedText(text, work)).find();
    }

    private record CountedText(CharSequence text, Work work) implements CharSequence {

        @Override
        public char charAt(int index) {
            work.spend(1);
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), work);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
