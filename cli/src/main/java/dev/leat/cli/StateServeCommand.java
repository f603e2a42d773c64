package dev.leat.cli;

import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.service.rpc.RpcConnection;
import dev.leat.service.rpc.SchemaRegistryServer;
import dev.leat.service.rpc.StateStoreServer;
import dev.leat.service.schema.SchemaDirectory;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.protocol.StateStoreService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leat state serve}: an embedded state store, and a directory of schemas, for all clients of a broker. */
@Command(
        name = "serve",
        description = {
            "Serves a state store on an MQTT v5 broker, and with --schemas a schema registry, until Ctrl-C.",
            "Not for a broker that serves them itself, as that of Azure IoT Operations does."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class StateServeCommand implements Callable<Integer> {

    /** As many as let requests of many clients wait for the disk together. */
    private static final int IN_FLIGHT = 10_000;

    /** The same in every run: what is asked while the server restarts, it finds in its session. */
    private static final String CLIENT_ID = "leat-state-server";

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where the store is kept. Without it, it is in memory, and gone with the command.")
    private @Nullable Path store;

    @Option(
            names = "--schemas",
            paramLabel = "DIR",
            description =
                    "Serve the schemas of a directory, too, and keep there what clients put: NAME/VERSION.json. It is"
                            + " made where it is not there.")
    private @Nullable Path schemas;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Path directory = store;
        var connection = broker.connection(CLIENT_ID, IN_FLIGHT);
        // Before anything connects: a broken schema is a mistake of the user's.
        Optional<ServedSchemas> registry = Optional.ofNullable(schemas)
                .map(place -> new ServedSchemas(SchemaDirectory.create(place, SchemaArguments.NAMESPACE)));
        try (Stopped stopped = new Stopped();
                EmbeddedStateStore kept =
                        directory == null ? EmbeddedStateStore.inMemory() : EmbeddedStateStore.open(directory);
                RpcConnection session = RpcConnection.prepare(connection);
                StateStoreServer server =
                        StateStoreServer.open(session, kept, kept::merge, StateStoreService.Authorization.ALL);
                Registry served = new Registry(registry.map(all -> SchemaRegistryServer.open(session, all)))) {
            // The servers are there before the broker sends what their session holds.
            session.connect();
            CompletableFuture.anyOf(CompletableFuture.allOf(server.ready(), served.ready()), stopped.asked())
                    .join();
            if (!stopped.asked().isDone()) {
                err.println("serving the state store "
                        + (directory == null ? "in memory" : "in " + directory)
                        + registry.map(all -> ", and the schemas in " + schemas).orElse("")
                        + " at " + connection.address() + "; Ctrl-C stops");
            }
            Object end =
                    CompletableFuture.anyOf(session.failure(), stopped.asked()).join();
            if (end instanceof MqttEndpointException lost) {
                throw lost;
            }
            served.end();
            server.handOver();
        }
        return 0;
    }

    /** Serves schemas, or none. */
    private record Registry(Optional<SchemaRegistryServer> server) implements AutoCloseable {

        CompletableFuture<@Nullable Void> ready() {
            return server.map(SchemaRegistryServer::ready).orElseGet(() -> CompletableFuture.completedFuture(null));
        }

        void end() {
            server.ifPresent(SchemaRegistryServer::close);
        }

        @Override
        public void close() {
            end();
        }
    }
}
