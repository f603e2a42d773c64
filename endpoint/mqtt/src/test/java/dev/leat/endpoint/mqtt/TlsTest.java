package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted connections to a mosquitto that shows a certificate, and may want to see one. */
final class TlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A plain listener for the test's client, and one with TLS. */
    private static final String[] LISTENERS = {
        "allow_anonymous true",
        "listener SECOND_PORT 127.0.0.1",
        "cafile DIRECTORY/ca.pem",
        "certfile DIRECTORY/broker.pem",
        "keyfile DIRECTORY/broker.key"
    };

    private static final String[] LISTENERS_FOR_KNOWN_CLIENTS = {
        LISTENERS[0],
        LISTENERS[1],
        LISTENERS[2],
        LISTENERS[3],
        LISTENERS[4],
        "require_certificate true",
        "use_identity_as_username true"
    };

    @TempDir
    private Path directory;

    private static void install(MosquittoServer server, Certificates authority, Certificates.Issued broker)
            throws Exception {
        copy(authority.authority(), server.directory().resolve("ca.pem"));
        copy(broker.certificate(), server.directory().resolve("broker.pem"));
        copy(broker.key(), server.directory().resolve("broker.key"));
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private MosquittoServer started(Certificates authority, Certificates.Issued broker, String... lines)
            throws Exception {
        MosquittoServer server = MosquittoServer.prepared(lines);
        install(server, authority, broker);
        server.startAgain();
        return server;
    }

    private static MqttConnectionOptions.Builder options(MosquittoServer server, TlsOptions tls) {
        return MqttConnectionOptions.builder("127.0.0.1", server.secondPort(), "relay")
                .tls(tls)
                .keepAlive(Duration.ofSeconds(5));
    }

    private static TlsOptions identified(Certificates authority, Certificates.Issued client) {
        return TlsOptions.trusting(Material.file(authority.authority()))
                .withIdentity(Material.file(client.certificate()), Material.file(client.key()));
    }

    private static void assertFails(MqttConnectionOptions.Builder options, String... texts) {
        assertThatThrownBy(
                        () -> Relay.on(options.failFast(true).build()).start().await())
                .isInstanceOf(DataflowException.class)
                .hasMessageContainingAll(texts)
                .hasMessageNotContaining("MII"); // how keys begin
    }

    private static void assertRelays(MosquittoServer server, MqttConnectionOptions options) throws Exception {
        MqttConnection connection = new MqttConnection(options);
        MqttSource source = new MqttSource(connection, List.of(Relay.IN), Relay.clock());
        MqttSink sink = new MqttSink(connection, MqttSinkOptions.to(Relay.OUT));
        try (TestClient client = new TestClient(server, "world").subscribe(Relay.OUT);
                RunningDataflow relay = Relay.between(source, sink).start()) {
            assertThat(source.ready()).succeedsWithin(PATIENCE);
            client.publish("in/a", "hello");
            assertThat(client.nextText()).isEqualTo("hello");
            assertThat(source.health()).isEqualTo(Health.UP);
            assertThat(sink.health()).isEqualTo(Health.UP);
            assertThat(relay.stop(PATIENCE)).isTrue();
        }
    }

    @Test
    void aBundleOfAuthoritiesIsTrusted() throws Exception {
        Certificates other = new Certificates(directory, "other");
        Certificates authority = new Certificates(directory, "authority");
        Path bundle = Files.writeString(
                directory.resolve("bundle.pem"),
                "# Two of them\n" + Files.readString(other.authority()) + Files.readString(authority.authority()));
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS)) {
            assertRelays(
                    server,
                    options(server, TlsOptions.trusting(Material.file(bundle))).build());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa:2048, pkcs8 -topk8 -nocrypt, BEGIN PRIVATE KEY",
        "rsa:2048, rsa -traditional, BEGIN RSA PRIVATE KEY",
        "ec, ec, BEGIN EC PRIVATE KEY",
        "ec, pkcs8 -topk8 -nocrypt, BEGIN PRIVATE KEY",
        "ed25519, pkcs8 -topk8 -nocrypt, BEGIN PRIVATE KEY"
    })
    void aClientShowsItsCertificateWhateverFormItsKeyHas(String kind, String form, String label) throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued client = authority.client("device-1", kind);
        Path key = directory.resolve("key");
        Certificates.openssl((form + " -in " + client.key() + " -out " + key).split(" "));
        assertThat(key).content().contains(label);
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS_FOR_KNOWN_CLIENTS)) {
            TlsOptions tls = identified(authority, new Certificates.Issued(client.certificate(), key));
            MqttSource source =
                    new MqttSource(new MqttConnection(options(server, tls).build()), List.of(Relay.IN), Relay.clock());
            try (RunningDataflow relay =
                    Relay.between(source, new StubbornSink(1)).start()) {
                assertThat(server.awaitLog("as relay")).contains("u'device-1'");
                assertThat(source.ready()).succeedsWithin(PATIENCE);
            }
        }
    }

    @Test
    void aClientWithACertificateDoesWhatItsNameMay() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS_FOR_KNOWN_CLIENTS)) {
            assertRelays(
                    server,
                    options(server, identified(authority, authority.client("device-1", "rsa:2048")))
                            .build());
        }
    }

    @Test
    void aClientWithoutACertificateIsToldWhatTheBrokerMisses() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS_FOR_KNOWN_CLIENTS)) {
            assertFails(
                    options(server, TlsOptions.trusting(Material.file(authority.authority()))),
                    "LEAT-MQTT-018",
                    "does not accept this client's certificate or misses one");
        }
    }

    @Test
    void aClientWithAnExpiredCertificateIsRefused() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued expired = authority.issue("old", "rsa:2048", "extendedKeyUsage=clientAuth", -1);
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS_FOR_KNOWN_CLIENTS)) {
            assertFails(options(server, identified(authority, expired)), "LEAT-MQTT-018", "expired");
        }
    }

    @Test
    void aBrokerWithAnExpiredCertificateIsNotTrusted() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued expired = authority.issue("old", "rsa:2048", Certificates.LOCAL, -1);
        try (MosquittoServer server = started(authority, expired, LISTENERS)) {
            assertFails(
                    options(server, TlsOptions.trusting(Material.file(authority.authority()))),
                    "LEAT-MQTT-018",
                    "127.0.0.1:" + server.secondPort(),
                    "the broker's certificate has expired");
        }
    }

    @Test
    void aBrokerWithTheCertificateOfAnotherHostIsNotTrusted() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued elsewhere = authority.issue("elsewhere", "ec", "subjectAltName=DNS:elsewhere.example", 30);
        try (MosquittoServer server = started(authority, elsewhere, LISTENERS)) {
            assertFails(
                    options(server, TlsOptions.trusting(Material.file(authority.authority()))),
                    "LEAT-MQTT-018",
                    "of another host");
        }
    }

    @Test
    void aBrokerOfAnUnknownAuthorityIsNotTrusted() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates other = new Certificates(directory, "other");
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS)) {
            assertFails(
                    options(server, TlsOptions.trusting(Material.file(other.authority()))),
                    "LEAT-MQTT-018",
                    "of no trusted authority");
            assertFails(options(server, TlsOptions.DEFAULT), "LEAT-MQTT-018", "of no trusted authority");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsToldApart() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(server));
            assertFails(
                    MqttConnectionOptions.builder("127.0.0.1", server.getLocalPort(), "relay")
                            .tls(TlsOptions.DEFAULT),
                    "LEAT-MQTT-018",
                    "127.0.0.1:" + server.getLocalPort(),
                    "speaks no TLS");
        }
    }

    /** As a server does that speaks first. */
    private static void greet(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("220 mail.example ESMTP\r\n".getBytes(StandardCharsets.UTF_8));
            client.getInputStream().readAllBytes();
        } catch (IOException over) {
            // The client has read it.
        }
    }

    @Test
    void aBrokerThatComesBackWithAnotherCertificateIsTrustedOnceItsAuthorityIsKnown() throws Exception {
        Certificates first = new Certificates(directory, "first");
        Certificates second = new Certificates(directory, "second");
        Path trusted = directory.resolve("trusted.pem");
        copy(first.authority(), trusted);
        try (MosquittoServer server = started(first, first.broker(), LISTENERS);
                ConnectionLog log = new ConnectionLog()) {
            MqttSource source = new MqttSource(
                    new MqttConnection(options(server, TlsOptions.trusting(Material.file(trusted)))
                            .build()),
                    List.of(Relay.IN),
                    Relay.clock());
            StubbornSink sink = new StubbornSink(10);
            try (RunningDataflow relay = Relay.between(source, sink).start()) {
                assertThat(source.ready()).succeedsWithin(PATIENCE);
                server.kill();
                install(server, second, second.broker());
                server.startAgain();
                log.await("LEAT-MQTT-018", "of no trusted authority", "Next attempt in");
                assertThat(source.health().state()).isEqualTo(Health.State.DOWN);
                assertThat(source.health().reason()).contains("LEAT-MQTT-018");
                copy(second.authority(), trusted);
                log.await("connected again");
                server.awaitLog("Sending SUBACK to relay");
                try (TestClient client = new TestClient(server, "world")) {
                    client.publish("in/a", "hello");
                    assertThat(sink.next().text()).isEqualTo("hello");
                }
                assertThat(source.health()).isEqualTo(Health.UP);
            }
        }
    }

    @Test
    void authoritiesThatAreNotThereYetAreWaitedFor() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Path later = directory.resolve("later.pem");
        try (MosquittoServer server = started(authority, authority.broker(), LISTENERS);
                ConnectionLog log = new ConnectionLog()) {
            MqttSource source = new MqttSource(
                    new MqttConnection(options(server, TlsOptions.trusting(Material.file(later)))
                            .build()),
                    List.of(Relay.IN),
                    Relay.clock());
            assertThat(source.health()).isEqualTo(Health.STARTING);
            try (RunningDataflow relay =
                    Relay.between(source, new StubbornSink(1)).start()) {
                log.await("LEAT-MQTT-019", later.toString(), "there is no file", "Next attempt in");
                assertThat(source.health().reason()).contains("LEAT-MQTT-019");
                copy(authority.authority(), later);
                assertThat(source.ready()).succeedsWithin(PATIENCE);
                assertThat(source.health()).isEqualTo(Health.UP);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM at all",
                "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n"
            })
    void authoritiesThatCannotBeReadAreSaid(String pem) throws Exception {
        Path file = Files.writeString(directory.resolve("broken.pem"), pem);
        assertFails(
                MqttConnectionOptions.builder("127.0.0.1", 1, "relay").tls(TlsOptions.trusting(Material.file(file))),
                "LEAT-MQTT-019",
                "the authorities (" + file + ")");
    }

    @Test
    void aKeyThatDoesNotFitItsCertificateIsSaid() throws Exception {
        Certificates authority = new Certificates(directory, "authority");
        Certificates.Issued first = authority.client("first", "rsa:2048");
        Certificates.Issued second = authority.client("second", "rsa:2048");
        Certificates.Issued third = authority.client("third", "ec");
        Path encrypted = directory.resolve("encrypted.key");
        Certificates.openssl(
                ("pkcs8 -topk8 -passout pass:secret -in " + first.key() + " -out " + encrypted).split(" "));
        assertKeyFails(authority, first, second.key(), "does not fit the certificate");
        assertKeyFails(authority, first, third.key(), "none of the kind RSA");
        assertKeyFails(authority, first, first.certificate(), "no private key in PEM");
        assertKeyFails(authority, first, encrypted, "is encrypted");
        assertKeyFails(authority, first, directory.resolve("missing"), "there is no file");
    }

    private static void assertKeyFails(Certificates authority, Certificates.Issued client, Path key, String text) {
        TlsOptions tls = identified(authority, new Certificates.Issued(client.certificate(), key));
        assertFails(
                MqttConnectionOptions.builder("127.0.0.1", 1, "relay").tls(tls),
                "LEAT-MQTT-019",
                "the client's key",
                key.toString(),
                text);
    }
}
