package dev.leat.service.state;

import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.operator.service.StateStore;
import dev.leat.operator.service.StateStoreException;
import dev.leat.service.state.protocol.Refusal;
import dev.leat.service.state.protocol.StateStoreRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A state store in this process: in memory, or durable in a directory.
 *
 * <p>In a directory, a change that was answered survives the end of the process and of the machine. Changes that many
 * threads make at once are made durable together. Changes of one key happen one after the other.
 *
 * <p>A fencing token goes with its key: once the key is deleted or has expired, nothing protects it. A timeout bounds how
 * long a change waits for others of its key, not how long the disk takes.
 */
public final class EmbeddedStateStore implements StateStore {

    private static final int STRIPES = 1_024;
    private static final int KEYS_OF_A_PAGE = 1_000;
    private static final int KEYS_LOOKED_AT = 20_000;

    /** How many bytes are compared for a page: some tenths of a second. A pattern of many stars takes many for one key. */
    private static final long STEPS_OF_A_PAGE = 50_000_000;

    private static final int SWEPT_AT_ONCE = 256;

    private final Storage storage;
    private final InstantSource wallClock;
    private final HybridLogicalClock clock;
    private final Admission admission;
    private final Watches watches;
    private final @Nullable Sweeper sweeper;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    /** Held for reading by every call, so that nothing is closed under it. */
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

    private boolean closed;

    EmbeddedStateStore(Storage storage, StateStoreLimits limits, InstantSource wallClock, boolean sweeps) {
        this.storage = storage;
        this.wallClock = wallClock;
        // What is too far ahead is refused before it is merged: what the store itself gave before a restart is not.
        this.clock = new HybridLogicalClock(storage.nodeId(), wallClock, Duration.ofMillis(Long.MAX_VALUE));
        Optional<Timestamp> latest = storage.latestVersion();
        latest.ifPresent(this::resume);
        this.admission =
                new Admission(limits, wallClock, latest.map(Timestamp::physical).orElse(0L));
        this.watches = new Watches(limits.watches());
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
        this.sweeper = sweeps ? new Sweeper(wallClock, this::sweep) : null;
        expect(storage.nextExpiry());
    }

    /** An empty store in memory. */
    public static EmbeddedStateStore inMemory() {
        return inMemory(StateStoreLimits.DEFAULT);
    }

    /** An empty store in memory. */
    public static EmbeddedStateStore inMemory(StateStoreLimits limits) {
        return new EmbeddedStateStore(new MemoryStorage(limits.memoryBytes()), limits, InstantSource.system(), true);
    }

    /**
     * The store in a directory, which is made where it is not there.
     *
     * @throws StateException where the directory is in use, holds something else, or cannot be used
     */
    public static EmbeddedStateStore open(Path directory) {
        return open(directory, StateStoreLimits.DEFAULT);
    }

    /**
     * The store in a directory, which is made where it is not there.
     *
     * @throws StateException where the directory is in use, holds something else, or cannot be used
     */
    public static EmbeddedStateStore open(Path directory, StateStoreLimits limits) {
        Storage storage = RocksStorage.open(directory);
        try {
            return new EmbeddedStateStore(storage, limits, InstantSource.system(), true);
        } catch (RuntimeException unreadable) {
            storage.close();
            throw unreadable;
        }
    }

    /**
     * Takes the time that a request brings into the store's clock: the versions given from now on are later.
     *
     * @throws StateStoreException where it is more than a minute ahead of this machine's clock, or no clock could follow it
     */
    public void merge(Timestamp time) {
        if (admission.isTooFarAhead(time)) {
            throw Refusal.REQUEST_FROM_THE_FUTURE.exception();
        }
        try {
            advance(time);
        } catch (ClockException usedUp) {
            throw Refusal.MALFORMED_TIMESTAMP.exception();
        }
    }

    /** The clock takes no time of its own node for news, and what comes from outside may name any node. */
    private void advance(Timestamp time) {
        clock.merge(new Timestamp(time.physical(), time.counter(), "elsewhere"));
    }

    /** A client's time may have brought the counter of the latest version near its end, which must not keep the store shut. */
    private void resume(Timestamp latest) {
        try {
            advance(latest);
        } catch (ClockException usedUp) {
            advance(new Timestamp(latest.physical() + 1, 0, latest.nodeId()));
        }
    }

    @Override
    public Found get(Bytes key, Duration timeout) {
        admission.check(key);
        return living(() -> {
            Entry entry = storage.get(key);
            return entry == null || entry.isGone(wallClock.millis())
                    ? new Found(Optional.empty(), Optional.empty())
                    : new Found(Optional.of(entry.value()), Optional.of(entry.version()));
        });
    }

    @Override
    public Stored set(Bytes key, Bytes value, SetOptions options, Duration timeout) {
        admission.check(key);
        admission.checkValue(value);
        Optional<Long> lifetime = options.expiry().map(StateStoreRequest::expiryMillis);
        admission.check(options.fencingToken());
        return changing(key, timeout, () -> {
            Entry present = present(key);
            Timestamp token = Admission.fence(present, options.fencingToken());
            boolean applies = switch (options.condition()) {
                case ALWAYS -> true;
                case ABSENT -> present == null;
                case ABSENT_OR_EQUAL -> present == null || present.value().equals(value);
            };
            if (!applies) {
                return new Stored(false, Optional.empty());
            }
            long expiry = lifetime.map(millis -> wallClock.millis() + millis).orElse(Entry.NEVER);
            Timestamp version = clock.now();
            storage.put(key, new Entry(value, version, expiry, token), present);
            expect(expiry);
            watches.changed(new Change(key, Optional.of(value), version));
            return new Stored(true, Optional.of(version));
        });
    }

