package dev.leat.dataflow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue of records, and of frontiers between them, from many threads to one, until it is sealed. */
final class Inbox {

    /** Set in the tail when sealed, so that a record is in by then or not taken at all. */
    private static final long SEALED = Long.MIN_VALUE;

    private final int capacity;
    private final int mask;
    private final AtomicReferenceArray<@Nullable Object> ring;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    Inbox(int capacity) {
        this.capacity = capacity;
        int slots = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        this.ring = new AtomicReferenceArray<>(slots);
        this.mask = slots - 1;
    }

    int capacity() {
        return capacity;
    }

    boolean hasRoom() {
        return size() < capacity;
    }

    /** From any thread: offers fail from here on. What was accepted can still be taken out. */
    void seal() {
        tail.getAndUpdate(position -> position | SEALED);
    }

    boolean isSealed() {
        return tail.get() < 0;
    }

    /** How many items are in it; for the consumer's thread, as others may be on their way. */
    long size() {
        return (tail.get() & ~SEALED) - head.get();
    }

    /** From any thread; false where it is full or sealed. */
    boolean offer(Object item) {
        long claimed;
        do {
            claimed = tail.get();
            if (claimed < 0 || claimed - head.get() >= capacity) {
                return false;
            }
        } while (!tail.compareAndSet(claimed, claimed + 1));
        ring.setRelease((int) claimed & mask, item);
        return true;
    }

    /** From the consumer's thread; null where it is empty, or where the next item is still on its way in. */
    @Nullable
    Object poll() {
        long position = head.getPlain();
        int slot = (int) position & mask;
        Object item = ring.getAcquire(slot);
        if (item != null) {
            ring.setPlain(slot, null);
            head.setRelease(position + 1);
        }
        return item;
    }
}
