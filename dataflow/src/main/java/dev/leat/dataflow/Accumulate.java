package dev.leat.dataflow;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.dataflow.state.State;
import dev.leat.dataflow.state.StateReader;
import dev.leat.dataflow.state.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one record of all that have the same time, when nothing can arrive at that time any more.
 *
 * <p>Records are of one group where their physical time and counter are the same, whichever nodes' clocks gave them. A
 * group is sorted before the accumulator sees it: by logical time, by the time inside each value, then by content. So its
 * result is a function of the set of its records. A large group is given in several calls, each with the result of the one
 * before as {@code staged}.
 *
 * <p>The result stands at the group's time, with the least of its node ids. A group that no call succeeded for leads to
 * nothing.
 */
public final class Accumulate implements Operator {

    /** The version of the form in which groups are saved. */
    private static final int FORM = 1;

    /** What a value takes beside its bytes, roughly. */
    private static final int OVERHEAD = 64;

    /** Takes values into what was made of earlier ones. */
    @FunctionalInterface
    public interface Accumulator {

        /**
         * @param staged what the last call for this group answered; in the first one a message with an empty payload, the
         *     group's time, and topic, content type, properties and schema of the group's first record
         * @param values at least one, sorted
         * @throws Exception where these values cannot be taken; they are lost then, and {@code staged} stays
         */
        DataModel accumulate(DataModel staged, List<DataModel> values) throws Exception;

        /** Frees what it holds. */
        default void close() {}
    }

    private record Key(long physical, long counter) {
        static Key of(Timestamp time) {
            return new Key(time.physical(), time.counter());
        }
    }

    private final Accumulator accumulator;
    private final AccumulateLimits limits;
    private final Map<Key, List<Record>> groups = new HashMap<>();
    private int openRecords;
    private long openBytes;

    Accumulate(Accumulator accumulator, AccumulateLimits limits) {
        this.accumulator = accumulator;
        this.limits = limits;
    }

    @Override
    public boolean process(int input, Record record, Outbox outbox) {
        long bytes = bytes(record.value());
        if (openRecords >= limits.openRecords() || openBytes + bytes > limits.openBytes()) {
            throw new IllegalStateException(DataflowError.GROUP_LIMIT.code() + ": the open groups hold " + openRecords
                    + " records of " + openBytes + " bytes, and no more is allowed. "
                    + DataflowError.GROUP_LIMIT.hint());
        }
        List<Record> group = groups.get(Key.of(record.time()));
        if (group == null) {
            group = new ArrayList<>();
            groups.put(Key.of(record.time()), group);
            outbox.notifyAt(record.time());
        }
        outbox.keep(record);
        group.add(record);
        openRecords++;
        openBytes += bytes;
        return true;
    }

    @Override
    public boolean complete(Timestamp time, Outbox outbox) throws Exception {
        List<Record> group = groups.remove(Key.of(time));
        if (group == null) {
            return true;
        }
        for (Record record : group) {
            openRecords--;
            openBytes -= bytes(record.value());
        }
        group.sort(RecordOrder.INSTANCE);
        Optional<DataModel> result = accumulate(group, outbox);
        Receipt whole = Receipt.all(group.stream().map(Record::receipt).toList());
        result.ifPresent(value -> outbox.offer(new Record(group.getFirst().time(), value, whole)));
        whole.release();
        return true;
    }

    private Optional<DataModel> accumulate(List<Record> group, Outbox outbox) throws Exception {
        DataModel staged = first(group.getFirst());
        boolean any = false;
        for (int from = 0; from < group.size(); ) {
            int to = endOfBatch(group, from);
            List<Record> batch = group.subList(from, to);
            try {
                staged = accumulator.accumulate(
                        staged, batch.stream().map(Record::value).toList());
                any = true;
            } catch (Throwable thrown) {
                if (OperatorNode.isFatal(thrown)) {
                    throw thrown;
                }
                batch.forEach(record -> outbox.lose(record, thrown));
            }
            from = to;
        }
        return any ? Optional.of(staged) : Optional.empty();
    }

    private int endOfBatch(List<Record> group, int from) {
        long bytes = 0;
        int to = from;
        while (to < group.size() && to - from < limits.batchRecords()) {
            bytes += bytes(group.get(to).value());
            if (bytes > limits.batchBytes() && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private static DataModel first(Record first) {
        var time = first.time().toDataTimestamp();
        return switch (first.value()) {
            case Message message -> message.withTimestamp(time).withPayload(Bytes.EMPTY);
            case Snapshot snapshot -> Message.of(time, "", Bytes.EMPTY);
            case Bytes bytes -> Message.of(time, "", Bytes.EMPTY);
        };
    }

    private static long bytes(DataModel value) {
        return OVERHEAD
                + switch (value) {
                    case Message message -> {
                        long bytes = (long) message.payload().length()
                                + message.topic().length();
                        for (UserProperty property : message.properties()) {
                            bytes += property.key().length() + property.value().length();
                        }
                        yield bytes;
                    }
                    case Snapshot snapshot -> snapshot.frame().length();
                    case Bytes bytes -> bytes.length();
                };
    }

    @Override
    public State save() {
        if (groups.isEmpty()) {
            return State.NONE;
        }
        List<Record[]> copies = new ArrayList<>(groups.size());
        for (List<Record> group : groups.values()) {
            copies.add(group.toArray(Record[]::new));
        }
        return writer -> write(writer, copies);
    }

    private static void write(StateWriter writer, List<Record[]> groups) throws IOException {
        writer.writeInt(FORM);
        writer.writeInt(groups.size());
        for (Record[] group : groups) {
            writer.writeInt(group.length);
            for (Record record : group) {
                writer.writeTimestamp(record.time());
                writer.writeValue(record.value());
            }
        }
    }

    @Override
    public void restore(StateReader state) throws IOException {
        int form = state.readInt();
        if (form != FORM) {
            throw new IOException("its groups were saved in form " + form + ", and this Leat reads " + FORM);
        }
        for (int left = state.readCount(); left > 0; left--) {
            List<Record> group = new ArrayList<>();
            for (int more = state.readCount(); more > 0; more--) {
                Record record = new Record(state.readTimestamp(), state.readValue(), Receipt.unacknowledged());
                group.add(record);
                openRecords++;
                openBytes += bytes(record.value());
            }
            if (group.isEmpty()) {
                throw new IOException("one of its groups is empty");
            }
            groups.put(Key.of(group.getFirst().time()), group);
        }
    }

    @Override
    public void close() {
        accumulator.close();
    }
}
