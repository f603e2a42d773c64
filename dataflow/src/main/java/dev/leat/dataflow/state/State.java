package dev.leat.dataflow.state;

import java.io.IOException;

/** What an operator or sink holds at one moment. Unchanged by what comes after; written by another thread. */
@FunctionalInterface
public interface State {

    /** Nothing at all. */
    State NONE = writer -> {};

    /** Writes what {@code restore} reads back. Begin with a version of the form. */
    void write(StateWriter writer) throws IOException;
}
