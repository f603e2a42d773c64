package dev.leat.endpoint.kafka;

import dev.leat.dataflow.Health;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.Timestamp;
import dev.leat.endpoint.Backoff;
import dev.leat.endpoint.RepeatedWarning;
import dev.leat.endpoint.kafka.PartitionProgress.Delivery;
import dev.leat.endpoint.kafka.PartitionProgress.InFlight;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records from topics of Kafka, read as a member of a consumer group.
 *
 * <p><b>Delivery.</b> An offset is committed when the record there and all before it in its partition are acknowledged
 * (so, behind a {@link KafkaSink}, when the brokers have what came of them), at most a second later. What is not committed
 * when this process ends is read again: at least once. Each partition's records come in their order.
 *
 * <p><b>Rebalances.</b> A partition that goes to another member is given what is under way a few seconds to be confirmed,
 * then what was confirmed is committed; the rest the other member reads again.
 *
 * <p><b>Bounds.</b> Where the graph has no room, or as much is in flight as may be, partitions are paused; this stays a
 * member of its group all the while.
 *
 * <p><b>Failures.</b> It goes on trying, for ever, with growing pauses where the brokers refuse it. Credentials and
 * certificates are read anew for each new attempt.
 *
 * <p>The logical time is that of the header {@code __ts}, or else the clock's at arrival; see {@link RecordReader} for what
 * of a record is kept.
 */
public final class KafkaSource implements Source {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int MOST_FETCHED_BYTES = 16 << 20;
    private static final long LONGEST_HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long POLL_AT_LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LEAVE_PATIENCE = Duration.ofMillis(1_500);
    private static final long REVOKE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(4);

    /** Heartbeats come every three seconds. */
    private static final long SILENCE_MILLIS = 7_000;

    private final KafkaConnectionOptions connection;
    private final KafkaSourceOptions options;
    private final RecordReader reader;
    private final RepeatedWarning failing = new RepeatedWarning(LOG, System::nanoTime);
    private final RepeatedWarning uncommitted = new RepeatedWarning(LOG, System::nanoTime);
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Wait wait = new Wait();
    private final Backoff backoff = new Backoff(
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            () -> ThreadLocalRandom.current().nextDouble());

    private volatile Health health = Health.STARTING;
    private volatile @Nullable Traffic traffic;
    private volatile @Nullable Ingress ingress;
    private volatile @Nullable Consumer<byte[], byte[]> polled;
    private volatile boolean stopped;
    private volatile boolean closed;
    private volatile boolean roomAsked;
    private @Nullable Thread thread;

    /** @param clock moved past each {@code __ts}, and asked for the time of records without one */
    public KafkaSource(KafkaConnectionOptions connection, KafkaSourceOptions options, HybridLogicalClock clock) {
        this.connection = connection;
        this.options = options;
        this.reader = new RecordReader(
                clock,
                new RepeatedWarning(LOG, System::nanoTime),
                new RepeatedWarning(LOG, System::nanoTime),
                new RepeatedWarning(LOG, System::nanoTime),
                this::countUnreadableTime);
    }

    private void countUnreadableTime() {
        Ingress open = ingress;
        if (open != null) {
            open.countUnreadableTime();
        }
    }

    /**
     * Completes when this is a member of its group for the first time. Completes with a {@link KafkaEndpointException}
     * where that will not happen, and with an {@link IllegalStateException} where this source is closed before.
     */
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    @Override
    public void start(Ingress ingress) {
        this.ingress = ingress;
        thread = Thread.ofPlatform()
                .daemon()
                .name("leat-kafka-source-" + connection.clientId())
                .start(() -> run(ingress));
    }

    /** Nothing more is read; what was read and not taken is forgotten, and comes again. */
    @Override
    public void stop() {
        stopped = true;
        wait.end();
    }

