package dev.leat.testkit.torture;

import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Operator;
import dev.leat.dataflow.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings the records of a trial, and knows which of them were acknowledged. One for all workers of the trial. */
final class Feed implements Source {

    private final List<Entry> entries;
    private final boolean[] acknowledged;
    private int acknowledgements;
    private int next;
    private int dealt;
    private @Nullable Ingress ingress;

    Feed(List<Entry> entries) {
        this.entries = entries;
        this.acknowledged = new boolean[entries.size()];
    }

    @Override
    public void start(Ingress ingress) {
        this.ingress = ingress;
        next = (int) ingress.restored();
        dealt = next;
    }

    @Override
    public int capacity() {
        return entries.size() + 1;
    }

    private Ingress ingress() {
        if (ingress == null) {
            throw new IllegalStateException("not started");
        }
        return ingress;
    }

    boolean hasMore() {
        return next < entries.size();
    }

    /** The index of the record that comes next. */
    int next() {
        return next;
    }

    void offerNext() {
        int index = next++;
        Entry entry = entries.get(index);
        if (!ingress().offer(entry.time(), entry.value(), () -> {
            acknowledged[index] = true;
            acknowledgements++;
        })) {
            throw new IllegalStateException("no room for record " + index);
        }
    }

    void end() {
        ingress().end();
    }

    int acknowledgements() {
        return acknowledgements;
    }

    List<Entry> unacknowledged() {
        List<Entry> missing = new ArrayList<>();
        for (int i = 0; i < acknowledged.length; i++) {
            if (!acknowledged[i]) {
                missing.add(entries.get(i));
            }
        }
        return missing;
    }

    /** Sends each record to its input: records come here in the order in which they were offered. */
    Operator dealer() {
        return (input, record, outbox) -> outbox.offer(entries.get(dealt++).input(), record);
    }
}
