package dev.leat.cli;

import dev.leat.operator.service.StateStore;
import dev.leat.service.rpc.MqttStateStore;
import dev.leat.service.state.EmbeddedStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which state store a command works on: one in a directory, or one behind a broker. */
final class StoreChoice {

    private static final int IN_FLIGHT = 100;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "The directory of an embedded state store, such as leat run names. No other process may have it"
                            + " open.")
    private @Nullable Path store;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    /**
     * Opens the store.
     *
     * @param make whether a directory that is not there becomes an empty store
     */
    StateStore open(boolean make) throws IOException {
        Path directory = store;
        if ((directory == null) == !broker.given()) {
            throw new UsageException(
                    CliProblem.OPTIONS, "say which state store: either --store DIR, or --broker HOST:PORT");
        }
        if (directory == null) {
            return MqttStateStore.open(
                    BrokerOptions.answered(broker.connection(BrokerOptions.madeUp("leat-state"), IN_FLIGHT)));
        }
        if (!make && !Files.exists(directory)) {
            throw new UsageException(
                    CliProblem.VALUE, "--store " + directory + ": there is no such directory, and so no state store");
        }
        return EmbeddedStateStore.open(directory);
    }
}
