package dev.leat.platform.server;

import dev.leat.operator.service.Commands;
import dev.leat.service.rpc.MqttCommands;
import dev.leat.service.rpc.RpcConnection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls commands over the local broker. Connects when a module calls the first one. Safe for use by several threads. */
final class LocalCommands implements Commands, AutoCloseable {

    private final LocalBroker broker;

    /** Guarded by this. */
    private @Nullable RpcConnection connection;

    LocalCommands(LocalBroker broker) {
        this.broker = broker;
    }

    @Override
    public Invoker invoker(InvokerOptions options) {
        return new MqttCommands(connection()).invoker(options);
    }

    private synchronized RpcConnection connection() {
        RpcConnection open = connection;
        if (open == null) {
            // Another server at this broker must not take the session over; answers to one that is gone help nobody.
            open = RpcConnection.open(
                    broker.connection("leat-commands-" + UUID.randomUUID()).build());
            connection = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
