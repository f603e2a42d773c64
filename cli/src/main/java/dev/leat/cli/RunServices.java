package dev.leat.cli;

import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.rpc.MqttCommands;
import dev.leat.service.rpc.MqttStateStore;
import dev.leat.service.rpc.RpcConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a graph's modules reach over MQTT: commands at the broker that the graph runs at, and a state store there or at
 * another broker. Connects when a module needs it, under the graph's client id with {@code -services} behind it. Belongs
 * to one thread.
 */
final class RunServices implements AutoCloseable {

    private static final String COMMANDS = "wasm-graph:processor/command-invoker";
    private static final String SUFFIX = "-services";
    private static final String HERE = "mqtt";
    private static final int IN_FLIGHT = 100;

    private final Optional<MqttConnectionOptions> broker;
    private final List<RpcConnection> opened = new ArrayList<>();
    private @Nullable RpcConnection atBroker;

    /** @param broker that the graph runs at; empty: it runs between files */
    RunServices(Optional<MqttConnectionOptions> broker) {
        this.broker = broker;
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

    /** @param text {@code mqtt} for the graph's own broker, or the address of another one */
    StateStore store(String text) {
        if (text.equals(HERE)) {
            return new MqttStateStore(atBroker());
        }
        String client = broker.map(own -> own.clientId() + SUFFIX).orElseGet(() -> BrokerOptions.madeUp("leat"));
        RpcConnection there = RpcConnection.open(BrokerOptions.connection(
                BrokerAddress.parse(text),
                client,
                broker.flatMap(MqttConnectionOptions::credentials),
                IN_FLIGHT,
                true));
        opened.add(there);
        return new MqttStateStore(there);
    }

    private RpcConnection atBroker() {
        RpcConnection connection = atBroker;
        if (connection == null) {
            MqttConnectionOptions own = broker.orElseThrow();
            connection = RpcConnection.open(BrokerOptions.connection(
                    new BrokerAddress(own.host(), own.port(), own.tls()),
                    own.clientId() + SUFFIX,
                    own.credentials(),
                    IN_FLIGHT,
                    own.failFast()));
            atBroker = connection;
            opened.add(connection);
        }
        return connection;
    }

    @Override
    public void close() {
        opened.forEach(RpcConnection::close);
    }
}