    /** Up while it is a member of its group, and hears from a broker. */
    @Override
    public Health health() {
        Health now = health;
        Traffic heard = traffic;
        if (now.state() != Health.State.UP || heard == null) {
            return now;
        }
        if (heard.isLost() || heard.silentMillis() > SILENCE_MILLIS) {
            return Health.down(new KafkaEndpointException(
                            KafkaError.CONNECTION_LOST,
                            "nothing has come from the brokers at " + connection.bootstrapServers() + " for "
                                    + heard.silentMillis() / 1000 + " s",
                            null)
                    .getMessage());
        }
        return now;
    }

    /** Commits what is confirmed, for a few seconds at most, and leaves the group. */
    @Override
    public void close() {
        closed = true;
        ready.completeExceptionally(new IllegalStateException(
                "the source was closed before it was a member of the group '" + options.groupId() + "'"));
        wait.end();
        Consumer<byte[], byte[]> consumer = polled;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread running = thread;
        if (running != null) {
            try {
                if (!running.join(CLOSE_PATIENCE)) {
                    LOG.warn("the consumer at {} does not end", connection.bootstrapServers());
                    running.interrupt();
                }
            } catch (InterruptedException interrupted) {
                running.interrupt();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(Ingress ingress) {
        while (!closed) {
            try {
                session(ingress);
            } catch (KafkaException | KafkaEndpointException failure) {
                if (closed || !goesOn(ingress, failure)) {
                    return;
                }
                pause(backoff.nextMillis());
            } catch (RuntimeException broken) {
                health = Health.down(KafkaEndpointException.reason(broken));
                ready.completeExceptionally(broken);
                ingress.fail(broken);
                return;
            }
        }
    }

    /** Whether it is worth another attempt. */
    private boolean goesOn(Ingress ingress, RuntimeException failure) {
        KafkaEndpointException reason = Failures.of(
                connection, "reading " + String.join(", ", options.topics()), failure, KafkaError.CONSUME_FAILED);
        health = Health.down(reason.getMessage());
        if (connection.failFast() && !ready.isDone()) {
            ready.completeExceptionally(reason);
            ingress.fail(reason);
            return false;
        }
        LOG.debug("reading failed", failure);
        failing.warn(reason.getMessage());
        return true;
    }

    private void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
            wait.await(left, () -> closed);
        }
    }

    private void session(Ingress ingress) {
        Map<String, Object> settings = ClientSettings.read(connection);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, options.groupId());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, options.start().name().toLowerCase(Locale.ROOT));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        // How long the partitions of a member wait that was killed.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_FETCHED_BYTES);
        // The client's heartbeat thread wakes up as often, of every source that idles.
        settings.put(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, 500L);
        // How soon partitions are found that a topic got.
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Traffic heard = new Traffic("consumer", consumer.metrics(), System::nanoTime);
        Session session = new Session(consumer, heard, ingress);
        polled = consumer;
        try {
            if (!closed) { // Else nobody wakes this consumer.
                session.requireTopics();
                traffic = heard;
                session.run();
            }
        } catch (WakeupException told) {
            LOG.debug("told to end");
        } finally {
            polled = null;
            traffic = null;
            session.leave();
        }
    }

    /** What a record takes of the memory for those in flight. */
    static int bytes(ConsumerRecord<byte[], byte[]> record) {
        int bytes = Math.max(record.serializedKeySize(), 0) + Math.max(record.serializedValueSize(), 0);
        for (Header header : record.headers()) {
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
        }
        return bytes;
    }

    /** One consumer's life. Belongs to this source's thread. */
    private final class Session implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Traffic heard;
        private final Ingress ingress;
        private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
        private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
        private final InFlight inFlight = new InFlight();
        private long lastPoll = System.nanoTime();
        private long lastCommit = lastPoll;

        private boolean leaving;

        Session(KafkaConsumer<byte[], byte[]> consumer, Traffic heard, Ingress ingress) {
            this.consumer = consumer;
            this.heard = heard;
            this.ingress = ingress;
        }

        /** Says what is wrong where the brokers do not answer, do not let this in, or have no such topic. */
        void requireTopics() {
            for (String topic : options.topics()) {
                if (partitions(topic).isEmpty()) {
                    throw new KafkaEndpointException(
                            KafkaError.TOPIC_MISSING,
                            "there is no topic '" + topic + "' at " + connection.bootstrapServers(),
                            null);
                }
            }
        }

        private List<PartitionInfo> partitions(String topic) {
            try {
                return consumer.partitionsFor(topic, connection.connectTimeout());
            } catch (TimeoutException late) {
                throw new KafkaEndpointException(
                        KafkaError.BROKER_UNREACHABLE,
                        "no answer from " + connection.bootstrapServers() + " within "
                                + connection.connectTimeout().toMillis() + " ms",
                        late);
            }
        }

        void run() {
            consumer.subscribe(options.topics(), this);
            while (!closed) {
                if (stopped || ingress.isClosed()) {
                    stopped = true;
                    waiting.clear();
                }
                if (deliver()) {
                    read();
                } else {
                    hold();
                }
                heard.look();
                commit();
            }
        }

        private void read() {
            if (stopped) {
                wait.await(LONGEST_HOLD_NANOS, () -> closed);
                poll(Duration.ZERO, true);
                return;
            }
            Set<TopicPartition> paused = consumer.paused();
            if (!paused.isEmpty()) {
                consumer.resume(paused);
            }
            poll(POLL, false);
        }

        /** Waits for room or for confirmations, and takes part in the group's life meanwhile. */
        private void hold() {
            wait.await(LONGEST_HOLD_NANOS, () -> closed || stopped || (isFull() ? canSettle() : !roomAsked));
            if (System.nanoTime() - lastPoll > POLL_AT_LEAST_NANOS) {
                poll(Duration.ZERO, true);
            }
        }

        private boolean canSettle() {
            return progress.values().stream().anyMatch(PartitionProgress::canSettle);
        }

        private void poll(Duration most, boolean paused) {
            if (paused) {
                consumer.pause(consumer.assignment());
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(most);
            lastPoll = System.nanoTime();
            for (TopicPartition partition : records.partitions()) {
                waiting.add(new Batch(partition, records.records(partition)));
            }
        }

        /** Gives the graph what waits; false where something still does. */
        private boolean deliver() {
            for (Batch batch = waiting.peek(); batch != null; batch = waiting.peek()) {
                PartitionProgress partition = progress.get(batch.partition);
                while (partition != null && batch.hasNext()) {
                    if (isFull()) {
                        settle();
                    }
                    if (isFull() || !offer(batch, partition)) {
                        return false;
                    }
                    batch.advance();
                }
                waiting.remove();
            }
            return true;
        }

        private boolean offer(Batch batch, PartitionProgress partition) {
            ConsumerRecord<byte[], byte[]> record = batch.record();
            Timestamp time = batch.time(reader);
            Delivery delivery = partition.delivery(record);
            if (ingress.offer(time, reader.read(record, time), reader.origin(record), delivery)) {
                partition.offered(delivery);
                inFlight.add(delivery);
                return true;
            }
            if (!roomAsked) {
                roomAsked = true;
                ingress.whenRoom(() -> {
                    roomAsked = false;
                    wait.end();
                });
            }
            return false;
        }

        private boolean isFull() {
            return inFlight.isAtLeast(options.maxInFlight(), options.maxInFlightBytes());
        }

        private void settle() {
            for (PartitionProgress partition : progress.values()) {
                partition.settle(inFlight);
            }
        }

        private void commit() {
            if (System.nanoTime() - lastCommit < COMMIT_NANOS) {
                return;
            }
            lastCommit = System.nanoTime();
            Map<TopicPartition, OffsetAndMetadata> offsets = toCommit(progress.keySet());
            if (!offsets.isEmpty()) {
                consumer.commitAsync(offsets, (asked, failure) -> {
                    if (failure != null) {
                        commitFailed(asked.keySet(), failure);
                    }
                });
            }
        }

        private Map<TopicPartition, OffsetAndMetadata> toCommit(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            for (TopicPartition name : partitions) {
                PartitionProgress partition = progress.get(name);
                if (partition != null) {
                    partition.settle(inFlight);
                    partition.toCommit().ifPresent(offset -> offsets.put(name, offset));
                }
            }
            return offsets;
        }

        private void commitFailed(Collection<TopicPartition> partitions, Exception failure) {
            for (TopicPartition name : partitions) {
                PartitionProgress partition = progress.get(name);
                if (partition != null) {
                    partition.commitFailed();
                }
            }
            switch (failure) {
                case RetriableCommitFailedException soon -> LOG.debug("offsets were not committed", failure);
                case RebalanceInProgressException soon -> LOG.debug("offsets were not committed", failure);
                case CommitFailedException gone -> LOG.debug("offsets were not committed", failure);
                default ->
                    uncommitted.warn(Failures.of(
                                    connection,
                                    "committing the offsets of '" + options.groupId() + "'",
                                    failure,
                                    KafkaError.COMMIT_FAILED)
                            .getMessage());
            }
        }

        private void commitNow(Collection<TopicPartition> partitions, Duration patience) {
            Map<TopicPartition, OffsetAndMetadata> offsets = toCommit(partitions);
            if (offsets.isEmpty()) {
                return;
            }
            for (boolean told = false; ; told = true) {
                try {
                    consumer.commitSync(offsets, patience);
                    return;
                } catch (WakeupException once) {
                    if (told) {
                        throw once;
                    }
                } catch (KafkaException failure) {
                    commitFailed(offsets.keySet(), failure);
                    return;
                }
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                LOG.info("group '{}' at {}: reading {}", options.groupId(), connection.bootstrapServers(), partitions);
            }
            for (TopicPartition partition : partitions) {
                progress.put(partition, new PartitionProgress(wait));
            }
            backoff.reset();
            health = Health.UP;
            ready.complete(null);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            forgetWaiting(partitions);
            long end = System.nanoTime() + REVOKE_NANOS;
            while (!closed && !leaving && !areIdle(partitions) && System.nanoTime() < end) {
                wait.await(LONGEST_HOLD_NANOS, () -> closed || canSettle());
            }
            commitNow(partitions, COMMIT_PATIENCE);
            forget(partitions);
        }

        private boolean areIdle(Collection<TopicPartition> partitions) {
            settle();
            return partitions.stream()
                    .map(progress::get)
                    .allMatch(partition -> partition == null || partition.isIdle());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            forgetWaiting(partitions);
            forget(partitions);
        }

        private void forgetWaiting(Collection<TopicPartition> partitions) {
            waiting.removeIf(batch -> partitions.contains(batch.partition));
        }

        private void forget(Collection<TopicPartition> partitions) {
            for (TopicPartition name : partitions) {
                PartitionProgress partition = progress.remove(name);
                if (partition != null) {
                    partition.abandon(inFlight);
                }
            }
        }

        void leave() {
            leaving = true;
            try {
                commitNow(List.copyOf(progress.keySet()), LEAVE_PATIENCE);
            } catch (KafkaException failure) {
                LOG.debug("offsets were not committed", failure);
            }
            try {
                consumer.close(CloseOptions.timeout(LEAVE_PATIENCE));
            } catch (KafkaException failure) {
                LOG.debug("the group was not left", failure);
            }
        }
    }

    /** What one poll brought of one partition. */
    private static final class Batch {

        private final TopicPartition partition;
        private final List<ConsumerRecord<byte[], byte[]>> records;
        private int position;

        /** Of the next record, found out once however often it is offered. */
        private @Nullable Timestamp time;

        Batch(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
            this.partition = partition;
            this.records = records;
        }

        boolean hasNext() {
            return position < records.size();
        }

        ConsumerRecord<byte[], byte[]> record() {
            return records.get(position);
        }

        Timestamp time(RecordReader reader) {
            if (time == null) {
                time = reader.time(record());
            }
            return time;
        }

        void advance() {
            position++;
            time = null;
        }
    }
}
