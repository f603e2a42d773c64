package dev.leat.dataflow;

/** What happens to a record whose time lies before its source's frontier. It is counted in any case. */
public enum LatePolicy {
    /** It gets the frontier as its time, and goes on. Nothing is lost; it counts where it arrives. */
    DELIVER,
    /** It goes to the dead letters, and is reported. */
    DEAD_LETTER,
    /** It is dropped. */
    DROP
}
