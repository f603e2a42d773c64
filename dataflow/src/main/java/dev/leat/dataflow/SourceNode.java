package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A source, its inbox, and the frontier that it moves on.
 *
 * <p>The frontier is the latest timestamp that was emitted; records behind it are late, which nobody minds yet.
 */
final class SourceNode extends Node implements Ingress {

    private static final int BATCH = 256;

    private final Supplier<? extends Source> supplier;
    private final EdgeOutbox outbox;
    private final int leastCapacity;
    private final Queue<Runnable> waiters = new ConcurrentLinkedQueue<>();

    private @Nullable Source source;
    private Inbox inbox = new Inbox(1);
    private @Nullable Timestamp latest;
    private @Nullable Timestamp promised;

    SourceNode(
            String name,
            int index,
            WorkerContext context,
            Supplier<? extends Source> supplier,
            Edge[][] outputs,
            int leastCapacity) {
        super(name, index, context);
        this.supplier = supplier;
        this.outbox = new EdgeOutbox(outputs, counters());
        this.leastCapacity = leastCapacity;
    }

    @Override
    void start() throws Exception {
        source = supplier.get();
        inbox = new Inbox(Math.max(leastCapacity, source.capacity()));
        source.start(this);
    }

    @Override
    int run() {
        // Read before the queue is: where it is sealed, all that was accepted has its place in the queue by now.
        boolean ending = inbox.isSealed();
        int taken = 0;
        boolean room = outbox.hasRoom();
        boolean empty = false;
        while (room && taken < BATCH) {
            Record record = inbox.poll();
            if (record == null) {
                empty = true;
                break;
            }
            counters().countIn();
            if (latest == null || latest.compareTo(record.time()) < 0) {
                latest = record.time();
            }
            outbox.handOver(record);
            taken++;
            room = outbox.hasRoom();
        }
        advance(ending && empty);
        if (taken > 0 && !waiters.isEmpty()) {
            releaseWaiters();
        }
        if (!room) {
            outbox.awaitRoom();
        } else if (!empty) {
            makeReady();
        }
        return taken;
    }

    private void advance(boolean atEnd) {
        if (isFinished()) {
            return;
        }
        if (atEnd && inbox.size() == 0) {
            outbox.advance(Frontier.END);
            finish();
        } else if (latest != null && !latest.equals(promised)) {
            promised = latest;
            outbox.advance(Frontier.at(latest));
        }
    }

    /** Asks the source for no more; what was accepted goes on. */
    void stop() {
        end();
        if (source != null) {
            source.stop();
        }
    }

    @Override
    void close() {
        inbox.seal();
        releaseWaiters();
        if (source != null) {
            source.close();
        }
    }

    private void releaseWaiters() {
        if (inbox.isSealed() || inbox.size() <= inbox.capacity() / 2) {
            // Those that wait now, each once: one that fills the inbox and waits again has its next turn when there is
            // room.
            for (int left = waiters.size(); left > 0; left--) {
                Runnable waiter = waiters.poll();
                if (waiter == null) {
                    return;
                }
                waiter.run();
            }
        }
    }

    // From here on: any thread.

    @Override
    public int capacity() {
        return inbox.capacity();
    }

    @Override
    public boolean offer(Timestamp time, DataModel value, Runnable acknowledge) {
        if (!inbox.hasRoom() || !inbox.offer(new Record(time, value, Receipt.of(acknowledge)))) {
            return false;
        }
        signal();
        return true;
    }

    @Override
    public void whenRoom(Runnable callback) {
        waiters.add(callback);
        if ((inbox.isSealed() || inbox.hasRoom()) && waiters.remove(callback)) {
            callback.run();
        }
    }

    @Override
    public void end() {
        inbox.seal();
        releaseWaiters();
        signal();
    }

    @Override
    public void fail(Throwable reason) {
        inbox.seal();
        releaseWaiters();
        fail(DataflowError.SOURCE, reason);
    }

    @Override
    public boolean isClosed() {
        return inbox.isSealed();
    }
}
