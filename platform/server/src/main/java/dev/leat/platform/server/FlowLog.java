package dev.leat.platform.server;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines that a flow and its modules logged. Older ones are forgotten: a service that keeps them all is what the
 * server's own log and OpenTelemetry are for. Safe for use by several threads; nobody waits for long.
 */
final class FlowLog {

    static final int MOST_LINES = 1000;

    /** Of all lines together; 200 flows with busy modules must not take a server's memory. */
    static final int MOST_CHARACTERS = 256 << 10;

    private static final int LONGEST_LINE = 4096;
    private static final Logger LOG = LoggerFactory.getLogger("leat.flow");

    private final String flow;
    private final InstantSource clock;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final String id = UUID.randomUUID().toString();
    private long last;
    private int characters;

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

    /** Tells this log from another of the same flow, whose numbers begin anew. */
    String id() {
        return id;
    }

    synchronized void add(String level, String operation, String message) {
        last++;
        Line line = new Line(
                last,
                clock.millis(),
                level,
                operation,
                message.length() > LONGEST_LINE ? message.substring(0, LONGEST_LINE) + "…" : message);
        lines.addLast(line);
        characters += line.message().length();
        while (lines.size() > MOST_LINES || characters > MOST_CHARACTERS) {
            characters -= lines.removeFirst().message().length();
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
