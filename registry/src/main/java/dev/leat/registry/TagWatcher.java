package dev.leat.registry;

import dev.leat.endpoint.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a tag leads to another digest. It asks for each reference once in a period, and after an error with growing
 * pauses, or as late as the registry says. What is pinned by a digest is never asked for. Safe for use by several threads.
 *
 * <p>{@link #start} brings a thread; a test may call {@link #turn} itself.
 */
public final class TagWatcher implements AutoCloseable {

    private static final int MOST_WATCHED = 10_000;
    private static final int MOST_PERIODS = 8;
    private static final long IDLE_NANOS = Duration.ofDays(1).toNanos();

    private final Duration period;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Watch, Due> watched = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    /** Told by the watcher's thread, which waits; must not throw. */
    public interface Listener {

        /** The tag leads elsewhere now. */
        void moved(ResolvedArtifact now);

        /** It cannot be said where the tag leads; it is asked again. */
        void failed(RegistryException failure);
    }

    /** A tag that is looked at. */
    private record Watch(ArtifactResolver resolver, String reference, Optional<String> beside, Listener listener) {}

    private static final class Due {
        final Backoff backoff;
        Digest digest;
        long nanos;

        Due(Backoff backoff, Digest digest, long nanos) {
            this.backoff = backoff;
            this.digest = digest;
            this.nanos = nanos;
        }
    }

    /** Ends a watch. A listener may be told once more while this is called, and not after. */
    @FunctionalInterface
    public interface Subscription {
        void end();
    }

    /** @param period between two looks at a tag, 10 ms to a day */
    public TagWatcher(Duration period) {
        this(period, System::nanoTime);
    }

    TagWatcher(Duration period, LongSupplier nanoTime) {
        if (period.toMillis() < 10 || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a period is 10 ms to a day: " + period);
        }
        this.period = period;
        this.nanoTime = nanoTime;
    }

    /** Starts the thread. */
    public void start() {
        lock.lock();
        try {
            if (thread == null && !closed) {
                thread = Thread.ofVirtual().name("leat-tags").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration wait = turn();
                lock.lock();
                try {
                    if (!closed && !wait.isZero()) {
                        long left = changed.awaitNanos(wait.toNanos());
                        if (left > 0 && closed) {
                            return;
                        }
                    }
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Watches a reference from now on; one that is pinned is left alone.
     *
     * @param known where it led when it was resolved last
     * @param beside as for {@link ArtifactResolver#resolve}
     * @throws IllegalStateException where 10,000 references are watched already, or the watcher is closed
     */
    public Subscription watch(
            ArtifactResolver resolver, ResolvedArtifact known, Optional<String> beside, Listener listener) {
        if (known.reference().indexOf('@') >= 0) {
            return () -> {};
        }
        Watch watch = new Watch(resolver, known.reference(), beside, listener);
        Backoff backoff = new Backoff(
                period,
                period.multipliedBy(MOST_PERIODS),
                () -> ThreadLocalRandom.current().nextDouble());
        lock.lock();
        try {
            if (closed || watched.size() >= MOST_WATCHED) {
                throw new IllegalStateException(closed ? "closed" : "too many references are watched");
            }
            watched.put(watch, new Due(backoff, known.digest(), nanoTime.getAsLong() + period.toNanos()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return () -> forget(watch);
    }

    private void forget(Watch watch) {
        lock.lock();
        try {
            watched.remove(watch);
        } finally {
            lock.unlock();
        }
    }

    /** Asks for what is due, and answers how long nothing will be. */
    Duration turn() {
        for (Watch watch : due()) {
            ask(watch);
        }
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            long least = IDLE_NANOS;
            for (Due each : watched.values()) {
                least = Math.min(least, each.nanos - now);
            }
            return Duration.ofNanos(Math.max(least, 0));
        } finally {
            lock.unlock();
        }
    }

    private List<Watch> due() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            List<Watch> due = new ArrayList<>();
            watched.forEach((watch, each) -> {
                if (each.nanos - now <= 0) {
                    due.add(watch);
                }
            });
            return due;
        } finally {
            lock.unlock();
        }
    }

    private void ask(Watch watch) {
        ResolvedArtifact now;
        try {
            now = watch.resolver().resolve(watch.reference(), watch.beside());
        } catch (RegistryException failure) {
            if (later(watch, failure)) {
                watch.listener().failed(failure);
            }
            return;
        }
        if (settled(watch, now.digest())) {
            watch.listener().moved(now);
        }
    }

    /** Whether the watch still stands. */
    private boolean later(Watch watch, RegistryException failure) {
        lock.lock();
        try {
            Due due = watched.get(watch);
            if (due == null) {
                return false;
            }
            long pause = Duration.ofMillis(due.backoff.nextMillis()).toNanos();
            due.nanos = nanoTime.getAsLong()
                    + Math.max(
                            pause, failure.retryAfter().map(Duration::toNanos).orElse(0L));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it leads elsewhere, and the watch still stands. */
    private boolean settled(Watch watch, Digest digest) {
        lock.lock();
        try {
            Due due = watched.get(watch);
            if (due == null) {
                return false;
            }
            due.backoff.reset();
            due.nanos = nanoTime.getAsLong() + period.toNanos();
            boolean moved = !due.digest.equals(digest);
            due.digest = digest;
            return moved;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all watches and the thread. */
    @Override
    public void close() {
        Thread running;
        lock.lock();
        try {
            closed = true;
            watched.clear();
            running = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.interrupt();
        }
    }
}
