package dev.leat.cli;

import java.nio.file.Path;

/** Where Leat lies, and paths as a person at the terminal would write them. */
final class Home {

    private Home() {}

    /** The checkout that the {@code leat} script was started from. */
    static Path directory() {
        String home = System.getProperty("leat.home");
        if (home == null) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "where Leat lies is not known: start this command with ./leat, or set -Dleat.home");
        }
        return Path.of(home);
    }

    /** A path from the working directory where it lies below, and the whole of it elsewhere. */
    static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = path.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
