package dev.leat.service.state;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.service.state.protocol.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Entries in memory, up to a number of bytes. */
final class MemoryStorage implements Storage {

    /** What an entry costs beside its bytes, about. */
    private static final int OVERHEAD = 200;

    private record Expiry(long at, Bytes key) {}

    private static final Comparator<Bytes> BY_BYTES =
            (one, other) -> Arrays.compareUnsigned(one.unsafeArray(), other.unsafeArray());

    private final ConcurrentSkipListMap<Bytes, Entry> entries = new ConcurrentSkipListMap<>(BY_BYTES);
    private final ConcurrentSkipListSet<Expiry> expiries =
            new ConcurrentSkipListSet<>(Comparator.comparingLong(Expiry::at).thenComparing(Expiry::key, BY_BYTES));
    private final AtomicLong bytes = new AtomicLong();
    private final long mostBytes;
    private final String nodeId = "leat-" + UUID.randomUUID();

    MemoryStorage(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public @Nullable Entry get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public void put(Bytes key, Entry entry, @Nullable Entry before) {
        long more = size(key, entry) - size(key, before);
        if (bytes.addAndGet(more) > mostBytes && more > 0) {
            bytes.addAndGet(-more);
            throw Refusal.QUOTA_EXCEEDED.exception();
        }
        if (entry.expiry() != Entry.NEVER) {
            expiries.add(new Expiry(entry.expiry(), key));
        }
        entries.put(key, entry);
        if (before != null && before.expiry() != entry.expiry()) {
            expiries.remove(new Expiry(before.expiry(), key));
        }
    }

    @Override
    public void remove(Bytes key, Entry before, Timestamp version, boolean lazy) {
        entries.remove(key);
        expiries.remove(new Expiry(before.expiry(), key));
        bytes.addAndGet(-size(key, before));
    }

    private static long size(Bytes key, @Nullable Entry entry) {
        return entry == null ? 0 : (long) key.length() + entry.value().length() + OVERHEAD;
    }

    @Override
    public List<Bytes> gone(long now, int most) {
        List<Bytes> keys = new ArrayList<>();
        for (Expiry expiry : expiries) {
            if (expiry.at() > now || keys.size() == most) {
                break;
            }
            keys.add(expiry.key());
        }
        return keys;
    }

    @Override
    public long nextExpiry() {
        Iterator<Expiry> first = expiries.iterator();
        return first.hasNext() ? first.next().at() : Entry.NEVER;
    }

    @Override
    public Cursor from(Bytes key) {
        Iterator<Map.Entry<Bytes, Entry>> rest =
                entries.tailMap(key, true).entrySet().iterator();
        return new Cursor() {
            private long expiry;

            @Override
            public @Nullable Bytes next() {
                if (!rest.hasNext()) {
                    return null;
                }
                Map.Entry<Bytes, Entry> entry = rest.next();
                expiry = entry.getValue().expiry();
                return entry.getKey();
            }

            @Override
            public long expiry() {
                return expiry;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<Timestamp> latestVersion() {
        return Optional.empty();
    }

    @Override
    public String nodeId() {
        return nodeId;
    }

    @Override
    public void close() {
        entries.clear();
        expiries.clear();
    }
}
