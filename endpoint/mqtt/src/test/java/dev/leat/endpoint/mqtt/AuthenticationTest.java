package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with passwords, and tokens that change. */
final class AuthenticationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private static MqttSource source(MqttConnectionOptions options) {
        return new MqttSource(new MqttConnection(options), List.of(Relay.IN), Relay.clock());
    }

    private static RunningDataflow running(MqttSource source) {
        return Relay.between(source, new StubbornSink(10)).start();
    }

    /** At once, as Kubernetes replaces a token. */
    private void replace(Path file, String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void setPassword(MosquittoServer server, String user, String password) throws Exception {
        Path file = server.directory().resolve("passwords");
        boolean first = !Files.exists(file);
        List<String> command = first
                ? List.of("mosquitto_passwd", "-c", "-b", file.toString(), user, password)
                : List.of("mosquitto_passwd", "-b", file.toString(), user, password);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void aPasswordIsReadAgainAtEachAttempt() throws Exception {
        Path user = Files.writeString(directory.resolve("user"), "operator\n");
        Path password = Files.writeString(directory.resolve("password"), "wr0ng-password\n");
        try (MosquittoServer server =
                        MosquittoServer.prepared("allow_anonymous false", "password_file DIRECTORY/passwords");
                ConnectionLog log = new ConnectionLog()) {
            setPassword(server, "operator", "right-password");
            server.startAgain();
            MqttSource source = source(Relay.options(server)
                    .authentication(new MqttAuthentication.Password(Material.line(user), Material.line(password)))
                    .build());
            try (RunningDataflow relay = running(source)) {
                String line = log.await("LEAT-MQTT-002", "not authorized", "Next attempt in");
                assertThat(line).doesNotContain("wr0ng");
                assertThat(source.health().state()).isEqualTo(Health.State.DOWN);
                assertThat(source.health().reason()).contains("LEAT-MQTT-002").doesNotContain("wr0ng");
                replace(password, "right-password\r\n");
                assertThat(source.ready()).succeedsWithin(PATIENCE);
                assertThat(source.health()).isEqualTo(Health.UP);
                assertThat(server.awaitLog("as relay")).contains("u'operator'");
            }
        }
    }

    @Test
    void aTokenThatChangesIsSentInTheConnectionThatIsThere() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "first-token");
        try (TokenBroker broker = new TokenBroker(directory.resolve("broker"));
                ConnectionLog log = new ConnectionLog()) {
            broker.know("first-token");
            broker.know("second-token");
            MqttSource source =
                    source(broker.options(new MqttAuthentication.Token("K8S-SAT", Material.line(token), SOON))
                            .diskPersistence()
                            .connectProperty("site", "north")
                            .subscribeProperty("site", "south")
                            .build());
            try (RunningDataflow relay = running(source)) {
                assertThat(source.ready()).succeedsWithin(PATIENCE);
                assertThat(broker.nextProperties()).isEqualTo("CONNECT aio-persistence=true site=north");
                assertThat(broker.nextProperties()).isEqualTo("SUBSCRIBE aio-persistence=true site=south");
                assertThat(broker.next()).isEqualTo("CONNECT K8S-SAT first-token");
                Files.delete(token);
                log.await("LEAT-MQTT-020", "there is no file");
                assertThat(source.health()).isEqualTo(Health.UP);
                replace(token, "second-token");
                assertThat(broker.next()).isEqualTo("AUTH K8S-SAT second-token");
                assertThat(log.await("authenticated again")).doesNotContain("second-token");
                assertThat(source.health()).isEqualTo(Health.UP);
            }
        }
    }

    @Test
    void aTokenThatTheBrokerDoesNotTakeEndsTheConnectionAndTheNextOneIsTried() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "first-token");
        try (TokenBroker broker = new TokenBroker(directory.resolve("broker"));
                ConnectionLog log = new ConnectionLog()) {
            broker.know("first-token");
            MqttSource source =
                    source(broker.options(new MqttAuthentication.Token("K8S-SAT", Material.line(token), SOON))
                            .build());
            try (RunningDataflow relay = running(source)) {
                assertThat(source.ready()).succeedsWithin(PATIENCE);
                assertThat(broker.next()).isEqualTo("CONNECT K8S-SAT first-token");
                replace(token, "stolen-token");
                assertThat(broker.next()).isEqualTo("AUTH K8S-SAT stolen-token");
                assertThat(log.await("LEAT-MQTT-003", "not authorized")).doesNotContain("stolen-token");
                assertThat(broker.next()).isEqualTo("CONNECT K8S-SAT stolen-token");
                log.await("LEAT-MQTT-002", "not authorized");
                assertThat(source.health().reason()).contains("LEAT-MQTT-002");
                broker.know("third-token");
                replace(token, "third-token");
                log.await("connected again");
            }
        }
    }

    @Test
    void aBrokerThatDoesNotKnowTheMethodRefuses() throws Exception {
        try (MosquittoServer server = MosquittoServer.start()) {
            MqttConnectionOptions options = Relay.options(server)
                    .authentication(MqttAuthentication.serviceAccount(Material.of("s3cret-token")))
                    .failFast(true)
                    .build();
            assertThat(options.toString()).contains("K8S-SAT").doesNotContain("s3cret");
            assertThatThrownBy(() -> Relay.on(options).start().await())
                    .isInstanceOf(DataflowException.class)
                    .hasMessageContainingAll("LEAT-MQTT-002", "bad authentication method")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "large", "binary"})
    void aTokenFileThatCannotBeUsedIsSaid(String kind) throws Exception {
        Path token = directory.resolve(kind);
        switch (kind) {
            case "empty" -> Files.writeString(token, "\n");
            case "large" -> Files.writeString(token, "s3cret".repeat(20_000));
            case "binary" -> Files.write(token, new byte[] {'s', '3', 'c', (byte) 0xFF});
            default -> {}
        }
        MqttConnectionOptions options = MqttConnectionOptions.builder("127.0.0.1", 1, "relay")
                .authentication(MqttAuthentication.serviceAccount(Material.line(token)))
                .failFast(true)
                .build();
        assertThatThrownBy(() -> Relay.on(options).start().await())
                .isInstanceOf(DataflowException.class)
                .hasMessageContainingAll("LEAT-MQTT-020", "the token", token.toString())
                .hasMessageNotContaining("s3c");
    }

    @Test
    void whoeverBringsTokensTooSlowlyIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Material never = () -> {
            try {
                new CountDownLatch(1).await();
                throw new IOException("unreachable");
            } catch (InterruptedException late) {
                interrupted.countDown();
                throw new IOException(late);
            }
        };
        MqttConnectionOptions options = MqttConnectionOptions.builder("127.0.0.1", 1, "relay")
                .authentication(new MqttAuthentication.Token("CUSTOM", never, SOON))
                .connectTimeout(Duration.ofMillis(50))
                .failFast(true)
                .build();
        assertThatThrownBy(() -> Relay.on(options).start().await())
                .hasMessageContainingAll("LEAT-MQTT-020", "could not be read within 50 ms");
        interrupted.await();
    }

    @Test
    void whoeverFailsInAnUnexpectedWayIsAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Material moody = () -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not in the mood");
            }
            return Bytes.utf8("right-password");
        };
        try (MosquittoServer server = MosquittoServer.start();
                ConnectionLog log = new ConnectionLog()) {
            MqttSource source = source(Relay.options(server)
                    .authentication(new MqttAuthentication.Password(Material.of("me"), moody))
                    .build());
            try (RunningDataflow relay = running(source)) {
                log.await("LEAT-MQTT-020", "not in the mood", "Next attempt in");
                assertThat(source.ready()).succeedsWithin(PATIENCE);
            }
        }
    }

    @Test
    void stoppingAGraphThatWaitsForAFileEndsIt() throws Exception {
        try (ConnectionLog log = new ConnectionLog();
                RunningDataflow relay = running(source(MqttConnectionOptions.builder("127.0.0.1", 1, "relay")
                        .authentication(MqttAuthentication.serviceAccount(Material.line(directory.resolve("no"))))
                        .build()))) {
            log.await("LEAT-MQTT-020", "Next attempt in");
            assertThat(relay.stop(PATIENCE)).isTrue();
        }
    }

    @Test
    void secretsAreInNoText() {
        Bytes secret = Bytes.utf8("s3cret");
        assertThat(MqttConnectionOptions.builder("h", 1, "c")
                        .authentication(MqttAuthentication.password("me", secret))
                        .tls(TlsOptions.trusting(Material.of(secret))
                                .withIdentity(Material.of(secret), Material.of(secret)))
                        .build()
                        .toString())
                .doesNotContain("s3cret");
    }
}
