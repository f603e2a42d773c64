package dev.leat.kit;

import java.util.Locale;

/** What a module is written in. */
public enum Language {
    RUST,
    PYTHON;

    /** As users write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
