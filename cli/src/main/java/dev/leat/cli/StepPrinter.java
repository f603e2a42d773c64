package dev.leat.cli;

import dev.leat.dataflow.Frontier;
import dev.leat.dataflow.Observer;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows a run as it moves, a line a step: records, frontiers, and the groups that wait. A group is of one physical time
 * and counter, whichever nodes' clocks gave them.
 */
final class StepPrinter implements Observer {

    private static final int SHOWN = 60;

    private static final Comparator<Timestamp> BY_GROUP =
            Comparator.comparingLong(Timestamp::physical).thenComparing(Timestamp::counter, Long::compareUnsigned);

    private final PrintWriter out;
    private final long lateness;
    private final Map<String, Long> frontiers = new HashMap<>();
    private final Map<String, TreeMap<Timestamp, Long>> groups = new LinkedHashMap<>();
    private long step;

    StepPrinter(PrintWriter out, TimePolicy policy) {
        this.out = out;
        this.lateness = policy.allowedLateness().toMillis();
    }

    @Override
    public void taken(String source, Timestamp time, Record record) {
        out.printf("%n%5d  %s takes %s  %s%n", ++step, source, time, describe(record.value()));
        // A record moves the frontier by the policy's rule, which nothing else tells of.
        long moved = time.physical() - lateness;
        if (moved > frontiers.getOrDefault(source, Long.MIN_VALUE)) {
            frontiers.put(source, moved);
            out.printf("       its frontier moves to %s%n", Frontier.at(moved));
        }
    }

    @Override
    public void late(String source, Record record, Frontier frontier) {
        out.printf("       late: the frontier of %s is at %s%n", source, frontier);
    }

    @Override
    public void frontier(String source, Frontier frontier) {
        frontiers.merge(source, frontier.millis(), Math::max);
        out.printf("%n%5d  frontier of %s moves to %s%n", ++step, source, frontier);
    }

    @Override
    public void arrived(String operation, int input, Record record) {
        TreeMap<Timestamp, Long> held = groups.get(operation);
        boolean waits = held != null && held.computeIfPresent(record.time(), (time, count) -> count + 1) != null;
        out.printf(
                "       -> %s  %s  %s%s%n",
                operation,
                record.time(),
                describe(record.value()),
                waits ? "  waits: " + held.get(record.time()) + " in its group" : "");
    }

    @Override
    public void held(String operation, Timestamp time) {
        TreeMap<Timestamp, Long> held = groups.computeIfAbsent(operation, name -> new TreeMap<>(BY_GROUP));
        held.put(time, 1L);
        out.printf("       %s holds a group of %s  (%d open)%n", operation, time, held.size());
    }

    @Override
    public void completed(String operation, Timestamp time) {
        TreeMap<Timestamp, Long> held = groups.computeIfAbsent(operation, name -> new TreeMap<>(BY_GROUP));
        Long count = held.remove(time);
        out.printf(
                "       %s completes %s%s  (%d open)%n",
                operation, time, count == null ? "" : ": " + count + " records", held.size());
    }

    @Override
    public void checkpointed(long number) {
        out.printf("       checkpoint %d is durable%n", number);
        out.flush();
    }

    private static String describe(DataModel value) {
        return switch (value) {
            case Message message -> message.topic().asUtf8() + " " + shorten(message.payload());
            case Snapshot snapshot -> "snapshot " + snapshot.width() + "x" + snapshot.height();
            case Bytes bytes -> shorten(bytes);
        };
    }

    private static String shorten(Bytes bytes) {
        return bytes.asStrictUtf8()
                .map(text -> text.replaceAll("\\s+", " "))
                .map(text -> text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...")
                .orElse(bytes.length() + " bytes");
    }
}