    @Override
    public Deleted delete(Bytes key, Optional<Timestamp> fencingToken, Duration timeout) {
        return delete(key, null, fencingToken, timeout);
    }

    @Override
    public Deleted deleteIfEqual(Bytes key, Bytes value, Optional<Timestamp> fencingToken, Duration timeout) {
        return delete(key, value, fencingToken, timeout);
    }

    private Deleted delete(Bytes key, @Nullable Bytes value, Optional<Timestamp> fencingToken, Duration timeout) {
        admission.check(key);
        admission.check(fencingToken);
        return changing(key, timeout, () -> {
            Entry present = present(key);
            Admission.fence(present, fencingToken);
            if (present == null) {
                return new Deleted(0, Optional.empty());
            }
            if (value != null && !present.value().equals(value)) {
                return new Deleted(-1, Optional.empty());
            }
            return new Deleted(1, Optional.of(remove(key, present, false)));
        });
    }

    @Override
    public Watch watch(Bytes key, Consumer<Change> listener, Duration timeout) {
        admission.check(key);
        // With the key's lock: a change is told to all who watched before it, or to none who came during it.
        return changing(key, timeout, () -> watches.add(key, listener));
    }

    @Override
    public Page scan(Bytes pattern, Optional<String> next, Duration timeout) {
        admission.checkPattern(pattern);
        Glob glob = new Glob(pattern);
        Bytes prefix = glob.prefix();
        Bytes start = next.map(EmbeddedStateStore::decode).orElse(prefix);
        return living(() -> {
            long now = wallClock.millis();
            List<Bytes> keys = new ArrayList<>();
            try (Storage.Cursor cursor = storage.from(start)) {
                int looked = 0;
                for (Bytes key = cursor.next(); key != null && startsWith(key, prefix); key = cursor.next()) {
                    if (looked++ == KEYS_LOOKED_AT || keys.size() == KEYS_OF_A_PAGE || glob.steps() > STEPS_OF_A_PAGE) {
                        return new Page(keys, Optional.of(HexFormat.of().formatHex(key.unsafeArray())));
                    }
                    if (cursor.expiry() > now && glob.matches(key)) {
                        keys.add(key);
                    }
                }
            }
            return new Page(keys, Optional.empty());
        });
    }

    private static Bytes decode(String next) {
        try {
            return Bytes.of(HexFormat.of().parseHex(next));
        } catch (IllegalArgumentException notOurs) {
            throw Refusal.SYNTAX_ERROR.exception();
        }
    }

    private static boolean startsWith(Bytes key, Bytes prefix) {
        return key.length() >= prefix.length()
                && Arrays.equals(key.unsafeArray(), 0, prefix.length(), prefix.unsafeArray(), 0, prefix.length());
    }

    /** What is under the key; what has expired goes first, and whoever watches is told. Under the key's lock. */
    private @Nullable Entry present(Bytes key) {
        Entry entry = storage.get(key);
        if (entry != null && entry.isGone(wallClock.millis())) {
            remove(key, entry, true);
            return null;
        }
        return entry;
    }

    private Timestamp remove(Bytes key, Entry entry, boolean lazy) {
        Timestamp version = clock.now();
        storage.remove(key, entry, version, lazy);
        watches.changed(new Change(key, Optional.empty(), version));
        return version;
    }

    private void expect(long expiry) {
        if (sweeper != null) {
            sweeper.expect(expiry);
        }
    }

    /** Removes what has expired, and answers when the next key will. */
    long sweep() {
        return living(() -> {
            List<Bytes> gone = storage.gone(wallClock.millis(), SWEPT_AT_ONCE);
            StateStoreException failure = null;
            for (Bytes key : gone) {
                try {
                    changing(key, DEFAULT_TIMEOUT, () -> present(key) == null);
                } catch (StateStoreException unreadable) {
                    // One that cannot be read does not keep the others.
                    failure = unreadable;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return storage.nextExpiry();
        });
    }

    private <T> T changing(Bytes key, Duration timeout, Supplier<T> change) {
        return living(() -> {
            int hash = key.hashCode();
            ReentrantLock lock = stripes[(hash ^ hash >>> 16) & STRIPES - 1];
            try {
                if (!lock.tryLock() && !lock.tryLock(nanos(timeout), TimeUnit.NANOSECONDS)) {
                    throw new StateStoreException(
                            StateStoreException.Reason.TIMEOUT, "other changes of the key took longer than " + timeout);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new StateStoreException(
                        StateStoreException.Reason.TIMEOUT, "interrupted before the key could be changed", interrupted);
            }
            try {
                return change.get();
            } finally {
                lock.unlock();
            }
        });
    }

    private static long nanos(Duration timeout) {
        return timeout.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : timeout.toNanos();
    }

    private <T> T living(Supplier<T> call) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new StateStoreException(StateStoreException.Reason.INTERNAL, "the state store is closed");
            }
            return call.get();
        } finally {
            life.readLock().unlock();
        }
    }

    /** Waits for calls that are under way, and lets others open the directory. */
    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (sweeper != null) {
                sweeper.close();
            }
            storage.close();
        } finally {
            life.writeLock().unlock();
        }
        watches.close();
    }
}
