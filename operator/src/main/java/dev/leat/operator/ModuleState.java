package dev.leat.operator;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the host keeps for one instance of a module: where its log goes, and what it complained about lately. */
final class ModuleState {

    /** How many complaints are remembered: enough for a panic's message and its place. */
    private static final int REMEMBERED = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ModuleState.class);

    private final OperatorSettings settings;
    private final Deque<String> complaints = new ArrayDeque<>();
    private final Set<AutoCloseable> held = Collections.newSetFromMap(new IdentityHashMap<>());

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

    /** Something that is to be closed when the instance ends, unless it is {@link #released} before. */
    void held(AutoCloseable resource) {
        held.add(resource);
    }

    void released(AutoCloseable resource) {
        held.remove(resource);
    }

    /** The instance has ended: what it held, nobody drops any more. */
    void instanceEnded() {
        for (AutoCloseable resource : List.copyOf(held)) {
            try {
                resource.close();
            } catch (Exception stuck) {
                LOG.warn("operation {}: what its module held could not be closed", settings.operation(), stuck);
            }
        }
        held.clear();
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
