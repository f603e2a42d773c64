package dev.leat.platform.server;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines that a flow and its modules logged. Older ones are forgotten: a service that keeps them all is what the
 * server's own log and OpenTelemetry are for. Safe for use by several threads; nobody waits for long.
 */
final class FlowLog {

    static final int MOST_LINES = 1000;

    private static final int LONGEST_LINE = 4096;
    private static final Logger LOG = LoggerFactory.getLogger("leat.flow");

    private final String flow;
    private final InstantSource clock;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long last;

    /**
     * @param number from 1, without gaps
     * @param millis since the epoch
     * @param level such as {@code info}
     * @param operation where it comes from: an operation, a node, or empty for the flow itself
     */
    record Line(long number, long millis, String level, String operation, String message) {}

    FlowLog(String flow, InstantSource clock) {
        this.flow = flow;
        this.clock = clock;
    }

    void info(String message) {
        LOG.info("{}: {}", flow, message);
        add("info", "", message);
    }

    void warn(String operation, String message) {
        LOG.warn("{}{}: {}", flow, operation.isEmpty() ? "" : "/" + operation, message);
        add("warn", operation, message);
    }

    void error(String operation, String message) {
        LOG.error("{}{}: {}", flow, operation.isEmpty() ? "" : "/" + operation, message);
        add("error", operation, message);
    }

    synchronized void add(String level, String operation, String message) {
        last++;
        lines.addLast(new Line(
                last,
                clock.millis(),
                level,
                operation,
                message.length() > LONGEST_LINE ? message.substring(0, LONGEST_LINE) + "…" : message));
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
        notifyAll();
    }

    /** Those that came after this one, the oldest first. */
    synchronized List<Line> after(long number) {
        List<Line> found = new ArrayList<>();
        for (Line line : lines) {
            if (line.number() > number) {
                found.add(line);
            }
        }
        return found;
    }

    /** The same; where there is none yet, waits for one, but not longer than this. */
    synchronized List<Line> await(long number, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (last <= number) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return after(number);
    }
}
