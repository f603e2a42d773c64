package dev.leat.service.rpc;

import dev.leat.dataflow.data.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to requests that are not expired yet, by what tells requests apart: one that comes twice is done once.
 * Bounded: where it is full, the oldest answers are forgotten, those under way last of all. Safe for use by many threads.
 *
 * @param <T> an answer
 */
final class DuplicateCache<T> {

    private static final class Entry<T> {
        private final CompletableFuture<T> answer;
        private final long expiresNanos;

        /** What is counted for it. */
        private long weight;

        private Entry(CompletableFuture<T> answer, long expiresNanos, long weight) {
            this.answer = answer;
            this.expiresNanos = expiresNanos;
            this.weight = weight;
        }
    }

    private final int mostEntries;
    private final long mostBytes;
    private final ToLongFunction<T> weigher;

    /** In the order of arrival. Guarded by this. */
    private final Map<Bytes, Entry<T>> entries = new LinkedHashMap<>();

    private long bytes;

    DuplicateCache(int mostEntries, long mostBytes, ToLongFunction<T> weigher) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.weigher = weigher;
    }

    /**
     * The answer to this very request where it came before, or null: then {@code fresh} is kept as the answer to come.
     *
     * @param expiresNanos when nobody can send the request again, by {@code nanoTime}
     */
    synchronized @Nullable CompletableFuture<T> before(
            Bytes identity, CompletableFuture<T> fresh, long expiresNanos, long nanoTime) {
        evict(nanoTime);
        Entry<T> known = entries.get(identity);
        if (known != null && known.expiresNanos - nanoTime > 0) {
            return known.answer;
        }
        if (known != null) {
            // Put anew, it is the youngest again.
            entries.remove(identity);
            bytes -= known.weight;
        }
        Entry<T> entry = new Entry<>(fresh, expiresNanos, identity.length());
        entries.put(identity, entry);
        bytes += entry.weight;
        var unused = fresh.thenAccept(answer -> weigh(identity, entry, answer));
        return null;
    }

    /** Of an entry that was forgotten, or that another has replaced, nothing is kept. */
    @SuppressWarnings("ReferenceEquality") // this very entry
    private synchronized void weigh(Bytes identity, Entry<T> entry, T answer) {
        if (entries.get(identity) == entry) {
            long weight = weigher.applyAsLong(answer);
            entry.weight += weight;
            bytes += weight;
        }
    }

    private void evict(long nanoTime) {
        Iterator<Entry<T>> oldest = entries.values().iterator();
        boolean overdue = true;
        while (oldest.hasNext() && overdue) {
            Entry<T> entry = oldest.next();
            boolean full = entries.size() >= mostEntries || bytes > mostBytes;
            overdue = entry.expiresNanos - nanoTime <= 0 || full;
            if (overdue && entry.answer.isDone()) {
                oldest.remove();
                bytes -= entry.weight;
            }
        }
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int size() {
        return entries.size();
    }
}
