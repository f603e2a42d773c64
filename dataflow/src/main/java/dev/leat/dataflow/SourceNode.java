package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Origin;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source, its inbox, and the frontier that it moves on as its {@link TimePolicy} says. */
final class SourceNode extends Node implements Ingress {

    /** So many records, then others have their turn. */
    private static final int BATCH = 256;

    /** How often a source that could bring nothing is looked at, at most. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many records may wait for their acknowledgement, then the source waits for the next checkpoint. */
    static final int MOST_OUTSTANDING = 1 << 20;

    private final Supplier<? extends Source> supplier;
    private final Flow flow;
    private final Port[][] outputs;
    private final int leastCapacity;
    private final TimePolicy policy;
    private final long lateness;
    private final @Nullable Observer observer;
    private final boolean checkpointed;
    private final Queue<Runnable> waiters = new ConcurrentLinkedQueue<>();

    private @Nullable Source source;

    /** Until the start one that nobody offers to. */
    private Inbox inbox = new Inbox(1, Thread.currentThread());

    /** The least physical time that may still arrive, and the latest that has. */
    private long frontier = Long.MIN_VALUE;

    private long latest = Long.MIN_VALUE;

    /** Times up to here are known not to drift; asking the clock moves it. */
    private long undrifted;

    /** When a record last came on time: what is late or refused keeps no window open. */
    private long lastArrival;

    /** It could bring nothing when that was looked at last. */
    private boolean hindered;

    private boolean onTime;
    private long taken;
    private long restored;

    /** With checkpoints: the receipts of what was taken since the last one, in order. */
    private ArrayDeque<Receipt> outstanding = new ArrayDeque<>();

    private boolean finished;

    /** The source itself said that nothing more comes; otherwise the end is the graph's, and not that of time. */
    private volatile boolean ended;

