package dev.leat.dataflow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue of records from many threads to one, until it is sealed. */
final class Inbox {

    /** Set in the tail when sealed, so that a record is in by then or not taken at all. */
    private static final long SEALED = Long.MIN_VALUE;

    private final int capacity;
    private final int mask;
    private final AtomicReferenceArray<@Nullable Record> ring;
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

    /** How many records are in it; for the consumer's thread, as others may be on their way. */
    long size() {
        return (tail.get() & ~SEALED) - head.get();
    }

    /** From any thread; false where it is full or sealed. */
    boolean offer(Record record) {
        long claimed;
        do {
            claimed = tail.get();
            if (claimed < 0 || claimed - head.get() >= capacity) {
                return false;
            }
        } while (!tail.compareAndSet(claimed, claimed + 1));
        ring.setRelease((int) claimed & mask, record);
        return true;
    }

    /** From the consumer's thread; null where it is empty, or where the next record is still on its way in. */
    @Nullable
    Record poll() {
        long position = head.getPlain();
        int slot = (int) position & mask;
        Record record = ring.getAcquire(slot);
        if (record != null) {
            ring.setPlain(slot, null);
            head.setRelease(position + 1);
        }
        return record;
    }
}
