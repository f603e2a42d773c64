package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore.Change;
import dev.leat.operator.service.StateStore.Watch;
import dev.leat.service.state.protocol.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of changes, on a thread of its own, in the order in which changes come. */
final class Watches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    /** Changes that wait to be told; then whoever changes a watched key waits, for a while. */
    private static final int MOST_WAITING = 1_000;

    private static final long PATIENCE_SECONDS = 5;

    private record Told(Change change, List<Registration> watches) {}

    private static final Told END =
            new Told(new Change(Bytes.EMPTY, Optional.empty(), new Timestamp(0, 0, "")), List.of());

    private final ConcurrentHashMap<Bytes, CopyOnWriteArrayList<Registration>> byKey = new ConcurrentHashMap<>();
    private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicInteger count = new AtomicInteger();
    private final int most;
    private @Nullable Thread teller;
    private boolean closed;

    /** Whether the last change found no place. */
    private volatile boolean slow;

    Watches(int most) {
        this.most = most;
    }

    private final class Registration implements Watch {
        private final Bytes key;
        private final Consumer<Change> listener;
        private volatile boolean ended;

        private Registration(Bytes key, Consumer<Change> listener) {
            this.key = key;
            this.listener = listener;
        }

        @Override
        public synchronized void close() {
            if (ended) {
                return;
            }
            ended = true;
            count.decrementAndGet();
            byKey.computeIfPresent(key, (watched, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }

        private void tell(Change change) {
            if (!ended) {
                try {
                    listener.accept(change);
                } catch (Throwable broken) {
                    // Nothing that one does may end the telling of the others.
                    LOG.error("Whoever watches key '{}' failed at a change", key.asUtf8(), broken);
                }
            }
        }
    }

    Watch add(Bytes key, Consumer<Change> listener) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw Refusal.QUOTA_EXCEEDED.exception();
        }
        startTelling();
        Registration registration = new Registration(key, listener);
        byKey.compute(key, (watched, present) -> {
            CopyOnWriteArrayList<Registration> all = present == null ? new CopyOnWriteArrayList<>() : present;
            all.add(registration);
            return all;
        });
        return registration;
    }

    private synchronized void startTelling() {
        if (teller == null && !closed) {
            Thread thread = new Thread(this::tell, "leat-state-watches");
            thread.setDaemon(true);
            thread.start();
            teller = thread;
        }
    }

    /** Tells of a change, later. Changes of one key come from one thread at a time. */
    void changed(Change change) {
        List<Registration> all = byKey.get(change.key());
        if (all != null) {
            put(new Told(change, List.copyOf(all)));
        }
    }

    /** Watching is best effort: where it goes on too slowly, changes go on without being told. */
    private void put(Told told) {
        try {
            if (slow ? waiting.offer(told) : waiting.offer(told, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                slow = false;
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            if (waiting.offer(told)) {
                return;
            }
        }
        if (!slow) {
            LOG.warn(
                    "Those who watch keys are too slow: changes are not told until they are done with those that wait");
        }
        slow = true;
    }

    private void tell() {
        try {
            for (Told next = waiting.take(); next != END; next = waiting.take()) {
                for (Registration watch : next.watches()) {
                    watch.tell(next.change());
                }
            }
        } catch (InterruptedException closing) {
            // Nobody waits for the rest any more.
        }
    }

    /** Tells what waits, for a while. Nothing changes any more. */
    @Override
    public void close() {
        Thread thread;
        synchronized (this) {
            closed = true;
            thread = teller;
        }
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            if (waiting.offer(END, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
