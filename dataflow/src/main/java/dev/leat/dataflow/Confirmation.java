package dev.leat.dataflow;

/** A sink's answer for one record, given exactly once, from any thread. A second answer is ignored. */
public interface Confirmation {

    /** The record is safe where it was to go. */
    void done();

    /** The record can never get there. It is reported to {@link Faults} and counts as dropped. */
    void failed(Throwable reason);
}
