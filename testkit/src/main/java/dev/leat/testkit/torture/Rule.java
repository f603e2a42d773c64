package dev.leat.testkit.torture;

import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Outbox;

/** What an operator has to keep to: the sentences of {@link Operator} and {@link Outbox} that a torture holds it against. */
public enum Rule {
    /** What comes out, what is lost, and in which order, is the same under every regime. */
    SAME_RESULT("the results differ"),
    /** A call answers true at last, where there is room again and again. */
    IS_DONE_AT_LAST("a call is never done"),
    /** Where an offer was refused, the call answers false, and goes on when it is called again. */
    HEEDS_REFUSAL("a refused offer is not heeded"),
    /** What is emitted or asked for lies at or after the time of the call. */
    NOT_BEFORE_ITS_TIME("something is emitted or asked for before the time of the call"),
    /** Each time is asked for once. */
    ASKS_ONCE("a time is asked for twice"),
    /** Emits on outputs that it has. */
    KNOWN_OUTPUT("there is no such output"),
    /** Uses an outbox in the call that it was given to, on the same thread, and not after it. */
    OUTBOX_WITHIN_CALL("an outbox is used outside of its call"),
    /** What was kept is released at last, so that every record is acknowledged. */
    RELEASES_ALL("a record is never acknowledged"),
    /** A receipt is held for what came of its record until that is confirmed, and is released once for each time it was kept. */
    RELEASES_NOT_TOO_EARLY("a record is acknowledged too early"),
    /** What was saved can be written, does not change with later calls, and restores the operator. */
    SAVES_ALL("what is saved is not all, or not fit"),
    /** The supplier gives a fresh operator each time. */
    IS_FRESH("the supplier does not give a fresh operator"),
    /** Closing frees what the operator holds, and does not fail. */
    CLOSES("an operator does not close"),
    /** No record breaks the operator for good. */
    SURVIVES("the graph ends by it");

    private final String broken;

    Rule(String broken) {
        this.broken = broken;
    }

    String broken() {
        return broken;
    }
}
