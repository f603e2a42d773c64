package dev.leat.endpoint.otel;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.RepeatedWarning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the metrics and logs that messages hold to an OpenTelemetry collector, with OTLP over gRPC, and confirms a message
 * when the collector has all of it. What a message may hold is on the page docs/otel.md.
 *
 * <p><b>Metrics.</b> Counters, up-down counters and histograms are cumulative: each batch brings, for each series that it
 * touches, one point with all values since this sink began. An export that is sent again counts once. Each value of a gauge
 * is a point of its own.
 *
 * <p><b>Batches</b> go out one after the other: where there are {@code maxMessages}, where the first has waited for
 * {@code latency}, where no more may wait, where the graph ends, and where the flow of messages stops: the source may be
 * waiting for confirmations.
 *
 * <p><b>Failures.</b> While the collector does not answer, is busy, or refuses this client, everything waits and is sent
 * again, for ever, over a new connection where need be, with a token read anew. A message that is not what it must be fails
 * by itself; an export that the collector will never take fails with all messages in it, and nothing of it is counted.
 *
 * <p><b>Bounds.</b> At most {@code maxInFlight} messages of {@code bufferBytes} together wait or are under way.
 *
 * <p>A record whose message has expired is dropped and confirmed: it was to be worth nothing by then.
 */
