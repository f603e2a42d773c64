package dev.leat.dataflow;

/** What went wrong at an operation of a graph that goes on. */
public sealed interface Fault {

    /** The operation's name. */
    String operation();

    /** What was thrown, or what the sink answered. */
    Throwable reason();

    /** A record was lost. Its receipt is held during the report: who keeps the record for longer retains it. */
    record RecordDropped(String operation, Record record, Throwable reason) implements Fault {}

    /** An operator failed on a completed time; what it had to emit then may be missing. */
    record CompletionFailed(String operation, Timestamp time, Throwable reason) implements Fault {}
}
