package dev.leat.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tags that move are told, once, by a clock that the test holds. */
@Timeout(60)
final class TagWatcherTest {

    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final LyingServer server = new LyingServer();
    private final ArtifactResolver resolver = TestArtifacts.resolver(
            server.host(),
            Registries.DEFAULT.withOptions(HttpRegistryOptions.DEFAULT.withAttempts(1)),
            Optional.empty());
    private final AtomicLong nanos = new AtomicLong();
    private final TagWatcher watcher = new TagWatcher(PERIOD, nanos::get);
    private final List<String> told = new ArrayList<>();
    private final TagWatcher.Listener listener = new TagWatcher.Listener() {
        @Override
        public void moved(ResolvedArtifact now) {
            told.add("moved " + now.digest());
        }

        @Override
        public void failed(RegistryException failure) {
            told.add("failed " + failure.error());
        }
    };

    @AfterEach
    void close() {
        watcher.close();
        resolver.close();
        server.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aTagThatMovesIsToldOnce() {
        server.serve("m", "1", "m.wasm", TestArtifacts.module("old"));
        watcher.watch(resolver, resolver.resolve("m:1"), Optional.empty(), listener);
        assertThat(watcher.turn()).isEqualTo(PERIOD);
        Digest fresh = server.serve("m", "1", "m.wasm", TestArtifacts.module("fresh"));
        pass(PERIOD.minusNanos(1));
        assertThat(watcher.turn()).isEqualTo(Duration.ofNanos(1));
        assertThat(told).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(watcher.turn()).isEqualTo(PERIOD);
        pass(PERIOD);
        watcher.turn();
        assertThat(told).containsExactly("moved " + fresh);
    }

    @Test
    void errorsAreToldAndThePausesGrow() {
        server.serve("m", "1", "m.wasm", TestArtifacts.module("m"));
        watcher.watch(resolver, resolver.resolve("m:1"), Optional.empty(), listener);
        server.on("/v2/m/manifests/1", exchange -> LyingServer.status(exchange, 500, ""));
        long longest = 0;
        for (int failure = 0; failure < 10; failure++) {
            pass(failure == 0 ? PERIOD : Duration.ofNanos(longest));
            Duration wait = watcher.turn();
            assertThat(wait).isBetween(PERIOD.dividedBy(2), PERIOD.multipliedBy(8));
            longest = Math.max(longest, wait.toNanos());
        }
        assertThat(longest).isGreaterThan(PERIOD.multipliedBy(3).toNanos());
        assertThat(told).isNotEmpty().containsOnly("failed REGISTRY_FAILED");
    }

    @Test
    void aRegistryThatWantsAPauseGetsIt() {
        server.serve("m", "1", "m.wasm", TestArtifacts.module("m"));
        watcher.watch(resolver, resolver.resolve("m:1"), Optional.empty(), listener);
        server.on("/v2/m/manifests/1", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            LyingServer.status(exchange, 429, "");
        });
        pass(PERIOD);
        assertThat(watcher.turn()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void whatIsPinnedIsNeverAskedFor() {
        Digest digest = server.serve("m", "1", "m.wasm", TestArtifacts.module("m"));
        watcher.watch(resolver, resolver.resolve("m@" + digest), Optional.empty(), listener);
        int requests = server.requests().size();
        pass(PERIOD);
        assertThat(watcher.turn()).isEqualTo(Duration.ofDays(1));
        assertThat(server.requests()).hasSize(requests);
    }

    @Test
    void aWatchThatEndedIsNotTold() {
        server.serve("m", "1", "m.wasm", TestArtifacts.module("old"));
        TagWatcher.Subscription subscription =
                watcher.watch(resolver, resolver.resolve("m:1"), Optional.empty(), listener);
        server.serve("m", "1", "m.wasm", TestArtifacts.module("fresh"));
        subscription.end();
        pass(PERIOD);
        watcher.turn();
        assertThat(told).isEmpty();
    }

    @Test
    void theThreadTells() throws Exception {
        server.serve("m", "1", "m.wasm", TestArtifacts.module("old"));
        CountDownLatch moved = new CountDownLatch(1);
        try (TagWatcher running = new TagWatcher(Duration.ofMillis(10))) {
            running.start();
            running.watch(resolver, resolver.resolve("m:1"), Optional.empty(), new TagWatcher.Listener() {
                @Override
                public void moved(ResolvedArtifact now) {
                    moved.countDown();
                }

                @Override
                public void failed(RegistryException failure) {
                    throw new AssertionError(failure);
                }
            });
            server.serve("m", "1", "m.wasm", TestArtifacts.module("fresh"));
            assertThat(moved.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
