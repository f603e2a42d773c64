package dev.leat.dataflow;

/**
 * How a source or sink stands with what it reads from or writes to.
 *
 * @param reason why it does not work, with a code; empty where it does, or has just begun
 */
public record Health(State state, String reason) {

    /** Whether records can pass. */
    public enum State {
        /** It has not got there yet, and knows of nothing that hinders it. */
        STARTING,
        /** They can. */
        UP,
        /** They cannot; it goes on trying. */
        DOWN
    }

    public static final Health STARTING = new Health(State.STARTING, "");
    public static final Health UP = new Health(State.UP, "");

    /** @param reason with a code, without secrets */
    public static Health down(String reason) {
        return new Health(State.DOWN, reason);
    }
}
