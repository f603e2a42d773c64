package dev.leat.dataflow;

import dev.leat.dataflow.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that a test feeds by hand, and that remembers what was acknowledged. */
final class HandSource implements Source {

    final List<String> acknowledged = new ArrayList<>();
    final List<String> life = new ArrayList<>();
    Health health = Health.UP;
    int mostUnacknowledged = Integer.MAX_VALUE;
    private final AtomicInteger ticks = new AtomicInteger();
    private @Nullable Ingress ingress;

    @Override
    public void start(Ingress ingress) {
        this.ingress = ingress;
        life.add("start");
    }

    Ingress ingress() {
        if (ingress == null) {
            throw new IllegalStateException("not started");
        }
        return ingress;
    }

    /** Offers a text at the next tick of a clock of its own. */
    boolean offer(String text) {
        return offer(ticks.incrementAndGet(), text);
    }

    boolean offer(long tick, String text) {
        return offer(new Timestamp(tick, 0, "t"), text);
    }

    boolean offer(Timestamp time, String text) {
        return ingress().offer(time, Bytes.utf8(text), () -> {
            synchronized (acknowledged) {
                acknowledged.add(text);
            }
        });
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public int mostUnacknowledged() {
        return mostUnacknowledged;
    }

    @Override
    public void stop() {
        life.add("stop");
    }

    @Override
    public void close() {
        life.add("close");
    }
}
