package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import dev.leat.endpoint.mqtt.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, client certificates and tokens. */
final class AccessTest {

    private static final String SECRET = "s3cr3t-t0ken-of-this-t3st";

    @TempDir
    static Path directory;

    private static Certificates authority;
    private static Certificates stranger;
    private static Certificates.Issued server;
    private static Certificates.Issued client;
    private static Certificates.Issued otherClient;

    @BeforeAll
    static void issue() throws Exception {
        authority = new Certificates(directory, "authority");
        stranger = new Certificates(directory, "stranger");
        server = authority.broker();
        client = authority.client("client", "ec");
        otherClient = stranger.client("other", "rsa:2048");
    }

    private static OtelConnectionOptions tls(TestCollector collector, Certificates trusted) {
        return OtelConnectionOptions.of("127.0.0.1:" + collector.port())
                .withTls(TlsOptions.trusting(Material.file(trusted.authority())));
    }

    private static void requirePasses(TestCollector collector, OtelConnectionOptions connection) throws Exception {
        try (Feed feed = new Feed(connection, Feed.LATE)) {
            feed.batch(Feed.metric("made", "u64_counter", "1"));
            assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                    .isEqualTo(1);
            assertThat(feed.done).hasValue(1);
        }
    }

    private static String refused(OtelConnectionOptions connection) throws Exception {
        try (Feed feed = new Feed(connection, Feed.LATE)) {
            return feed.awaitDown();
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsTrusted() throws Exception {
        try (TestCollector collector = TestCollector.withTls(server.certificate(), server.key())) {
            requirePasses(collector, tls(collector, authority));
        }
    }

    @Test
    void anotherAuthorityIsNot() throws Exception {
        try (TestCollector collector = TestCollector.withTls(server.certificate(), server.key())) {
            assertThat(refused(tls(collector, stranger)))
                    .startsWith(OtelError.TLS_FAILED.code())
                    .contains("is of no trusted authority");
            assertThat(refused(OtelConnectionOptions.of("127.0.0.1:" + collector.port())))
                    .startsWith(OtelError.TLS_FAILED.code());
        }
    }

    @Test
    void aCertificateOfAnotherHostIsNot() throws Exception {
        Certificates.Issued elsewhere = authority.client("elsewhere", "ec");
        try (TestCollector collector = TestCollector.withTls(elsewhere.certificate(), elsewhere.key())) {
            assertThat(refused(tls(collector, authority))).startsWith(OtelError.TLS_FAILED.code());
        }
    }

    @Test
    void tlsWhereThereIsNoneIsSaid() throws Exception {
        try (TestCollector collector = TestCollector.start()) {
            assertThat(refused(tls(collector, authority)))
                    .startsWith(OtelError.TLS_FAILED.code())
                    .contains("http://");
        }
    }

    @Test
    void noTlsWhereThereIsOneIsSaid() throws Exception {
        try (TestCollector collector = TestCollector.withTls(server.certificate(), server.key())) {
            assertThat(refused(collector.plain())).startsWith(OtelError.COLLECTOR_UNREACHABLE.code());
        }
    }

    @Test
    void aClientCertificateIsShown() throws Exception {
        try (TestCollector collector =
                TestCollector.withClientCertificates(server.certificate(), server.key(), authority.authority())) {
            TlsOptions trusting = TlsOptions.trusting(Material.file(authority.authority()));
            OtelConnectionOptions connection = tls(collector, authority);
            requirePasses(
                    collector,
                    connection.withTls(
                            trusting.withIdentity(Material.file(client.certificate()), Material.file(client.key()))));
            assertThat(refused(connection)).startsWith(OtelError.TLS_FAILED.code());
            assertThat(refused(connection.withTls(trusting.withIdentity(
                            Material.file(otherClient.certificate()), Material.file(otherClient.key())))))
                    .startsWith(OtelError.TLS_FAILED.code());
            assertThat(refused(connection.withTls(trusting.withIdentity(
                            Material.file(client.certificate()), Material.file(otherClient.key())))))
                    .startsWith(OtelError.TLS_MATERIAL_INVALID.code())
                    .contains(otherClient.key().toString());
        }
    }

    @Test
    void aCertificateThatIsReplacedIsTakenWithTheNextAttempt() throws Exception {
        Path certificate = directory.resolve("current.pem");
        Path key = directory.resolve("current.key");
        Files.copy(otherClient.certificate(), certificate);
        Files.copy(otherClient.key(), key);
        try (TestCollector collector = TestCollector.withClientCertificates(
                        server.certificate(), server.key(), authority.authority());
                Feed feed = new Feed(
                        tls(collector, authority)
                                .withTls(TlsOptions.trusting(Material.file(authority.authority()))
                                        .withIdentity(Material.file(certificate), Material.file(key))),
                        Feed.LATE)) {
            feed.awaitDown();
            Files.copy(client.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(client.key(), key, StandardCopyOption.REPLACE_EXISTING);
            feed.awaitUp();
        }
    }

    @Test
    void aTokenIsReadForEachExport() throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, SECRET + "\n");
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain().withToken(Material.line(file)), Feed.LATE)) {
            collector.token = SECRET;
            feed.batch(Feed.log("one"));
            Files.writeString(file, SECRET + "2\n");
            collector.token = SECRET + "2";
            feed.batch(Feed.log("two"));
            assertThat(collector.authorizations).contains("Bearer " + SECRET, "Bearer " + SECRET + "2");
            collector.token = SECRET + "3";
            feed.offer(Feed.log("three"));
            assertThat(feed.awaitDown())
                    .startsWith(OtelError.AUTHENTICATION_FAILED.code())
                    .contains("who are you?");
            Files.writeString(file, SECRET + "3\n");
            feed.awaitAnswered(1);
            feed.awaitUp();
            assertThat(feed.failed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\u0007"})
    void aTokenThatIsNoneIsNotSent(String content) throws Exception {
        try (TestCollector collector = TestCollector.start()) {
            assertThat(refused(collector.plain().withToken(Material.of(content))))
                    .startsWith(OtelError.CREDENTIALS_UNREADABLE.code());
            assertThat(collector.authorizations).isEmpty();
        }
    }

    @Test
    void filesThatAreNotThereAreNamedAndWaitedFor() throws Exception {
        Path token = directory.resolve("later-token");
        try (TestCollector collector = TestCollector.start();
                Feed feed = new Feed(collector.plain().withToken(Material.line(token)), Feed.LATE)) {
            assertThat(feed.awaitDown())
                    .startsWith(OtelError.CREDENTIALS_UNREADABLE.code())
                    .contains(token.toString(), "there is no such file");
            Files.writeString(token, "here");
            feed.awaitUp();
        }
        assertThat(refused(OtelConnectionOptions.of("127.0.0.1")
                        .withTls(TlsOptions.trusting(Material.file(directory.resolve("missing.pem"))))))
                .startsWith(OtelError.TLS_MATERIAL_INVALID.code())
                .contains("missing.pem", "there is no such file");
    }

    @Test
    void aTokenIsShownNowhere() throws Exception {
        try (SinkLog log = new SinkLog();
                TestCollector collector = TestCollector.start()) {
            collector.token = "another";
            OtelConnectionOptions connection = collector.plain().withToken(Material.of(SECRET));
            assertThat(connection.toString()).doesNotContain(SECRET);
            try (Feed feed = new Feed(connection, Feed.LATE)) {
                assertThat(feed.awaitDown()).doesNotContain(SECRET);
                collector.token = SECRET;
                feed.batch(Feed.metric("made", "u64_counter", "1"));
            }
            assertThat(collector.authorizations).contains("Bearer " + SECRET);
            assertThat(log.lines())
                    .anyMatch(line -> line.contains(OtelError.AUTHENTICATION_FAILED.code()))
                    .noneMatch(line -> line.contains(SECRET));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://collector:4317, https://collector:4317",
        "collector, https://collector:4317",
        "collector:55, https://collector:55",
        "http://collector, http://collector:4317",
        "https://10.0.0.1:1/, https://10.0.0.1:1",
        "'[::1]:4000', 'https://[::1]:4000'",
        "' http://a-b.c:65535 ', http://a-b.c:65535"
    })
    void anAddressIsRead(String address, String expected) {
        assertThat(OtelConnectionOptions.of(address).address()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "ftp://collector",
                "collector:0",
                "collector:65536",
                "https://collector/v1/metrics",
                "a b",
                "https://user@collector",
                "collector:port"
            })
    void whatIsNoAddressIsSaid(String address) {
        assertThatThrownBy(() -> OtelConnectionOptions.of(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsOutOfTheirRangeAreNamed() {
        OtelSinkOptions options = OtelSinkOptions.DEFAULT;
        assertThatThrownBy(() -> options.withMaxSeries(0)).hasMessageContaining("maxSeries");
        assertThatThrownBy(() -> options.withMaxRequestBytes(1)).hasMessageContaining("maxRequestBytes");
        assertThatThrownBy(() -> options.withMaxInFlight(0, 1 << 20)).hasMessageContaining("maxInFlight");
        assertThatThrownBy(() -> options.withMaxInFlight(1, 1)).hasMessageContaining("bufferBytes");
        assertThatThrownBy(() -> options.withServiceName(" ")).hasMessageContaining("serviceName");
        assertThatThrownBy(() -> options.withResourceAttributes(Map.of("service.name", "x")))
                .hasMessageContaining("serviceName");
        assertThatThrownBy(() -> new OtelSinkOptions.Batching(Duration.ofSeconds(65_536), 1))
                .hasMessageContaining("latency");
        assertThatThrownBy(() -> new OtelSinkOptions.Batching(Duration.ZERO, 0)).hasMessageContaining("batch");
        assertThatThrownBy(() -> OtelConnectionOptions.of("a").withTimeout(Duration.ZERO))
                .hasMessageContaining("timeout");
    }
}
