package dev.leat.dataflow;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sink that a test confirms by hand. */
final class HandSink implements Sink {

    private record Taken(Record record, Confirmation confirmation) {}

    final List<String> values = new ArrayList<>();
    final List<Record> records = new ArrayList<>();
    int flushes;
    boolean closed;

    private final int window;
    private final boolean confirming;
    private final Deque<Taken> taken = new ArrayDeque<>();
    private @Nullable Egress egress;

    private HandSink(int window, boolean confirming) {
        this.window = window;
        this.confirming = confirming;
    }

    /** Confirms at once. */
    static HandSink confirming() {
        return new HandSink(Integer.MAX_VALUE, true);
    }

    /** Takes so many and refuses more until some are confirmed. */
    static HandSink waiting(int window) {
        return new HandSink(window, false);
    }

    Egress egress() {
        if (egress == null) {
            throw new IllegalStateException("not started");
        }
        return egress;
    }

    @Override
    public void start(Egress egress) {
        this.egress = egress;
    }

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        if (taken.size() == window) {
            return false;
        }
        records.add(record);
        values.add(text(record));
        if (confirming) {
            confirmation.done();
        } else {
            taken.add(new Taken(record, confirmation));
        }
        return true;
    }

    /** What a record says, whatever it is. */
    static String text(Record record) {
        return switch (record.value()) {
            case Message message -> message.payload().asUtf8();
            case Snapshot snapshot -> snapshot.frame().asUtf8();
            case Bytes bytes -> bytes.asUtf8();
        };
    }

    void confirmNext() {
        taken.remove().confirmation().done();
    }

    void refuseNext(Throwable reason) {
        taken.remove().confirmation().failed(reason);
    }

    int unconfirmed() {
        return taken.size();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void close() {
        closed = true;
    }
}
