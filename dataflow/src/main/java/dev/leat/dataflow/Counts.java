package dev.leat.dataflow;

/**
 * What one operation did so far.
 *
 * @param in records taken; for a source, those that the worker took from it
 * @param out records emitted, each once, however many operations got it; for a sink, those confirmed
 * @param dropped records that led to nothing on purpose: answered with nothing, emitted on an arm that leads nowhere, or
 *     late at a source that drops late records
 * @param failed records lost to an error
 * @param late for a source, records behind its frontier, whatever became of them
 * @param unreadableTimes for a source, records whose own time could not be read and that got the time of their arrival
 */
public record Counts(long in, long out, long dropped, long failed, long late, long unreadableTimes) {

    /** What an operation counts that is no source. */
    public Counts(long in, long out, long dropped, long failed) {
        this(in, out, dropped, failed, 0, 0);
    }
}
