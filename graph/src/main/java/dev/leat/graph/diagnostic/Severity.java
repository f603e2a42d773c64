package dev.leat.graph.diagnostic;

import java.util.Locale;

/** How much a finding matters, the gravest first. */
public enum Severity {
    /** What was written cannot be run. */
    ERROR,
    /** It runs, and something in it is likely not what was meant, or is refused by the product. */
    WARNING,
    /** It runs as written; good to know. */
    INFO;

    /** The word for it in messages: {@code error}, {@code warning} or {@code info}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
