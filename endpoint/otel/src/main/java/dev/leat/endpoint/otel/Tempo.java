package dev.leat.endpoint.otel;

/**
 * When a batch is due: where the first message waited for long enough, and where the flow of messages stopped. A source that
 * brings no more until something is confirmed would otherwise bring no more than that in each batch's time. Belongs to one
 * thread.
 */
final class Tempo {

    private final long latency;
    private final long leastLull;
    private final int gaps;
    private long first;
    private long last;
    private long count;

    /**
     * @param latency how long the first message waits, in nanoseconds
     * @param leastLull how long nothing comes where the flow has stopped, at least, likewise
     * @param gaps how many times the mean of the time between messages that is, at least
     */
    Tempo(long latency, long leastLull, int gaps) {
        this.latency = latency;
        this.leastLull = leastLull;
        this.gaps = gaps;
    }

    /** Nothing came yet. */
    void reset() {
        count = 0;
    }

    /** @param now in nanoseconds, of a clock that goes on */
    void came(long now, int messages) {
        if (count == 0) {
            first = now;
        }
        last = now;
        count += messages;
    }

    /** Nanoseconds, none or less where it is due; of one message at least. */
    long untilDue(long now) {
        long left = first + latency - now;
        if (count < 2) {
            return left; // Nobody knows how fast they come.
        }
        long lull = Math.max(leastLull, gaps * ((last - first) / (count - 1)));
        return Math.min(left, last + lull - now);
    }
}
