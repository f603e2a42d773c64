package dev.leat.service.rpc;

import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Connections of tests. */
final class Connections {

    /** No test waits for it as long as all is well. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Connections() {}

    static MqttConnectionOptions options(MosquittoServer server, String clientId) {
        return MqttConnectionOptions.builder(server.host(), server.port(), clientId)
                .maxInFlight(1000)
                .build();
    }

    static RpcConnection open(MosquittoServer server, String clientId) throws Exception {
        RpcConnection connection = RpcConnection.open(options(server, clientId));
        connection.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return connection;
    }
}
