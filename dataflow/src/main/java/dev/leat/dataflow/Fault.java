package dev.leat.dataflow;

/** What went wrong at an operation of a graph that goes on. */
public sealed interface Fault {

    /** The operation's name. */
    String operation();

    /** What was thrown, or what the sink answered. */
    Throwable reason();

    /** A record was lost. Its receipt is held during the report: who keeps the record for longer retains it. */
    record RecordDropped(String operation, Record record, Throwable reason) implements Fault {}

    /** An operator failed on a frontier; what it had to emit before that frontier may be missing. */
    record AdvanceFailed(String operation, Frontier frontier, Throwable reason) implements Fault {}
}
