package dev.leat.service.rpc;

import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.operator.service.StateStore;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.StateStoreContract;
import dev.leat.service.state.protocol.StateStoreService.Authorization;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Over a broker, client and server together do what the store behind them does. */
final class MqttStateStoreContractTest extends StateStoreContract {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    protected StateStore reach(EmbeddedStateStore behind) {
        try {
            MosquittoServer broker = MosquittoServer.start();
            open.push(broker);
            RpcConnection there = Connections.open(broker, "store");
            open.push(there);
            StateStoreServer server = StateStoreServer.open(there, behind, behind::merge, Authorization.ALL);
            open.push(server);
            server.ready().get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            RpcConnection here = Connections.open(broker, "caller");
            open.push(here);
            return new MqttStateStore(here);
        } catch (Exception failure) {
            throw new AssertionError("no store over a broker", failure);
        }
    }

    @AfterEach
    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
