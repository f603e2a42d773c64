package dev.leat.kit;

import java.util.Locale;

/** How a module is built. */
public enum BuildMode {
    /** Small and fast. */
    RELEASE,
    /** With what a debugger needs; Python has no such difference. */
    DEBUG;

    /** As users write it, and the name of the folder under {@code bin}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
