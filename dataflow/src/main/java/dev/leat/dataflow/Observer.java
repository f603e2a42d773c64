package dev.leat.dataflow;

/**
 * Watches a worker move. Called by the worker's thread, which waits meanwhile; for tools that show or record a run. Must
 * not throw.
 */
public interface Observer {

    /** A source's record is taken, with the time that it came with; late records, too, but not those refused for drift. */
    default void taken(String source, Timestamp time, Record record) {}

    /** A record is late by this source's frontier. What becomes of it is the policy's to say. */
    default void late(String source, Record record, Frontier frontier) {}

    /** A source's frontier moved, other than by its records: by the wall clock, by its own word, or at its end. */
    default void frontier(String source, Frontier frontier) {}

    /** A record arrives at an operator or sink. */
    default void arrived(String operation, int input, Record record) {}

    /** An operator asks to be told when nothing can arrive any more at a time: it holds something. */
    default void held(String operation, Timestamp time) {}

    /** Nothing can arrive any more at that time, and the operator is told. */
    default void completed(String operation, Timestamp time) {}

    /** A checkpoint is durable. */
    default void checkpointed(long number) {}
}
