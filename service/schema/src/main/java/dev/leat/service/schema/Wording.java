package dev.leat.service.schema;

import java.util.List;

/** How violations are told: each, as far as there is room. */
final class Wording {

    /** The most characters for all violations of a record: what a dead letter's reason has room for. */
    static final int LONGEST = 3800;

    /** How many places of a broken schema are named: each has to be looked for. */
    static final int MOST_COMPLAINTS = 100;

    private static final int LONGEST_VIOLATION = 400;

    private Wording() {}

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** All violations, or as many as there is room for and how many more there are. */
    static String list(Violations all) {
        return list(all.told(), all.count());
    }

    /** @param count how many there are, of which some may not be in the list */
    private static String list(List<String> violations, int count) {
        StringBuilder all = new StringBuilder();
        for (int index = 0; index < violations.size(); index++) {
            String one = cut(oneLine(violations.get(index)), LONGEST_VIOLATION);
            if (all.length() + one.length() > LONGEST) {
                return all.append("; and ")
                        .append(count - index)
                        .append(" more")
                        .toString();
            }
            all.append(all.isEmpty() ? "" : "; ").append(one);
        }
        return all.append(count > violations.size() ? "; and " + (count - violations.size()) + " more" : "")
                .toString();
    }

    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "\u2026";
    }
}
