package dev.leat.endpoint.kafka;

import java.util.ArrayDeque;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far one partition was delivered: up to the first record that is not confirmed. Belongs to the consumer's thread;
 * acknowledgements come from any.
 */
final class PartitionProgress {

    private static final long NONE = -1;

    private final Wait wait;
    private final ArrayDeque<Delivery> outstanding = new ArrayDeque<>();
    private long next = NONE;
    private long committing = NONE;
    private Optional<Integer> leaderEpoch = Optional.empty();

    /** A record that was given to the graph, until all that came of it is confirmed. */
    static final class Delivery implements Runnable {

        private final Wait wait;
        private final long offset;
        private final Optional<Integer> leaderEpoch;
        private final int bytes;
        private volatile boolean settled;

        private Delivery(Wait wait, ConsumerRecord<byte[], byte[]> record) {
            this.wait = wait;
            this.offset = record.offset();
            this.leaderEpoch = record.leaderEpoch();
            this.bytes = KafkaSource.bytes(record);
        }

        /** The graph's acknowledgement, from any thread. */
        @Override
        public void run() {
            settled = true;
            wait.end();
        }
    }

    /** @param wait ended at each acknowledgement */
    PartitionProgress(Wait wait) {
        this.wait = wait;
    }

    /** What is to be run as the record's acknowledgement; {@link #offered} follows where the record was taken. */
    Delivery delivery(ConsumerRecord<byte[], byte[]> record) {
        return new Delivery(wait, record);
    }

    void offered(Delivery delivery) {
        outstanding.add(delivery);
    }

    /** Goes past what was confirmed, and tells the hold of it. */
    void settle(InFlight inFlight) {
        for (Delivery first = outstanding.peek(); first != null && first.settled; first = outstanding.peek()) {
            outstanding.remove();
            inFlight.remove(1, first.bytes);
            next = first.offset + 1;
            leaderEpoch = first.leaderEpoch;
        }
    }

    /** Whether the first record that is outstanding is confirmed. */
    boolean canSettle() {
        Delivery first = outstanding.peek();
        return first != null && first.settled;
    }

    boolean isIdle() {
        return outstanding.isEmpty();
    }

    /** The partition is another's: nothing of it counts any more. */
    void abandon(InFlight inFlight) {
        outstanding.forEach(delivery -> inFlight.remove(1, delivery.bytes));
        outstanding.clear();
    }

    /** Where the group stands, if it is to be said again. */
    Optional<OffsetAndMetadata> toCommit() {
        if (next == committing) {
            return Optional.empty();
        }
        committing = next;
        return Optional.of(new OffsetAndMetadata(next, leaderEpoch, ""));
    }

    /** What was last said did not arrive: it is to be said again. */
    void commitFailed() {
        committing = NONE;
    }

    /** How much is under way, of all partitions. */
    static final class InFlight {

        private int count;
        private long bytes;

        void add(Delivery delivery) {
            count++;
            bytes += delivery.bytes;
        }

        private void remove(int records, long size) {
            count -= records;
            bytes -= size;
        }

        boolean isAtLeast(int records, long size) {
            return count >= records || bytes >= size;
        }

        boolean isEmpty() {
            return count == 0;
        }
    }
}
