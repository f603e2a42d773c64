package dev.leat.dataflow;

/** Hears of what went wrong. Called from any thread; must neither block nor throw. */
@FunctionalInterface
public interface Faults {

    void report(Fault fault);

    /** Writes a line to the log for each fault. */
    static Faults logged() {
        return LoggedFaults.INSTANCE;
    }
}
