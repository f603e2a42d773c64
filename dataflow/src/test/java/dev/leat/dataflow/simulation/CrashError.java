package dev.leat.dataflow.simulation;

/** The process dies here. */
final class CrashError extends Error {

    private static final long serialVersionUID = 1L;

    CrashError() {
        super("crash", null, false, false);
    }
}
