package dev.leat.endpoint.kafka;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.data.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A sink that confirms only what a test tells it to. */
final class HeldSink implements Sink {

    record Taken(Record record, Confirmation confirmation) {
        Message message() {
            return (Message) record.value();
        }

        String text() {
            return message().payload().asUtf8();
        }

        void confirm() {
            confirmation.done();
        }
    }

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<Taken> taken;

    /** @param window how many it takes before the test does */
    HeldSink(int window) {
        taken = new LinkedBlockingQueue<>(window);
    }

    @Override
    public void start(Egress egress) {}

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        return taken.offer(new Taken(record, confirmation));
    }

    Taken next() throws InterruptedException {
        Taken next = taken.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no record came within " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    List<Taken> next(int count) throws InterruptedException {
        List<Taken> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    /** How many wait here. */
    int size() {
        return taken.size();
    }
}
