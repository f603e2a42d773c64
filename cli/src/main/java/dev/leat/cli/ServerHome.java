package dev.leat.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server keeps its state, which is also where commands find out how to reach it. */
final class ServerHome {

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "The directory where the server keeps what it must not forget, and says how to reach it"
                    + " (default: ~/.local/state/leat/serve).")
    private @Nullable Path given;

    Path directory() {
        Path directory = given;
        return directory == null ? StateHome.root().resolve("serve") : directory;
    }
}
