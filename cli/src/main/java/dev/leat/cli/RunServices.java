package dev.leat.cli;

import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.operator.HostServices;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.StateStore;
import dev.leat.runtime.Graph;
import dev.leat.runtime.GraphOptions;
import dev.leat.service.rpc.MqttCommands;
import dev.leat.service.rpc.MqttSchemaRegistry;
import dev.leat.service.rpc.MqttStateStore;
import dev.leat.service.rpc.RpcConnection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a graph's modules reach over MQTT: commands at the broker that the graph runs at, and a state store and a schema
 * registry there or at another broker. Connects when something needs it, under the graph's client id with {@code -services}
 * behind it. Belongs to one thread.
 */
final class RunServices implements AutoCloseable {

    private static final String SUFFIX = "-services";

    /** Another session, should the address be another name of the graph's own broker. */
    private static final String OTHER_SUFFIX = "-state";

    private static final String HERE = "mqtt";
    private static final int IN_FLIGHT = 100;

    private final Optional<MqttConnectionOptions> broker;
    private final BrokerAccess access;
    private final Map<BrokerAddress, RpcConnection> opened = new LinkedHashMap<>();

    /** @param access for other brokers than the graph's own */
    private RunServices(Optional<MqttConnectionOptions> broker, BrokerAccess access) {
        this.broker = broker;
        this.access = access;
    }

    /** Of a graph that runs at a broker. */
    static RunServices at(MqttConnectionOptions broker) {
        return new RunServices(Optional.of(broker), BrokerAccess.of(broker).elsewhere());
    }

    /**
     * Of a graph that runs between files.
     *
     * @param access for the broker of its services, where there is one
     */
    static RunServices withoutBroker(BrokerAccess access) {
        return new RunServices(Optional.empty(), access);
    }

    /** Whether the text names a service behind a broker, rather than a directory. */
    static boolean isRemote(String text) {
        return text.equals(HERE) || BrokerAddress.hasScheme(text);
    }

    /** Gives the graph commands where one of its modules calls any, and there is a broker. */
    GraphOptions into(GraphOptions options, Graph graph) {
        return broker.isPresent() && graph.imports(HostServices.COMMANDS)
                ? options.withServices(options.services().withCommands(new MqttCommands(atBroker())))
                : options;
    }

    /** @param text {@code mqtt} for the graph's own broker, or the address of another one */
    StateStore store(String text) {
        broker.ifPresent(BrokerOptions::answered);
        return new MqttStateStore(connection("--state", text));
    }

    /** @param text {@code mqtt} for the graph's own broker, or the address of another one */
    SchemaRegistry schemas(String text) {
        return new MqttSchemaRegistry(connection("--schemas", text));
    }

    private RpcConnection connection(String option, String text) {
        if (!text.equals(HERE)) {
            return connection(BrokerAddress.parse(option, text));
        }
        if (broker.isEmpty()) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    option + " mqtt goes with --broker; otherwise write " + option + " mqtt://HOST:PORT");
        }
        return atBroker();
    }

    private RpcConnection atBroker() {
        return connection(address(broker.orElseThrow()));
    }

    private static BrokerAddress address(MqttConnectionOptions own) {
        return new BrokerAddress(own.host(), own.port(), own.tls().isPresent(), own.webSocketPath());
    }

    /** One for each broker: two of one client id would take each other's session. */
    private RpcConnection connection(BrokerAddress address) {
        RpcConnection there = opened.computeIfAbsent(address, any -> RpcConnection.open(options(any)));
        if (there.options().failFast()) {
            // A run without what its modules need would go on to the end, and lose every record.
            there.ready().join();
        }
        return there;
    }

    private MqttConnectionOptions options(BrokerAddress there) {
        return BrokerOptions.connection(
                there,
                broker.map(own -> own.clientId() + (there.equals(address(own)) ? SUFFIX : OTHER_SUFFIX))
                        .orElseGet(() -> BrokerOptions.madeUp("leat")),
                // Of one host: another one is not told the password.
                broker.filter(own -> own.host().equals(there.host()))
                        .map(BrokerAccess::of)
                        .orElse(access),
                IN_FLIGHT,
                broker.map(MqttConnectionOptions::failFast).orElse(true));
    }

    @Override
    public void close() {
        opened.values().forEach(RpcConnection::close);
    }
}
