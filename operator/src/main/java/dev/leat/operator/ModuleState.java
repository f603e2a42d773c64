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

    /** How many characters of the standard error make one entry of the log. A line is never cut. */
    private static final int LONGEST_ENTRY = 64 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ModuleState.class);

    private final OperatorSettings settings;
    private final Deque<String> complaints = new ArrayDeque<>();
    private final StringBuilder printed = new StringBuilder();
    private boolean holdsBack;
    private final CommandBuilders builders = new CommandBuilders();
    private final Set<AutoCloseable> held = Collections.newSetFromMap(new IdentityHashMap<>());

    ModuleState(OperatorSettings settings) {
        this.settings = settings;
    }

    OperatorSettings settings() {
        return settings;
    }

    CommandBuilders builders() {
        return builders;
    }

    void log(OperatorLog.Level level, String context, String message) {
        flush();
        if (level.compareTo(OperatorLog.Level.ERROR) >= 0) {
            remember(message);
        }
        settings.log().log(level, settings.operation(), context, message);
    }

    /** An error that {@code wasi:nn} gave the guest. */
    void modelFailed(String message) {
        log(OperatorLog.Level.ERROR, "wasi:nn", message);
    }

    /**
     * A line that the guest printed. Those on the standard error are held back until the call ends or the guest does
     * something else, so that a panic or a traceback is one entry of the log, with its lines in it.
     */
    void printed(boolean error, String line) {
        if (!error) {
            flush();
            settings.log().log(OperatorLog.Level.INFO, settings.operation(), "stdout", line);
            return;
        }
        remember(line);
        if (printed.length() + line.length() > LONGEST_ENTRY) {
            flush();
        }
        if (!printed.isEmpty()) {
            printed.append('\n');
        }
        printed.append(line);
        holdsBack = true;
    }

    /** Writes what is held back to the log. */
    void flush() {
        if (holdsBack) {
            String entry = printed.toString();
            printed.setLength(0);
            holdsBack = false;
            settings.log().log(OperatorLog.Level.WARN, settings.operation(), "stderr", entry);
        }
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

    /** Something that is to be closed when the instance ends, unless it is {@link #released} before. */
    void held(AutoCloseable resource) {
        held.add(resource);
    }

    /** How many are held. */
    int holds() {
        return held.size();
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
}
