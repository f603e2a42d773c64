package dev.leat.endpoint.kafka;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Egress;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.Backoff;
import dev.leat.endpoint.RepeatedWarning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to a topic of Kafka, in order, and confirms each when as many brokers have it as
 * {@link KafkaSinkOptions#acks} says.
 *
 * <p><b>Order.</b> Records of one partition are written in the order in which they came. With {@code acks} ALL, what the
 * producer sends again is written once.
 *
 * <p><b>Failures.</b> While brokers do not answer, everything waits and is sent again, for ever, in its order. Where they
 * refuse this client (who it is, what it may do, a topic that is not there), it tries again with growing pauses, a new
 * producer, and credentials read anew; the destination may then see some records twice. A record that brokers will never
 * take (too large, a time that the topic does not allow) fails by itself.
 *
 * <p><b>Bounds.</b> At most {@code maxInFlight} records of {@code bufferBytes} together wait or are under way.
 *
 * <p>A record whose message has expired is dropped and confirmed: it was to be worth nothing by then.
 */
public final class KafkaSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);

    private static final int BATCH = 512;

    /** The client reserves as much for each partition that it writes to, and larger batches gain nothing. */
    private static final int MOST_BATCH_BYTES = 1 << 18;

    private static final long LOOK_MILLIS = 1_000;
    private static final long SILENCE_MILLIS = 5_000;

    /** After this long without an answer, a new producer finds out why. */
    private static final long STALL_MILLIS = 60_000;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(3);

    /** What the client adds to a record, and what its batches take beside the records in them, at most. */
    private static final int OVERHEAD_BYTES = 100;

    private final KafkaConnectionOptions connection;
    private final KafkaSinkOptions options;
    private final InstantSource wallClock;
    private final RecordWriter writer;
    private final RepeatedWarning failing = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning tooLate = new RepeatedWarning(LOG, System::nanoTime);
    private final AtomicLong expired = new AtomicLong();
    private final Backoff backoff = new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            () -> ThreadLocalRandom.current().nextDouble());

    private final Object lock = new Object();

    // Guarded by the lock.
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final ArrayDeque<Pending> sent = new ArrayDeque<>();
    private long heldBytes;
    private @Nullable Throwable broken;

    private volatile Health health = Health.STARTING;
    private volatile @Nullable Traffic traffic;
    private volatile long lastAnswer;

    /** Whether something was written since the last attempt began. */
    private volatile boolean answers;

    private volatile @Nullable Egress egress;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /** A record until it is answered. */
    private static final class Pending {

        private final Record record;
        private final Confirmation confirmation;
        private final int bytes;

        /** Guarded by the lock. */
        private boolean answered;

        Pending(Record record, Confirmation confirmation, int bytes) {
            this.record = record;
            this.confirmation = confirmation;
            this.bytes = bytes;
        }
    }

    public KafkaSink(KafkaConnectionOptions connection, KafkaSinkOptions options) {
        this(connection, options, InstantSource.system());
    }

    KafkaSink(KafkaConnectionOptions connection, KafkaSinkOptions options, InstantSource wallClock) {
        this.connection = connection;
        this.options = options;
        this.wallClock = wallClock;
        this.writer = new RecordWriter(options, wallClock);
    }

    @Override
    public void start(Egress egress) {
        this.egress = egress;
        thread = Thread.ofPlatform()
                .daemon()
                .name("leat-kafka-sink-" + connection.clientId())
                .start(this::run);
    }

    @Override
    public boolean offer(Record record, Confirmation confirmation) {
        int bytes = bytes(record);
        synchronized (lock) {
            int held = waiting.size() + sent.size();
            if (held >= options.maxInFlight() || (held > 0 && heldBytes + bytes > options.bufferBytes())) {
                return false;
            }
            if (held == 0) {
                lastAnswer = System.nanoTime();
            }
            waiting.add(new Pending(record, confirmation, bytes));
            heldBytes += bytes;
        }
        return true;
    }

    @Override
    public void flush() {
        synchronized (lock) {
            if (!waiting.isEmpty()) {
                lock.notifyAll();
            }
        }
    }

    /** How many records were dropped and confirmed as their messages had expired. From any thread. */
    public long expired() {
        return expired.get();
    }

    /** Up once the topic was found, while brokers answer. */
    @Override
    public Health health() {
        Health now = health;
        Traffic heard = traffic;
        if (now.state() != Health.State.UP || heard == null) {
            return now;
        }
        heard.look();
        long silent = silentMillis();
        if (silent > SILENCE_MILLIS || heard.isLost()) {
            return Health.down(lost(Math.max(silent, heard.silentMillis())).getMessage());
        }
        return now;
    }

    private KafkaEndpointException lost(long silentMillis) {
        return new KafkaEndpointException(
                KafkaError.CONNECTION_LOST,
                "no answer from the brokers at " + connection.bootstrapServers() + " for " + silentMillis / 1000 + " s",
                null);
    }

    /** How long records have been waiting for an answer, any. */
    private long silentMillis() {
        synchronized (lock) {
            return waiting.isEmpty() && sent.isEmpty()
                    ? 0
                    : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastAnswer);
        }
    }

    @Override
    public void close() {
        closed = true;
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
                LOG.warn("the producer at {} does not end", connection.bootstrapServers());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                session();
            } catch (InterruptedException | InterruptException told) {
                LOG.debug("told to end", told);
            } catch (KafkaException | KafkaEndpointException failure) {
                if (!closed && !goesOn(failure)) {
                    return;
                }
                pause(backoff.nextMillis());
            } catch (RuntimeException failure) {
                health = Health.down(KafkaEndpointException.reason(failure));
                fail(failure);
                return;
            }
        }
    }

    /** Whether it is worth another attempt. */
    private boolean goesOn(RuntimeException failure) {
        KafkaEndpointException reason =
                Failures.of(connection, "writing to '" + options.topic() + "'", failure, KafkaError.SEND_FAILED);
        boolean first = health.equals(Health.STARTING);
        health = Health.down(reason.getMessage());
        if (connection.failFast() && first) {
            fail(reason);
            return false;
        }
        if (answers) {
            answers = false;
            backoff.reset();
        }
        LOG.debug("writing failed", failure);
        failing.warn(reason.getMessage());
        return true;
    }

    private void fail(Throwable reason) {
        Egress open = egress;
        if (open != null && !closed) {
            open.fail(reason);
        }
    }

    private void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (lock) {
            for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, Math.max(left, 1_000_000));
                } catch (InterruptedException told) {
                    return; // By close.
                }
            }
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = ClientSettings.read(connection);
        KafkaSinkOptions.Batching batching = options.batching();
        settings.put(ProducerConfig.ACKS_CONFIG, options.acks().setting());
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, options.acks() == KafkaSinkOptions.Acks.ALL);
        // One by one, also with the numbers of idempotence: to a partition that knows nothing of this producer yet, a
        // later
        // request may be written while the first is refused (no leader yet), and then the first never is.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, connection.connectTimeout().toMillis());
        settings.put(
                ProducerConfig.COMPRESSION_TYPE_CONFIG, options.compression().setting());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, batching.latencyMillis());
        settings.put(
                ProducerConfig.BATCH_SIZE_CONFIG,
                batching.maxMessages() == 1 ? 0 : Math.min(batching.maxBytes(), MOST_BATCH_BYTES));
        // The sink's own bound comes first; the brokers say what is too large.
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * options.bufferBytes());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, options.bufferBytes());
        return settings;
    }

    private void session() throws InterruptedException {
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer());
        try {
            Traffic heard = new Traffic("producer", producer.metrics(), System::nanoTime);
            Session session = new Session(producer, partitions(producer, heard));
            traffic = heard;
            health = Health.UP;
            session.run();
        } finally {
            traffic = null;
            // What it was about to send is sent by the next one, or not confirmed.
            producer.close(Duration.ZERO);
        }
    }

    private int partitions(KafkaProducer<byte[], byte[]> producer, Traffic heard) {
        try {
            return producer.partitionsFor(options.topic()).size();
        } catch (TimeoutException late) {
            if (heard.hasHeard() && !heard.isLost()) {
                throw new KafkaEndpointException(
                        KafkaError.TOPIC_MISSING,
                        "there is no topic '" + options.topic() + "' at " + connection.bootstrapServers(),
                        late);
            }
            throw new KafkaEndpointException(
                    KafkaError.BROKER_UNREACHABLE,
                    "no answer from " + connection.bootstrapServers() + " within "
                            + connection.connectTimeout().toMillis() + " ms",
                    late);
        }
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

    private void answer(Pending pending, @Nullable Throwable refused) {
        synchronized (lock) {
            if (pending.answered) {
                return;
            }
            pending.answered = true;
            heldBytes -= pending.bytes;
            lastAnswer = System.nanoTime();
            // Room is made in order, so that a partition that is stuck does not make this grow.
            for (Pending first = sent.peek(); first != null && first.answered; first = sent.peek()) {
                sent.remove();
            }
        }
        if (refused == null) {
            pending.confirmation.done();
        } else {
            pending.confirmation.failed(refused);
        }
    }

    private static boolean isFinal(Exception failure) {
        return switch (failure) {
            case RecordTooLargeException tooLarge -> true;
            case RecordBatchTooLargeException tooLarge -> true;
            case InvalidTimestampException invalid -> true;
            case InvalidRecordException invalid -> true;
            case CorruptRecordException invalid -> true;
            case PolicyViolationException refused -> true;
            default -> false;
        };
    }

    /** One producer's life. Belongs to this sink's thread; answers come from the producer's. */
    private final class Session {

        private final KafkaProducer<byte[], byte[]> producer;
        private final int partitions;
        private final Thread sender = Thread.currentThread();
        private int sinceFlush;
        private @Nullable Exception notTaken;

        Session(KafkaProducer<byte[], byte[]> producer, int partitions) {
            this.producer = producer;
            this.partitions = partitions;
        }

        void run() throws InterruptedException {
            sendAll(again());
            while (!closed) {
                sendAll(next());
            }
        }

        /** What an earlier producer did not get answered, in its order. */
        private List<Pending> again() {
            synchronized (lock) {
                broken = null;
                lastAnswer = System.nanoTime();
                return sent.stream().filter(pending -> !pending.answered).toList();
            }
        }

        private List<Pending> next() throws InterruptedException {
            synchronized (lock) {
                while (waiting.isEmpty() && broken == null && !closed) {
                    if (sent.isEmpty()) {
                        lock.wait();
                    } else {
                        lock.wait(LOOK_MILLIS);
                        requireAnswers();
                    }
                }
                throwIfBroken();
                int count = closed ? 0 : Math.min(waiting.size(), BATCH);
                List<Pending> batch = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    Pending pending = waiting.remove();
                    batch.add(pending);
                    sent.add(pending);
                }
                return batch;
            }
        }

        private void requireAnswers() {
            long silent = silentMillis();
            if (silent > STALL_MILLIS) {
                throw lost(silent);
            }
        }

        private void throwIfBroken() {
            Throwable failure;
            synchronized (lock) {
                failure = broken;
            }
            if (failure instanceof RuntimeException reason) {
                throw reason;
            }
            if (failure != null) {
                throw new KafkaException(failure);
            }
        }

        private void sendAll(List<Pending> batch) {
            for (Pending pending : batch) {
                if (closed) {
                    return;
                }
                send(pending);
                if (++sinceFlush >= options.batching().maxMessages()
                        && options.batching().maxMessages() > 1) {
                    producer.flush();
                    sinceFlush = 0;
                }
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // The callback hears of it.
        private void send(Pending pending) {
            if (pending.record.origin().isExpired(wallClock.millis())) {
                expired.incrementAndGet();
                tooLate.warn(KafkaError.MESSAGE_EXPIRED.code() + ": a message of '"
                        + pending.record.origin().topic().asUtf8() + "' expired before the brokers at "
                        + connection.bootstrapServers() + " had it, and was dropped. "
                        + KafkaError.MESSAGE_EXPIRED.hint());
                answer(pending, null);
                return;
            }
            ProducerRecord<byte[], byte[]> record;
            try {
                record = writer.write(pending.record, partitions);
            } catch (IllegalArgumentException impossible) {
                answer(pending, refused(impossible));
                return;
            }
            do {
                throwIfBroken();
                notTaken = null;
                producer.send(record, (written, failure) -> completed(pending, failure));
                if (notTaken != null) {
                    failing.warn(lost(silentMillis()).getMessage());
                    requireAnswers();
                }
            } while (notTaken != null && !closed);
        }

        private KafkaEndpointException refused(Exception reason) {
            return new KafkaEndpointException(
                    KafkaError.RECORD_REFUSED,
                    "the brokers at " + connection.bootstrapServers() + " do not take a record for '" + options.topic()
                            + "': " + KafkaEndpointException.reason(reason),
                    reason);
        }

        @SuppressWarnings("ReferenceEquality") // A thread is itself alone.
        private void completed(Pending pending, @Nullable Exception failure) {
            if (failure == null) {
                answers = true;
                answer(pending, null);
            } else if (isFinal(failure)) {
                answer(pending, refused(failure));
            } else if (failure instanceof TimeoutException && Thread.currentThread() == sender) {
                notTaken = failure; // It had no place for it yet.
            } else {
                synchronized (lock) {
                    if (broken == null) {
                        broken = failure;
                        lock.notifyAll();
                    }
                }
            }
        }
    }
}
