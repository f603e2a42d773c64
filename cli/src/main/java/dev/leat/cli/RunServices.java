package dev.leat.cli;

import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttCredentials;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.rpc.MqttCommands;
import dev.leat.service.rpc.MqttStateStore;
import dev.leat.service.rpc.RpcConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a graph's modules reach over MQTT: commands at the broker that the graph runs at, and a state store there or at
 * another broker. Connects when a module needs it, under the graph's client id with {@code -services} behind it. Belongs
 * to one thread.
 */
final class RunServices implements AutoCloseable {

    static final String COMMANDS = "wasm-graph:processor/command-invoker";
    private static final String SUFFIX = "-services";

    /** Another session than that of the services, should both names of the broker be of the same one. */
    private static final String STORE_SUFFIX = "-state";

    private static final String HERE = "mqtt";
    private static final int IN_FLIGHT = 100;

    private final Optional<MqttConnectionOptions> broker;
    private final Optional<MqttCredentials> credentials;
    private final List<RpcConnection> opened = new ArrayList<>();
    private @Nullable RpcConnection atBroker;

    private RunServices(Optional<MqttConnectionOptions> broker, Optional<MqttCredentials> credentials) {
        this.broker = broker;
        this.credentials = credentials;
    }

    /** Of a graph that runs at a broker. */
    static RunServices at(MqttConnectionOptions broker) {
        return new RunServices(Optional.of(broker), broker.credentials());
    }

    /**
     * Of a graph that runs between files.
     *
     * @param credentials for the broker of the state store, where that is behind one
     */
    static RunServices withoutBroker(Optional<MqttCredentials> credentials) {
        return new RunServices(Optional.empty(), credentials);
    }

    /** Whether the text names a state store behind a broker, rather than a directory. */
    static boolean isRemote(String text) {
        return text.equals(HERE) || text.startsWith("mqtt://") || text.startsWith("mqtts://");
    }

    /** Gives the graph commands where one of its modules calls any, and there is a broker. */
    GraphOptions into(GraphOptions options, Graph graph) {
        return broker.isPresent() && graph.imports(COMMANDS)
                ? options.withServices(options.services().withCommands(new MqttCommands(atBroker())))
                : options;
    }

    /**
     * @param text {@code mqtt} for the graph's own broker, or the address of another one
     * @throws CompletionException where there is no connection, and nobody said to wait for it
     */
    StateStore store(String text) {
        broker.ifPresent(BrokerOptions::answered);
        if (text.equals(HERE)) {
            return new MqttStateStore(atBroker());
        }
        BrokerAddress address = BrokerAddress.parse("--state", text);
        if (broker.map(RunServices::address).filter(address::equals).isPresent()) {
            return new MqttStateStore(atBroker());
        }
        String client = broker.map(own -> own.clientId() + STORE_SUFFIX).orElseGet(() -> BrokerOptions.madeUp("leat"));
        return new MqttStateStore(open(BrokerOptions.connection(
                address,
                client,
                credentials,
                IN_FLIGHT,
                broker.map(MqttConnectionOptions::failFast).orElse(true))));
    }

    private RpcConnection atBroker() {
        RpcConnection connection = atBroker;
        if (connection == null) {
            MqttConnectionOptions own = broker.orElseThrow();
            connection = open(BrokerOptions.connection(
                    address(own), own.clientId() + SUFFIX, own.credentials(), IN_FLIGHT, own.failFast()));
            atBroker = connection;
        }
        return connection;
    }

    private static BrokerAddress address(MqttConnectionOptions own) {
        return new BrokerAddress(own.host(), own.port(), own.tls());
    }

    private RpcConnection open(MqttConnectionOptions options) {
        RpcConnection connection = RpcConnection.open(options);
        opened.add(connection);
        if (options.failFast()) {
            // A run without what its modules need would go on to the end, and lose every record.
            connection.ready().join();
        }
        return connection;
    }

    @Override
    public void close() {
        opened.forEach(RpcConnection::close);
    }
}
