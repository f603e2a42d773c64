package dev.leat.dataflow;

/** A sink's way back to its worker. Safe for use by several threads. */
public interface Egress {

    /** Says that there is room where an offer was refused. A confirmation says so as well. */
    void wake();

    /** Says that the sink gave up, which ends the graph. */
    void fail(Throwable reason);
}
