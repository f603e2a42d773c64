package dev.leat.operator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the host keeps for one instance of a module: where its log goes, and what it complained about lately. */
final class ModuleState {

    /** How many complaints are remembered: enough for a panic's message and its place. */
    private static final int REMEMBERED = 8;

    private final OperatorSettings settings;
    private final Deque<String> complaints = new ArrayDeque<>();

    ModuleState(OperatorSettings settings) {
        this.settings = settings;
    }

    OperatorSettings settings() {
        return settings;
    }

    void log(OperatorLog.Level level, String context, String message) {
        if (level.compareTo(OperatorLog.Level.ERROR) >= 0) {
            remember(message);
        }
        settings.log().log(level, settings.operation(), context, message);
    }

    /** An error that {@code wasi:nn} gave the guest. */
    void modelFailed(String message) {
        log(OperatorLog.Level.ERROR, "wasi:nn", message);
    }

    /** A line that the guest printed. */
    void printed(boolean error, String line) {
        if (error) {
            remember(line);
        }
        settings.log().log(
                error ? OperatorLog.Level.WARN : OperatorLog.Level.INFO,
                settings.operation(),
                error ? "stderr" : "stdout",
                line);
    }

    private void remember(String line) {
        if (complaints.size() == REMEMBERED) {
            complaints.removeFirst();
        }
        complaints.addLast(line);
    }

    /** Forgets earlier complaints, before a call. */
    void beginCall() {
        if (!complaints.isEmpty()) {
            complaints.clear();
        }
    }

    /** What the guest complained about during the call. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
