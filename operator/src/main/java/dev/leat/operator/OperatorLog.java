package dev.leat.operator;

/** Where modules write their log. Called by the workers' threads; must not block for long. */
@FunctionalInterface
public interface OperatorLog {

    /** The levels of {@code wasm-graph:processor/logger}. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        CRITICAL
    }

    /**
     * @param operation the operation's name in the graph
     * @param context what the module calls the place; {@code stdout} or {@code stderr} for lines that it printed
     */
    void log(Level level, String operation, String context, String message);
}