    SourceNode(
            String name,
            int index,
            WorkerContext context,
            Supplier<? extends Source> supplier,
            Flow flow,
            Port[][] outputs,
            int leastCapacity,
            TimePolicy policy) {
        super(name, index, context);
        this.supplier = supplier;
        this.flow = flow;
        this.outputs = outputs;
        this.leastCapacity = leastCapacity;
        this.policy = policy;
        this.lateness = policy.allowedLateness().toMillis();
        this.observer = flow.observer();
        this.checkpointed = context.isCheckpointed();
        this.undrifted = policy.maxDrift().isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    @Override
    Flow flow() {
        return flow;
    }

    /** The least physical time that may still arrive. */
    long frontier() {
        return frontier;
    }

    long latest() {
        return latest;
    }

    /** How many records were taken since the first start. */
    long taken() {
        return taken;
    }

    void restore(long taken, long latest, long frontier) {
        this.taken = taken;
        this.restored = taken;
        this.latest = latest;
        // Where the source had ended, it may bring more now.
        this.frontier = frontier == Long.MAX_VALUE ? earliest(latest) : frontier;
        // In a graph that was changed, what was waited for may be due at once.
        makeReady();
    }

    private long earliest(long seen) {
        return seen == Long.MIN_VALUE ? seen : seen - lateness;
    }

    @Override
    void start() throws Exception {
        lastArrival = context().clock().nanoTime();
        source = supplier.get();
        inbox = new Inbox(Math.max(leastCapacity, source.capacity()), Thread.currentThread());
        source.start(this);
    }

    /** Whether nothing is left to take, for good. */
    boolean isFinished() {
        return finished;
    }

    /** Takes what waits, for a turn; answers how many items that were. */
    int run() {
        complete();
        if (finished) {
            return 0;
        }
        // Read before the queue is: where it is sealed, all that was accepted has its place in the queue by now.
        boolean sealed = inbox.isSealed();
        int count = 0;
        boolean empty = false;
        while (count < BATCH && mayTake()) {
            Object item = inbox.poll();
            if (item == null) {
                empty = true;
                break;
            }
            count++;
            if (item instanceof Record record) {
                take(record);
            } else {
                advanceTo(((Frontier) item).millis(), true);
            }
        }
        if (count > 0) {
            if (onTime) {
                onTime = false;
                lastArrival = context().clock().nanoTime();
            }
            if (!waiters.isEmpty()) {
                releaseWaiters();
            }
        }
        if (sealed && empty && inbox.size() == 0) {
            finished = true;
            if (ended) {
                advanceTo(Long.MAX_VALUE, true);
            }
        } else if (!empty && mayTake()) {
            makeReady();
        }
        // What comes behind the source's word that nothing comes is waited for no longer.
        complete();
        return count;
    }

    private boolean mayTake() {
        return !flow.isBlocked() && outstanding.size() < MOST_OUTSTANDING;
    }

    private void complete() {
        if (!flow.agenda().isEmpty() && hasPassed(flow.agenda().least())) {
            flow.complete();
        }
    }

    private void take(Record record) {
        counters().countIn();
        taken++;
        Timestamp time = record.time();
        long physical = time.physical();
        if (checkpointed) {
            outstanding.add(record.receipt());
        }
        if (physical > undrifted && drifts(record, physical)) {
            return;
        }
        if (observer != null) {
            observer.taken(name(), time, record);
        }
        if (physical < frontier) {
            takeLate(record);
            return;
        }
        onTime = true;
        if (physical > latest) {
            latest = physical;
            // The end is not for a record to say.
            advanceTo(Math.min(physical - lateness, Long.MAX_VALUE - 1), false);
        }
        counters().countOut();
        flow.send(outputs[0], record);
    }

    private boolean drifts(Record record, long physical) {
        Duration allowed = policy.maxDrift().orElseThrow();
        long now = context().clock().wallMillis();
        undrifted = now + allowed.toMillis();
        if (physical <= undrifted) {
            return false;
        }
        flow.begin(record);
        lose(
                record,
                new ClockException(
                        DataflowError.CLOCK_DRIFT,
                        "timestamp " + record.time() + " is " + (physical - now) + " ms ahead of the clock, "
                                + allowed.toMillis() + " ms are allowed."));
        flow.settle();
        return true;
    }

    private void takeLate(Record record) {
        counters().countLate();
        if (observer != null) {
            observer.late(name(), record, Frontier.at(frontier));
        }
        switch (policy.late()) {
            case DELIVER -> {
                counters().countOut();
                flow.send(
                        outputs[0],
                        record.withTime(new Timestamp(frontier, 0, record.time().nodeId())));
            }
            case DEAD_LETTER -> {
                flow.begin(record);
                lose(
                        record,
                        new ClockException(
                                DataflowError.LATE,
                                "timestamp " + record.time() + " is "
                                        + (frontier - record.time().physical())
                                        + " ms behind the frontier of its source."));
                flow.settle();
            }
            case DROP -> {
                counters().countDropped();
                record.receipt().release();
            }
        }
    }

    /** @param said not by a record, but by the source or a clock */
    private void advanceTo(long least, boolean said) {
        if (least <= frontier) {
            return;
        }
        frontier = least;
        if (said && observer != null) {
            observer.frontier(name(), new Frontier(least));
        }
        complete();
    }

    /** Where a source brings nothing, in how many nanoseconds the wall clock moves its frontier; 0 where it does now. */
    long untilIdle(long now) {
        if (policy.idleAfter().isEmpty() || finished) {
            return Long.MAX_VALUE;
        }
        long after = policy.idleAfter().get().toNanos();
        return Math.max(0, lastArrival + (hindered ? Math.max(after, LOOK_NANOS) : after) - now);
    }

    /** In how many milliseconds the wall clock would have passed a time that is waited for. */
    long untilPassed(long physical, long wall) {
        if (hasPassed(physical)) {
            return 0;
        }
        return physical >= Long.MAX_VALUE - lateness ? Long.MAX_VALUE : Math.max(0, physical + lateness + 1 - wall);
    }

    /** Whether nothing comes any more at that physical time. */
    boolean hasPassed(long physical) {
        return frontier > physical || frontier == Long.MAX_VALUE;
    }

    /** Follows the wall clock, having brought nothing for long enough though it could have. */
    void followClock(long now, long wall) {
        if (untilIdle(now) > 0) {
            return;
        }
        boolean couldBring = couldBring();
        if (!couldBring || hindered) {
            // What waited for it meanwhile comes now.
            hindered = !couldBring;
            lastArrival = now;
        } else if (inbox.size() == 0 && !flow.isBlocked()) {
            advanceTo(wall - lateness, true);
        }
    }

    /** Whether it is connected, and waits for no acknowledgement before it brings more. */
    private boolean couldBring() {
        Source running = source;
        return running != null
                && running.health().state() == Health.State.UP
                && outstanding.size() < running.mostUnacknowledged();
    }

    /** Whether anything that was taken since the last checkpoint is not yet acknowledged. */
    boolean isOutstanding() {
        return !outstanding.isEmpty();
    }

    /** Those that wait for their acknowledgement now, for a checkpoint that covers them. */
    ArrayDeque<Receipt> cover() {
        ArrayDeque<Receipt> covered = outstanding;
        outstanding = new ArrayDeque<>();
        return covered;
    }

    /** The checkpoint that was to cover them did not come about: the next one does. */
    void uncover(ArrayDeque<Receipt> covered) {
        covered.addAll(outstanding);
        outstanding = covered;
    }

    /** Asks the source for no more; what was accepted goes on. */
    void stop() {
        inbox.seal();
        releaseWaiters();
        signal();
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
    public boolean offer(Timestamp time, DataModel value, Origin origin, Runnable acknowledge) {
        // Asked before, too: an offer that is refused makes nothing.
        if (!inbox.hasRoom()) {
            return false;
        }
        Receipt receipt = checkpointed ? Receipt.covered(acknowledge) : Receipt.of(acknowledge);
        if (!inbox.offer(new Record(time, value, receipt, origin))) {
            return false;
        }
        signal();
        return true;
    }

    @Override
    public boolean advance(Frontier least) {
        if (!inbox.hasRoom() || !inbox.offer(least)) {
            return false;
        }
        signal();
        return true;
    }

    @Override
    public void countUnreadableTime() {
        counters().countUnreadableTimeShared();
    }

    @Override
    public long restored() {
        return restored;
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
        if (!inbox.isSealed()) {
            ended = true;
        }
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
