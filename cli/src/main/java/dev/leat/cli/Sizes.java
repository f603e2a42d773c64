package dev.leat.cli;

import java.util.Locale;

/** Sizes as people read them. */
final class Sizes {

    private Sizes() {}

    static String text(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
