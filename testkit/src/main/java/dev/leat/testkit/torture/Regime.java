package dev.leat.testkit.torture;

/** The conditions under which a torture runs an operator. What is common to all: a real worker, driven on one thread. */
public enum Regime {
    /** All records wait at the source, there is all the room there can be: what the others are compared with. */
    PLAIN("all records at once"),
    /** The same with a fresh operator: what differs then depends on more than the records. */
    AGAIN("the same again"),
    /** Each record is worked on to its end before the next one is there. */
    ONE_BY_ONE("one record at a time"),
    /** After each record that is emitted there is no room, until a sink has confirmed it: every second offer is refused. */
    FULL("room for one record"),
    /** A checkpoint after each record, written once at once and once when the operator has gone on. */
    SAVED("a checkpoint after each record"),
    /** A checkpoint after each record, and a fresh operator goes on from it. */
    RESTORED("a fresh operator restored after each record"),
    /** In the middle the operator is closed, and one that knows nothing of it takes its place: for stateless operators. */
    RECYCLED("a fresh operator in the middle"),
    /** The records of equal times come in other orders. */
    REORDERED("equal times in another order");

    private final String text;

    Regime(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
