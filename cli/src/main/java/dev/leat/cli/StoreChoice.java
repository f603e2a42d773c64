package dev.leat.cli;

import dev.leat.operator.service.StateStore;
import dev.leat.service.state.EmbeddedStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which state store a command works on. */
final class StoreChoice {

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "The directory of an embedded state store, such as leat run names. No other process may have it"
                            + " open.")
    private @Nullable Path store;

    /**
     * Opens the store.
     *
     * @param make whether a directory that is not there becomes an empty store
     */
    StateStore open(boolean make) {
        Path directory = store;
        if (directory == null) {
            throw new UsageException(CliProblem.OPTIONS, "say which state store: --store DIR");
        }
        if (!make && !Files.exists(directory)) {
            throw new UsageException(
                    CliProblem.VALUE, "--store " + directory + ": there is no such directory, and so no state store");
        }
        return EmbeddedStateStore.open(directory);
    }
}
