package dev.leat.dataflow;

/** The error codes of the dataflow, each with what the user can do about it. */
public enum DataflowError {
    /** The operations and connections do not make a graph that can run. */
    TOPOLOGY("001", "Correct the operations and connections that the message names."),
    /** An operation could not be created or started. */
    START("002", "The cause says what is missing; nothing was processed."),
    /** A source gave up. */
    SOURCE("003", "What the source had not got acknowledged comes again after a restart."),
    /** A sink gave up. */
    SINK("004", "What the sink had not confirmed was not acknowledged and comes again after a restart."),
    /** An operation failed in a way that no later record could survive. */
    OPERATION("005", "Restart the graph; where it happens again, look at the cause in the log."),
    /** A timestamp from elsewhere lies too far in the future. */
    CLOCK_DRIFT("006", "Correct the clock of the named node, or allow more drift."),
    /** The counter of a timestamp from elsewhere is used up. */
    COUNTER_OVERFLOW("007", "The node that sent this counter is broken."),
    /** A record was lost to an error of an operation. */
    RECORD_DROPPED("008", "The record is acknowledged and does not come again; correct the module or its input."),
    /** A record came after its source's frontier had passed it. */
    LATE("009", "Allow more lateness, or correct the clock of what sends it."),
    /** A checkpoint cannot be used. */
    CHECKPOINT("010", "Nothing of it was loaded, and nothing was changed."),
    /** A checkpoint could not be written. */
    CHECKPOINT_FAILED("011", "What waits for one stays unacknowledged until one is durable."),
    /** A group of records outgrew its limit. */
    GROUP_LIMIT("012", "Make the windows shorter, or raise the limit of records that an operation may hold.");

    private final String number;
    private final String hint;

    DataflowError(String number, String hint) {
        this.number = number;
        this.hint = hint;
    }

    /** Such as {@code LEAT-DATAFLOW-003}. */
    public String code() {
        return "LEAT-DATAFLOW-" + number;
    }

    /** What to do, in a sentence. */
    public String hint() {
        return hint;
    }
}
