package dev.leat.dataflow;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue between two operations of one worker, of records and of the frontiers between them.
 *
 * <p>Only records count towards the capacity: a frontier at the tail replaces the one before it, so that there is never
 * more than one between two records, and room for it always.
 */
final class Edge {

    private final Node producer;
    private final Node consumer;
    private final int capacity;
    private final int mask;
    private final @Nullable Object[] ring;

    private int head;
    private int tail;
    private int records;
    private boolean producerWaits;

    Edge(Node producer, Node consumer, int capacity) {
        this.producer = producer;
        this.consumer = consumer;
        this.capacity = capacity;
        int slots = Integer.highestOneBit(2 * capacity + 1) << 1;
        this.ring = new Object[slots];
        this.mask = slots - 1;
    }

    boolean hasRoom() {
        return records < capacity;
    }

    /** There must be room. */
    void push(Record record) {
        ring[tail++ & mask] = record;
        records++;
        consumer.makeReady();
    }

    void push(Frontier frontier) {
        if (tail != head && ring[(tail - 1) & mask] instanceof Frontier) {
            ring[(tail - 1) & mask] = frontier;
        } else {
            ring[tail++ & mask] = frontier;
        }
        consumer.makeReady();
    }

    /** The next record or frontier, or null. */
    @Nullable
    Object peek() {
        return head == tail ? null : ring[head & mask];
    }

    /** Removes what {@link #peek} showed. The producer runs again when half of the room is back. */
    void pop() {
        if (ring[head & mask] instanceof Record) {
            records--;
            if (producerWaits && records <= capacity / 2) {
                producerWaits = false;
                producer.makeReady();
            }
        }
        ring[head++ & mask] = null;
    }

    /** Has the producer run when there is room. */
    void awaitRoom() {
        producerWaits = true;
    }
}
