package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.operator.service.StateStore;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a store is told of the keys that are watched in it. */
final class RemoteWatchesTest {

    private static final Bytes KEY = Bytes.utf8("key");

    /** A store that takes its time over each stop. */
    private static final class SlowStore implements RemoteWatches.Registrar {
        private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        private final CountDownLatch stops = new CountDownLatch(1);

        @Override
        public void register(Bytes key, boolean stop, Duration timeout) {
            if (stop) {
                asked.add("stop begins");
                try {
                    assertThat(stops.await(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS))
                            .isTrue();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
            asked.add(stop ? "stop" : "start");
        }
    }

    @Test
    void aStopNeverOvertakesTheNextRegistration() throws Exception {
        SlowStore store = new SlowStore();
        try (MosquittoServer broker = MosquittoServer.start();
                RpcConnection connection = Connections.open(broker, "caller");
                RemoteWatches watches = new RemoteWatches(connection, store)) {
            StateStore.Watch first = watches.add(KEY, change -> {}, Connections.PATIENCE);
            assertThat(store.asked.poll(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("start");
            CompletableFuture<Void> ending = CompletableFuture.runAsync(first::close, Thread::startVirtualThread);
            assertThat(store.asked.poll(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("stop begins");
            CompletableFuture<StateStore.Watch> beginning = CompletableFuture.supplyAsync(
                    () -> watches.add(KEY, change -> {}, Connections.PATIENCE), Thread::startVirtualThread);
            // Time for a defect to show; without one nothing comes.
            assertThat(store.asked.poll(200, TimeUnit.MILLISECONDS)).isNull();
            store.stops.countDown();
            ending.get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            beginning.get(RawClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(store.asked).containsExactly("stop", "start");
        }
    }
}
