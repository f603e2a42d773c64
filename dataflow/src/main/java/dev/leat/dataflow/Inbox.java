package dev.leat.dataflow;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of records, and of frontiers between them, from many threads to one, until it is sealed.
 *
 * <p>What the consumer's own thread offers has a lane of its own, without atomic updates: the order is promised for what
 * comes of one thread. The lanes take turns. Where both are used, each holds up to the capacity.
 */
final class Inbox {

    /** Set in the tail when sealed, so that a record is in by then or not taken at all. */
    private static final long SEALED = Long.MIN_VALUE;

    private final int capacity;
    private final Thread consumer;
    private final int mask;
    private final AtomicReferenceArray<@Nullable Object> ring;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /** Of the consumer's thread. */
    private final ArrayDeque<Object> own = new ArrayDeque<>();

    /** Whether the next turn is the ring's. */
    private boolean ringNext;

    Inbox(int capacity, Thread consumer) {
        this.capacity = capacity;
        this.consumer = consumer;
        int slots = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        this.ring = new AtomicReferenceArray<>(slots);
        this.mask = slots - 1;
    }

    int capacity() {
        return capacity;
    }

    /** From any thread: whether there is room for what it offers. */
    boolean hasRoom() {
        return (isConsumer() ? own.size() : ringSize()) < capacity;
    }

    @SuppressWarnings("ReferenceEquality") // a thread is its identity
    private boolean isConsumer() {
        return Thread.currentThread() == consumer;
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
        return own.size() + ringSize();
    }

    private long ringSize() {
        return (tail.get() & ~SEALED) - head.get();
    }

    /** From any thread; false where it is full or sealed. */
    boolean offer(Object item) {
        if (isConsumer()) {
            return !isSealed() && own.size() < capacity && own.add(item);
        }
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
        ringNext = !ringNext;
        Object item = ringNext ? own.poll() : pollRing();
        if (item == null) {
            item = ringNext ? pollRing() : own.poll();
        }
        return item;
    }

    private @Nullable Object pollRing() {
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
