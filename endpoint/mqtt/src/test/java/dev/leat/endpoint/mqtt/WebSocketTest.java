package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT over WebSockets, with and without TLS. */
final class WebSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static void assertRelays(MosquittoServer server, MqttConnectionOptions options) throws Exception {
        MqttConnection connection = new MqttConnection(options);
        MqttSource source = new MqttSource(connection, List.of(Relay.IN), Relay.clock());
        try (TestClient client = new TestClient(server, "world").subscribe(Relay.OUT);
                RunningDataflow relay = Relay.between(source, new MqttSink(connection, MqttSinkOptions.to(Relay.OUT)))
                        .start()) {
            assertThat(source.ready()).succeedsWithin(PATIENCE);
            String large = "x".repeat(200_000);
            client.publish("in/a", large);
            client.publishMany("in/a", "m", 100);
            assertThat(client.nextText()).isEqualTo(large);
            assertThat(client.nextTexts(100)).startsWith("m-0").endsWith("m-99");
            assertThat(relay.stop(PATIENCE)).isTrue();
        }
    }

    @Test
    void aRelayRunsOverAWebSocket() throws Exception {
        try (MosquittoServer server = MosquittoServer.start(
                "allow_anonymous true", "listener SECOND_PORT 127.0.0.1", "protocol websockets")) {
            assertRelays(
                    server,
                    MqttConnectionOptions.builder("127.0.0.1", server.secondPort(), "relay")
                            .webSocket("/mqtt")
                            .build());
        }
    }

    @Test
    void aRelayRunsOverAnEncryptedWebSocket(@TempDir Path directory) throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued broker = authority.broker();
        try (MosquittoServer server = MosquittoServer.prepared(
                "allow_anonymous true",
                "listener SECOND_PORT 127.0.0.1",
                "protocol websockets",
                "cafile DIRECTORY/ca.pem",
                "certfile DIRECTORY/broker.pem",
                "keyfile DIRECTORY/broker.key")) {
            Files.copy(authority.authority(), server.directory().resolve("ca.pem"));
            Files.copy(broker.certificate(), server.directory().resolve("broker.pem"));
            Files.copy(broker.key(), server.directory().resolve("broker.key"));
            server.startAgain();
            assertRelays(
                    server,
                    MqttConnectionOptions.builder("localhost", server.secondPort(), "relay")
                            .webSocket("mqtt")
                            .tls(TlsOptions.trusting(Material.file(authority.authority())))
                            .build());
        }
    }

    @Test
    void aServerThatIsNoBrokerIsSaid() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            MqttConnectionOptions options = MqttConnectionOptions.builder(
                            "127.0.0.1", server.getAddress().getPort(), "relay")
                    .webSocket("/mqtt")
                    .failFast(true)
                    .build();
            assertThatThrownBy(() -> Relay.on(options).start().await())
                    .isInstanceOf(DataflowException.class)
                    .hasMessageContainingAll("LEAT-MQTT-021", options.address(), "404");
        } finally {
            server.stop(0);
        }
    }
}