public final class OtelSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(OtelSink.class);

    private static final int TAKEN_AT_ONCE = 512;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    /** What a message takes beside its content, at least. */
    private static final int OVERHEAD_BYTES = 200;

    /** What each metric and each line takes beside their content, at least. */
    private static final int ENTRY_BYTES = 200;

    /** The flow of messages stops where none came for so long, and for so many times the mean of what lay between them. */
    private static final Duration LEAST_LULL = Duration.ofMillis(100);

    private static final int LULL_GAPS = 20;

    private final OtelConnectionOptions connection;
    private final OtelSinkOptions options;
    private final InstantSource wallClock;
    private final Duration leastLull;
    private final Protocol protocol;
    private final Instruments instruments;
    private final Exporter exporter;
    private final RepeatedWarning tooLate = new RepeatedWarning(LOG, System::nanoTime);
    private final AtomicLong expired = new AtomicLong();

    private final Object lock = new Object();

    // Guarded by the lock.
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private int held;
    private long heldBytes;

    /** A message was refused for want of room. */
    private boolean full;

    /** Nothing more comes. */
    private boolean draining;

    private volatile @Nullable Egress egress;
    private volatile boolean closed;
    private @Nullable Thread thread;

    // These belong to the sink's thread.
    private long start;
    private long lastTime;

    public OtelSink(OtelConnectionOptions connection, OtelSinkOptions options) {
        this(connection, options, InstantSource.system(), LEAST_LULL);
    }

    /** @param leastLull how long nothing comes where the flow of messages has stopped, at least */
    OtelSink(OtelConnectionOptions connection, OtelSinkOptions options, InstantSource wallClock, Duration leastLull) {
        this.connection = connection;
        this.options = options;
        this.wallClock = wallClock;
        this.leastLull = leastLull;
        this.protocol = new Protocol(options);
        this.instruments = new Instruments(options.maxSeries());
        this.exporter = new Exporter(connection, protocol);
    }

    @Override
    public void start(Egress egress) {
        this.egress = egress;
        start = nanoseconds(wallClock.instant());
        lastTime = start;
        thread = Thread.ofPlatform()
                .daemon()
                .name("leat-otel-sink-" + connection.host())
                .start(this::run);
    }

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        int bytes = bytes(record);
        synchronized (lock) {
            if (held >= options.maxInFlight() || (held > 0 && heldBytes + bytes > options.bufferBytes())) {
                full = true;
                lock.notifyAll();
                return false;
            }
            held++;
            heldBytes += bytes;
            waiting.add(new Pending(record, confirmation, bytes));
        }
        return true;
    }

    @Override
    public void flush() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    @Override
    public void drain() {
        synchronized (lock) {
            draining = true;
            lock.notifyAll();
        }
    }

    /** How many records were dropped and confirmed as their messages had expired. From any thread. */
    public long expired() {
        return expired.get();
    }

    /** How many points and lines the collector dropped of exports that it took. From any thread. */
    public long rejected() {
        return exporter.rejected();
    }

    /** What all messages that are not answered take of the memory. */
    long heldBytes() {
        synchronized (lock) {
            return heldBytes;
        }
    }

    /** Up once the collector has answered, while it takes what it gets. */
    @Override
    public Health health() {
        return exporter.health();
    }

    @Override
    public void close() {
        closed = true;
        exporter.end();
        Thread running = thread;
        if (running == null) {
            return;
        }
        synchronized (lock) {
            lock.notifyAll();
        }
        running.interrupt();
        try {
            if (!running.join(CLOSE_PATIENCE)) {
                LOG.warn("the connection to {} does not end", connection.address());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        exporter.open();
        try {
            // Whoever has nothing to send yet wants to know, too, whether it could be sent.
            exporter.deliver(new Part.Metrics(List.of()));
            while (!closed) {
                deliver(gather());
            }
        } catch (InterruptedException told) {
            LOG.debug("told to end", told);
        } catch (RuntimeException failure) {
            exporter.fail(failure);
            fail(failure);
        } finally {
            exporter.close();
        }
    }

    private void fail(Throwable reason) {
        Egress open = egress;
        if (open != null && !closed) {
            open.fail(reason);
        }
    }

    private static long nanoseconds(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** What a record takes of the memory. */
    private static int bytes(Record record) {
        return OVERHEAD_BYTES
                + switch (record.value()) {
                    case Message message -> {
                        int bytes = message.payload().length();
                        for (UserProperty property : message.properties()) {
                            bytes += property.key().length() + property.value().length();
                        }
                        yield bytes;
                    }
                    case Snapshot snapshot -> snapshot.frame().length();
                    case Bytes bytes -> bytes.length();
                };
    }

    /** A batch that is due; an empty one where the sink is to end. */
    private Batch gather() throws InterruptedException {
        Batch batch = new Batch(instruments, options.maxRequestBytes() - protocol.emptyBytes());
        Tempo tempo = new Tempo(options.batching().latency().toNanos(), leastLull.toNanos(), LULL_GAPS);
        while (!closed) {
            List<Pending> taken = take(batch.messages().size(), tempo);
            if (taken.isEmpty()) {
                return batch;
            }
            for (Pending message : taken) {
                add(batch, message);
            }
        }
        return batch;
    }

    /** Waits for messages; none where the batch is due. */
    private List<Pending> take(int size, Tempo tempo) throws InterruptedException {
        synchronized (lock) {
            while (!closed && size < options.batching().maxMessages() && !(size > 0 && isLate(tempo))) {
                if (!waiting.isEmpty()) {
                    int count = Math.min(
                            Math.min(waiting.size(), TAKEN_AT_ONCE),
                            options.batching().maxMessages() - size);
                    List<Pending> taken = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        taken.add(waiting.remove());
                    }
                    tempo.came(System.nanoTime(), count);
                    return taken;
                }
                if (size == 0) {
                    full = false;
                    tempo.reset();
                    lock.wait();
                    continue;
                }
                long left = full || draining ? 0 : tempo.untilDue(System.nanoTime());
                if (left <= 0) {
                    break;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
            }
            full = false;
            return List.of();
        }
    }

    private static boolean isLate(Tempo tempo) {
        return tempo.untilDue(System.nanoTime()) <= 0;
    }

    private void add(Batch batch, Pending message) {
        if (message.record().origin().isExpired(wallClock.millis())) {
            expired.incrementAndGet();
            tooLate.warn(OtelError.MESSAGE_EXPIRED.code() + ": a message of '"
                    + message.record().origin().topic().asUtf8() + "' expired before the collector at "
                    + connection.address() + " had it, and was dropped. " + OtelError.MESSAGE_EXPIRED.hint());
            answer(message);
            return;
        }
        try {
            Payload payload = switch (message.record().value()) {
                case Message content -> PayloadReader.read(content.payload().unsafeArray());
                case Bytes bytes -> PayloadReader.read(bytes.unsafeArray());
                case Snapshot snapshot -> throw new InvalidMessageException("it is a picture, no message");
            };
            batch.add(message, payload, nanoseconds(wallClock.instant()));
            grow(message, payload.metrics().size() + payload.logs().size());
        } catch (InvalidMessageException invalid) {
            message.refuse(new OtelEndpointException(
                    invalid.error(),
                    "a message of '" + message.record().origin().topic().asUtf8() + "' cannot be sent: "
                            + invalid.getMessage(),
                    invalid));
            answer(message);
        }
    }

    private void grow(Pending message, int entries) {
        synchronized (lock) {
            message.grow(entries * ENTRY_BYTES);
            heldBytes += (long) entries * ENTRY_BYTES;
        }
    }

    private void answer(Pending message) {
        synchronized (lock) {
            held--;
            heldBytes -= message.bytes();
            full = false;
        }
        message.answer();
    }

    /** Until all of it is delivered or refused. */
    private void deliver(Batch batch) throws InterruptedException {
        lastTime = Math.max(lastTime, nanoseconds(wallClock.instant()));
        ArrayDeque<Part> parts = new ArrayDeque<>(
                Part.of(batch.entries(start, lastTime), protocol.emptyBytes(), options.maxRequestBytes()));
        for (Part part = parts.poll(); part != null; part = parts.poll()) {
            if (!exporter.deliver(part)) {
                part.halves().reversed().forEach(parts::addFirst);
            }
        }
        batch.messages().forEach(this::answer);
    }
}
