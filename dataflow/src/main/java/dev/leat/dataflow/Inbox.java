package dev.leat.dataflow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of records, and of frontiers between them, from many threads to one, until it is sealed. What was accepted
 * before comes out before, whichever threads offered it.
 *
 * <p>While nobody offers but the consumer's own thread, it is a plain queue without atomic updates; the first offer of another
 * thread ends that for good.
 */
final class Inbox {

    /** Set in the tail when sealed, so that a record is in by then or not taken at all. */
    private static final long SEALED = Long.MIN_VALUE;

    private static final VarHandle OWN_SIZE = Handles.field(MethodHandles.lookup(), "ownSize", int.class);

    private final int capacity;
    private final Thread consumer;
    private final int mask;
    private final AtomicReferenceArray<@Nullable Object> ring;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /** Of the consumer's thread; what is in it was accepted before anything in the ring. */
    private final ArrayDeque<Object> own = new ArrayDeque<>();

    /** The size of that, for others to read. */
    @SuppressWarnings("unused") // through OWN_SIZE
    private int ownSize;

    /** Another thread has come: whatever is offered from now on goes through the ring. */
    private volatile boolean shared;

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

    /** How many items are in it; exact on the consumer's thread, but for those that others are bringing in. */
    long size() {
        return (int) OWN_SIZE.getAcquire(this) + (tail.get() & ~SEALED) - head.get();
    }

    /** From any thread; false where it is full or sealed. */
    @SuppressWarnings("ReferenceEquality") // a thread is its identity
    boolean offer(Object item) {
        if (!shared) {
            if (Thread.currentThread() == consumer) {
                return offerOwn(item);
            }
            shared = true;
        }
        long claimed;
        do {
            claimed = tail.get();
            if (claimed < 0 || claimed - head.get() + (int) OWN_SIZE.getAcquire(this) >= capacity) {
                return false;
            }
        } while (!tail.compareAndSet(claimed, claimed + 1));
        ring.setRelease((int) claimed & mask, item);
        return true;
    }

    private boolean offerOwn(Object item) {
        int size = own.size();
        if (isSealed() || size >= capacity) {
            return false;
        }
        own.add(item);
        OWN_SIZE.setRelease(this, size + 1);
        return true;
    }

    /** From the consumer's thread; null where it is empty, or where the next item is still on its way in. */
    @Nullable
    Object poll() {
        Object item = own.poll();
        if (item != null) {
            OWN_SIZE.setRelease(this, own.size());
            return item;
        }
        return shared ? pollRing() : null;
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
