package dev.leat.endpoint.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Health;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.kafka.KafkaAuthentication.Mechanism;
import dev.leat.endpoint.mqtt.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is let in, how, and what is said to those who are not. */
final class AccessTest {

    private static final KafkaServer SERVER = SharedKafka.server();

    @TempDir
    Path directory;

    private static KafkaAuthentication password(Mechanism mechanism, String password) {
        return new KafkaAuthentication.Password(mechanism, Material.of(KafkaServer.USER), Material.of(password));
    }

    private static KafkaAuthentication token() {
        return new KafkaAuthentication.Token(
                Material.of(KafkaServer.token(Instant.now().getEpochSecond() + 3600)));
    }

    private static TlsOptions trusted() {
        return TlsOptions.trusting(Material.file(SERVER.authority()));
    }

    static Stream<KafkaAuthentication> authentications() {
        return Stream.concat(
                Stream.of(Mechanism.values()).map(mechanism -> password(mechanism, KafkaServer.PASSWORD)),
                Stream.of(token()));
    }

    private static void passes(KafkaConnectionOptions connection) throws Exception {
        String in = SharedKafka.topic(1);
        String out = SharedKafka.topic(1);
        try (TestClient client = TestClient.shared()) {
            client.send(in, "through");
            var source =
                    new KafkaSource(connection, KafkaSourceOptions.of(SharedKafka.name("group"), in), Relay.clock());
            try (Relay relay = Relay.start(source, new KafkaSink(connection, KafkaSinkOptions.to(out)))) {
                assertThat(client.reading(out).receive(1)).containsExactly("through");
                assertThat(relay.faults).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("authentications")
    void eachMechanismLetsInWithoutTls(KafkaAuthentication authentication) throws Exception {
        passes(Relay.at(SERVER.sasl()).withAuthentication(authentication));
    }

    @ParameterizedTest
    @MethodSource("authentications")
    void eachMechanismLetsInWithTls(KafkaAuthentication authentication) throws Exception {
        passes(Relay.at(SERVER.tlsSasl()).withTls(trusted()).withAuthentication(authentication));
    }

    @Test
    void certificatesAreShownOnBothSides() throws Exception {
        passes(Relay.at(SERVER.tls())
                .withTls(trusted()
                        .withIdentity(
                                Material.file(SERVER.client().certificate()),
                                Material.file(SERVER.client().key()))));
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordIsSaidWithoutThePassword(Mechanism mechanism) throws Exception {
        KafkaConnectionOptions connection =
                Relay.at(SERVER.sasl()).withAuthentication(password(mechanism, "not-the-password"));
        for (Health down : downOf(connection)) {
            assertThat(down.reason())
                    .contains(KafkaError.AUTHENTICATION_FAILED.code(), SERVER.sasl())
                    .doesNotContain("not-the-password");
        }
        assertThat(connection.toString()).doesNotContain("not-the-password");
    }

    @Test
    void aPasswordThatIsCorrectedLetsInWhatWaited() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "wrong");
        String in = SharedKafka.topic(1);
        String out = SharedKafka.topic(1);
        KafkaConnectionOptions connection = Relay.at(SERVER.sasl())
                .withAuthentication(new KafkaAuthentication.Password(
                        Mechanism.SCRAM_SHA_256, Material.of(KafkaServer.USER), Material.line(file)));
        KafkaSink sink = new KafkaSink(connection, KafkaSinkOptions.to(out));
        try (TestClient client = TestClient.shared();
                Relay relay = Relay.start(Relay.source(SharedKafka.name("group"), in), sink)) {
            client.sendNumbers(in, 1, 0, 100);
            assertThat(Relay.awaitDown(sink::health)).contains(KafkaError.AUTHENTICATION_FAILED.code());
            Files.writeString(file, KafkaServer.PASSWORD);
            assertThat(client.reading(out).receive(100)).startsWith("0", "1").endsWith("98", "99");
            assertThat(sink.health()).isEqualTo(Health.UP);
            assertThat(relay.faults).isEmpty();
        }
    }

    @Test
    void aTokenThatHasExpiredIsRefused() throws Exception {
        KafkaAuthentication old = new KafkaAuthentication.Token(
                Material.of(KafkaServer.token(Instant.now().getEpochSecond() - 100)));
        for (Health down : downOf(Relay.at(SERVER.sasl()).withAuthentication(old))) {
            assertThat(down.reason()).contains(KafkaError.AUTHENTICATION_FAILED.code());
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws Exception {
        Path missing = directory.resolve("missing");
        KafkaAuthentication password = new KafkaAuthentication.Password(
                Mechanism.PLAIN, Material.of(KafkaServer.USER), Material.line(missing));
        for (Health down : downOf(Relay.at(SERVER.sasl()).withAuthentication(password))) {
            assertThat(down.reason())
                    .contains(KafkaError.CREDENTIALS_UNREADABLE.code(), missing.toString(), "no such file");
        }
    }

    @Test
    void aBrokerOfAnotherAuthorityIsNotTrusted() throws Exception {
        Path other = new Certificates(directory, "other").authority();
        for (Health down : downOf(Relay.at(SERVER.tls()).withTls(TlsOptions.trusting(Material.file(other))))) {
            assertThat(down.reason()).contains(KafkaError.TLS_FAILED.code(), "of no trusted authority");
        }
    }

    @Test
    void materialThatIsNoCertificateIsSaid() throws Exception {
        for (Health down : downOf(Relay.at(SERVER.tls()).withTls(TlsOptions.trusting(Material.of("no certificate"))))) {
            assertThat(down.reason()).contains(KafkaError.TLS_MATERIAL_INVALID.code(), "no certificate in PEM");
        }
    }

    @Test
    void aTopicThatIsNotThereIsLookedForUntilItIs() throws Exception {
        String in = SharedKafka.topic(1);
        String missing = SharedKafka.name("missing");
        KafkaConnectionOptions connection = Relay.connection().withConnectTimeout(Duration.ofSeconds(2));
        KafkaSink sink = new KafkaSink(connection, KafkaSinkOptions.to(missing));
        KafkaSource source =
                new KafkaSource(connection, KafkaSourceOptions.of(SharedKafka.name("group"), missing), Relay.clock());
        HeldSink end = new HeldSink(10);
        try (TestClient client = TestClient.shared();
                Relay writing = Relay.start(Relay.source(SharedKafka.name("group"), in), sink);
                Relay reading = Relay.start(source, end)) {
            client.send(in, "waits");
            assertThat(Relay.awaitDown(sink::health)).contains(KafkaError.TOPIC_MISSING.code(), missing);
            assertThat(Relay.awaitDown(source::health)).contains(KafkaError.TOPIC_MISSING.code(), missing);
            SERVER.createTopic(missing, 1);
            HeldSink.Taken taken = end.next();
            assertThat(taken.text()).isEqualTo("waits");
            taken.confirm();
        }
    }

    @Test
    void aFirstAttemptThatFailsEndsTheGraphWhereThatIsAsked() throws Exception {
        KafkaConnectionOptions connection = Relay.at(SERVER.sasl())
                .withAuthentication(password(Mechanism.PLAIN, "wrong"))
                .withFailFast(true);
        KafkaSource source = new KafkaSource(connection, KafkaSourceOptions.of("group", "topic"), Relay.clock());
        try (Relay relay = Relay.start(source, new HeldSink(1))) {
            assertThat(source.ready()
                            .handle((done, failure) -> failure.getCause())
                            .get(30, TimeUnit.SECONDS))
                    .isInstanceOf(KafkaEndpointException.class);
            assertThat(endOf(relay)).hasMessageContaining(KafkaError.AUTHENTICATION_FAILED.code());
        }
        try (Relay relay = Relay.start(
                Relay.source(SharedKafka.name("group"), SharedKafka.topic(1)),
                new KafkaSink(connection, KafkaSinkOptions.to("topic")))) {
            assertThat(endOf(relay)).hasMessageContaining(KafkaError.AUTHENTICATION_FAILED.code());
        }
    }

    private static Throwable endOf(Relay relay) {
        try {
            relay.running.await(Duration.ofSeconds(60));
            throw new AssertionError("the graph did not fail");
        } catch (Exception failure) {
            return failure;
        }
    }

    /** How a source and a sink are that cannot get in. */
    private static List<Health> downOf(KafkaConnectionOptions connection) throws Exception {
        String topic = SharedKafka.topic(1);
        KafkaSource source = new KafkaSource(
                connection.withConnectTimeout(Duration.ofSeconds(5)),
                KafkaSourceOptions.of(SharedKafka.name("group"), topic),
                Relay.clock());
        KafkaSink sink =
                new KafkaSink(connection.withConnectTimeout(Duration.ofSeconds(5)), KafkaSinkOptions.to(topic));
        try (Relay relay = Relay.start(source, sink)) {
            Relay.awaitDown(source::health);
            Relay.awaitDown(sink::health);
            return List.of(source.health(), sink.health());
        }
    }
}
