package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.Pem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registries over TLS: with an authority of one's own, and with what must not be trusted. */
@Timeout(60)
final class TlsTest {

    @TempDir
    private Path folder;

    private static Registries trusting(Path authority) {
        return Registries.DEFAULT.withOptions(HttpRegistryOptions.DEFAULT.withAuthorities(Material.file(authority)));
    }

    @Test
    void aRegistryWithACertificateOfATrustedAuthority() throws Exception {
        Certificates authority = new Certificates(folder, "own");
        Certificates.Issued issued = authority.server("server", "-days 30");
        try (RegistryServer server = RegistryServer.start(
                        "  tls: {certificate: " + issued.certificate() + ", key: " + issued.key() + "}");
                HttpRegistry registry = trusting(authority.authority()).open(server.host(), Credentials.ANONYMOUS);
                ArtifactResolver resolver =
                        TestArtifacts.resolver(server.host(), trusting(authority.authority()), Optional.empty())) {
            TestArtifacts.push(registry, "m", "1", folder, "m.wasm", TestArtifacts.module("tls"));
            assertThat(resolver.fetch(resolver.resolve("m:1")).content()).isEqualTo(TestArtifacts.module("tls"));
            Certificates stranger = new Certificates(folder, "stranger");
            try (HttpRegistry wary = trusting(stranger.authority()).open(server.host(), Credentials.ANONYMOUS)) {
                assertThat(catchThrowableOfType(RegistryException.class, wary::ping))
                        .hasMessageStartingWith("LEAT-OCI-003: no TLS with https://" + server.host());
            }
        }
    }

    @Test
    void anExpiredCertificate() throws Exception {
        Certificates authority = new Certificates(folder, "own");
        Certificates.Issued issued = authority.server("late", "-days -1");
        try (LyingServer server = new LyingServer(https(issued));
                HttpRegistry registry = trusting(authority.authority()).open(server.host(), Credentials.ANONYMOUS)) {
            assertThat(catchThrowableOfType(RegistryException.class, registry::ping))
                    .hasMessageStartingWith("LEAT-OCI-003: ")
                    .hasMessageContaining("NotAfter");
        }
    }

    @Test
    void aCertificateOfAnotherHost() throws Exception {
        Certificates authority = new Certificates(folder, "own");
        Certificates.Issued issued =
                authority.issue("other", "rsa:2048", "subjectAltName=DNS:registry.example", "-days 30");
        try (LyingServer server = new LyingServer(https(issued));
                HttpRegistry registry = trusting(authority.authority()).open(server.host(), Credentials.ANONYMOUS)) {
            assertThat(catchThrowableOfType(RegistryException.class, registry::ping))
                    .hasMessageStartingWith("LEAT-OCI-003: ")
                    .hasMessageContaining("localhost");
        }
    }

    @Test
    void credentialsNeverLeaveTls() throws Exception {
        Certificates authority = new Certificates(folder, "own");
        Certificates.Issued issued = authority.server("server", "-days 30");
        try (LyingServer server = new LyingServer(https(issued));
                LyingServer plain = new LyingServer();
                HttpRegistry registry = trusting(authority.authority())
                        .open(server.host(), Credentials.password(Material.of("me"), Material.of("secret")))) {
            server.on("/v2/", exchange -> {
                exchange.getResponseHeaders()
                        .set("WWW-Authenticate", "Bearer realm=\"http://" + plain.host() + "/token\"");
                LyingServer.status(exchange, 401, "");
            });
            server.on(
                    "/v2/m/manifests/1",
                    exchange -> LyingServer.redirect(exchange, "http://" + plain.host() + "/v2/m/manifests/1"));
            assertThat(catchThrowableOfType(RegistryException.class, registry::ping))
                    .hasMessageStartingWith("LEAT-OCI-009: ");
            assertThat(catchThrowableOfType(RegistryException.class, () -> registry.manifest("m", "1")))
                    .hasMessageStartingWith("LEAT-OCI-010: ");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void aRegistryWithoutTls() throws Exception {
        Certificates authority = new Certificates(folder, "own");
        try (RegistryServer server = RegistryServer.start();
                HttpRegistry registry = trusting(authority.authority()).open(server.host(), Credentials.ANONYMOUS)) {
            assertThat(catchThrowableOfType(RegistryException.class, registry::ping))
                    .hasMessageStartingWith("LEAT-OCI-003: ");
        }
    }

    @Test
    void authoritiesThatAreNone() {
        assertThat(catchThrowableOfType(
                        RegistryException.class,
                        () -> Registries.DEFAULT
                                .withOptions(HttpRegistryOptions.DEFAULT.withAuthorities(Material.of("no PEM")))
                                .open("localhost:1", Credentials.ANONYMOUS)))
                .hasMessageStartingWith("LEAT-OCI-004: ");
    }

    private static HttpServer https(Certificates.Issued issued) throws Exception {
        List<Certificate> chain = Pem.certificates(Bytes.of(Files.readAllBytes(issued.certificate())));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                Pem.key(
                        Bytes.of(Files.readAllBytes(issued.key())),
                        chain.getFirst().getPublicKey()),
                new char[0],
                chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }
}
