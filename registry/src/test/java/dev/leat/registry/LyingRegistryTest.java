package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.leat.endpoint.Material;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registries that lie, break, wait and send round in circles: each ends in an error that says so, soon. */
@Timeout(60)
final class LyingRegistryTest {

    private static final byte[] MODULE = TestArtifacts.module("true");
    private static final HttpRegistryOptions QUICK = HttpRegistryOptions.DEFAULT
            .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(1))
            .withAttempts(1);

    private final LyingServer server = new LyingServer();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void close() {
        over.countDown();
        server.close();
    }

    private RegistryException fails(HttpRegistryOptions options) {
        Registries registries = Registries.DEFAULT.withOptions(options);
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host(), registries, Optional.empty())) {
            return catchThrowableOfType(RegistryException.class, () -> resolver.fetch(resolver.resolve("m:1")));
        }
    }

    private RegistryException fails() {
        return fails(HttpRegistryOptions.DEFAULT);
    }

    @Test
    void theScriptedServerServesWhatIsTrue() {
        server.serve("m", "1", "m.wasm", MODULE);
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            assertThat(resolver.fetch(resolver.resolve("m:1")).content()).isEqualTo(MODULE);
        }
    }

    @Test
    void anotherBlobThanTheDigestSays() {
        server.serve("m", "1", Descriptor.of("", MODULE).titled("m.wasm"), TestArtifacts.module("lies"));
        assertThat(fails())
                .hasMessageStartingWith("LEAT-OCI-013: ")
                .hasMessageContaining(Digest.of(TestArtifacts.module("lies")).toString());
    }

    @Test
    void anotherManifestThanTheDigestSays() {
        Digest digest = server.serve("m", "1", "m.wasm", MODULE);
        server.on("/v2/m/manifests/" + digest, exchange -> LyingServer.status(exchange, 200, "{}"));
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-013: ").hasMessageContaining(digest.toString());
    }

    @Test
    void aBlobThatEndsTooSoon() {
        Digest blob = Digest.of(MODULE);
        server.serve("m", "1", "m.wasm", MODULE);
        server.on("/v2/m/blobs/" + blob, exchange -> LyingServer.body(exchange, 200, Arrays.copyOf(MODULE, 5)));
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-014: only 5 of the " + MODULE.length + " bytes");
    }

    /** The HTTP client notices the break in several places, and whichever is first tells; so it is tried often. */
    @RepeatedTest(100)
    void aConnectionThatBreaksInABlob() {
        server.serve("m", "1", "m.wasm", MODULE);
        server.on("/v2/m/blobs/" + Digest.of(MODULE), exchange -> {
            exchange.sendResponseHeaders(200, MODULE.length);
            exchange.getResponseBody().write(MODULE, 0, 5);
            exchange.getResponseBody().flush();
            throw new IOException("the test breaks the connection");
        });
        RegistryException failure = fails();
        assertThat(failure.error()).isEqualTo(RegistryError.TRUNCATED);
        assertThat(failure.error().temporary()).isTrue();
    }

    @Test
    void aBlobLongerThanAnnounced() {
        server.serve("m", "1", Descriptor.of("", MODULE).titled("m.wasm"), Arrays.copyOf(MODULE, 1000));
        assertThat(fails().error()).isIn(RegistryError.DIGEST_MISMATCH, RegistryError.TOO_LARGE);
    }

    @Test
    void aManifestWithoutEnd() {
        server.serve("m", "1", "m.wasm", MODULE);
        String path = "/v2/m/manifests/";
        Digest digest = Digest.of(new byte[0]);
        server.on("HEAD " + path + "1", exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
            LyingServer.status(exchange, 200, "");
        });
        server.on(path + digest, LyingRegistryTest::endless);
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-012: ").hasMessageContaining("4194304 bytes");
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] part = new byte[64 << 10];
        Arrays.fill(part, (byte) ' ');
        try (OutputStream out = exchange.getResponseBody()) {
            for (int count = 0; count < 1000; count++) {
                out.write(part);
            }
        }
    }

    @Test
    void aLayerThatClaimsToBeHuge() {
        server.serve(
                "m",
                "1",
                new Descriptor("application/wasm", Digest.of(MODULE), 1L << 40, Optional.empty(), Map.of()),
                MODULE);
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-012: ").hasMessageContaining("1099511627776 bytes");
        assertThat(server.requests()).noneMatch(request -> request.contains("/blobs/"));
    }

    @Test
    void redirectsInACircle() {
        server.on("/v2/m/manifests/1", exchange -> LyingServer.redirect(exchange, "/v2/m/manifests/1"));
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-010: ").hasMessageContaining("more than 5 times");
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void aRedirectToElsewhereIsFollowedWithoutCredentials() {
        try (LyingServer storage = new LyingServer()) {
            server.serve("m", "1", "m.wasm", MODULE);
            String blob = "/v2/m/blobs/" + Digest.of(MODULE);
            server.on(blob, exchange -> {
                if (exchange.getRequestHeaders().containsKey("Authorization")) {
                    LyingServer.redirect(exchange, "http://" + storage.host() + "/stored?signature=secret");
                } else {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"test\"");
                    LyingServer.status(exchange, 401, "");
                }
            });
            storage.on("/stored", exchange -> LyingServer.body(exchange, 200, MODULE));
            Credentials credentials = Credentials.password(Material.of("me"), Material.of("secret"));
            try (ArtifactResolver resolver = new ArtifactResolver(
                    server.host(), Registries.DEFAULT, credentials, Optional.empty(), Optional.empty())) {
                assertThat(resolver.fetch(resolver.resolve("m:1")).content()).isEqualTo(MODULE);
            }
            assertThat(storage.requests()).containsExactly("GET /stored?signature=secret []");
        }
    }

    @Test
    void aRegistryThatSendsNothing() {
        server.on("/v2/m/manifests/1", exchange -> await());
        RegistryException failure = fails(QUICK);
        assertThat(failure).hasMessageStartingWith("LEAT-OCI-002: ").hasMessageContaining("300 ms");
        assertThat(failure.error().temporary()).isTrue();
    }

    @Test
    void aBlobThatStops() {
        server.serve("m", "1", "m.wasm", MODULE);
        server.on("/v2/m/blobs/" + Digest.of(MODULE), exchange -> {
            exchange.sendResponseHeaders(200, MODULE.length);
            exchange.getResponseBody().write(MODULE, 0, 5);
            exchange.getResponseBody().flush();
            await();
        });
        assertThat(fails(QUICK)).hasMessageStartingWith("LEAT-OCI-002: ").hasMessageContaining("sent nothing");
    }

    @Test
    void aBlobThatDrips() {
        byte[] large = new byte[10_000];
        server.serve("m", "1", "m.wasm", large);
        server.on("/v2/m/blobs/" + Digest.of(large), exchange -> {
            exchange.sendResponseHeaders(200, large.length);
            for (byte each : large) {
                exchange.getResponseBody().write(each);
                exchange.getResponseBody().flush();
                pause();
            }
        });
        assertThat(fails(QUICK))
                .hasMessageStartingWith("LEAT-OCI-002: ")
                .hasMessageContaining("did not answer in full within 1000 ms");
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the slow server is slow by. */
    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRegistryThatFails() {
        server.on(
                "/v2/m/manifests/1",
                exchange -> LyingServer.status(
                        exchange, 500, "{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"disk\\u001b[31m full\"}]}"));
        server.on("HEAD /v2/m/manifests/1", exchange -> LyingServer.status(exchange, 405, ""));
        RegistryException failure = fails();
        assertThat(failure)
                .hasMessageStartingWith("LEAT-OCI-008: ")
                .hasMessageContaining("status 500, 'UNKNOWN: disk [31m full'");
        assertThat(failure.error().temporary()).isTrue();
    }

    @Test
    void anOverloadedRegistryIsAskedAgainWhereItSaysSo() {
        AtomicInteger times = new AtomicInteger();
        Digest digest = server.serve("m", "1", "m.wasm", MODULE);
        server.on("HEAD /v2/m/manifests/1", exchange -> {
            if (times.incrementAndGet() < 3) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                LyingServer.status(exchange, 429, "");
            } else {
                exchange.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
                LyingServer.status(exchange, 200, "");
            }
        });
        try (ArtifactResolver resolver = TestArtifacts.resolver(server.host())) {
            assertThat(resolver.resolve("m:1").digest()).isEqualTo(digest);
        }
        assertThat(times).hasValue(3);
    }

    @Test
    void aLongPauseIsLeftToTheCaller() {
        server.on("/v2/m/manifests/1", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            LyingServer.status(exchange, 429, "");
        });
        RegistryException failure = fails();
        assertThat(failure).hasMessageStartingWith("LEAT-OCI-007: ");
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void nobodyListensThere() {
        server.close();
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-001: ").hasMessageContaining("takes no connection");
    }

    @Test
    void aNameThatIsNotKnown() {
        try (ArtifactResolver resolver = TestArtifacts.resolver("no-such-registry.invalid")) {
            RegistryException failure = catchThrowableOfType(RegistryException.class, () -> resolver.resolve("m:1"));
            assertThat(failure).hasMessageStartingWith("LEAT-OCI-001: ");
        }
    }

    @Test
    void manifestsThatMakeNoSense() {
        for (String manifest : new String[] {
            "",
            "no JSON",
            "[]",
            "{\"layers\":{}}",
            "{\"layers\":[{\"digest\":\"sha256:0\",\"size\":1}]}",
            "{\"layers\":[{\"digest\":\"" + Digest.of(MODULE) + "\",\"size\":-1}]}",
            "{\"layers\":[{\"digest\":\"" + Digest.of(MODULE) + "\"}]}",
            "{\"schemaVersion\":1,\"fsLayers\":[]}",
            "[".repeat(100_000),
        }) {
            byte[] content = manifest.getBytes(StandardCharsets.UTF_8);
            server.on("/v2/m/manifests/1", exchange -> LyingServer.body(exchange, 200, content));
            server.on("/v2/m/manifests/" + Digest.of(content), exchange -> LyingServer.body(exchange, 200, content));
            assertThat(fails()).as(manifest).hasMessageStartingWith("LEAT-OCI-011: ");
        }
    }

    @Test
    void aWebSiteIsNoRegistry() {
        server.on("/v2/m/manifests/1", exchange -> LyingServer.status(exchange, 200, "<html>hello</html>"));
        server.on(
                "/v2/m/manifests/" + Digest.of("<html>hello</html>".getBytes(StandardCharsets.UTF_8)),
                exchange -> LyingServer.status(exchange, 200, "<html>hello</html>"));
        assertThat(fails()).hasMessageStartingWith("LEAT-OCI-011: ").hasMessageContaining("it is no JSON");
    }
}
