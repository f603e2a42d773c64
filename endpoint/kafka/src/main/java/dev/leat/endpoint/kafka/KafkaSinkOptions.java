package dev.leat.endpoint.kafka;

import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import java.util.Optional;

/**
 * What a sink writes, and how.
 *
 * @param topic where records go
 * @param acks whose word counts
 * @param compression of batches
 * @param partitioning how a record finds its partition
 * @param batching how records are gathered
 * @param copyMqttProperties whether a message's MQTT properties and user properties become headers
 * @param headers changes to the user properties, after all others
 * @param cloudEvents attributes of CloudEvents, where they are wanted
 * @param maxInFlight how many records may wait or be under way; 1 to 10,000,000
 * @param bufferBytes how many bytes they may have, beyond a single record; 1 MiB to 1 GiB
 */
public record KafkaSinkOptions(
        String topic,
        Acks acks,
        Compression compression,
        Partitioning partitioning,
        Batching batching,
        boolean copyMqttProperties,
        Headers headers,
        Optional<CloudEvents> cloudEvents,
        int maxInFlight,
        int bufferBytes) {

    private static final int MOST_IN_FLIGHT = 10_000_000;
    private static final int LEAST_BUFFER = 1 << 20;
    private static final int MOST_BUFFER = 1 << 30;

    /** Which replicas must have a record before it counts as written. */
    public enum Acks {
        /** All that are in sync. What is sent again is written once. */
        ALL("all"),
        /** The leader: what it has and no replica yet is lost with it. */
        ONE("1"),
        /** None: what is sent counts as written, and may be lost. */
        ZERO("0");

        private final String setting;

        Acks(String setting) {
            this.setting = setting;
        }

        String setting() {
            return setting;
        }
    }

    /** How batches are compressed. */
    public enum Compression {
        NONE("none"),
        GZIP("gzip"),
        SNAPPY("snappy"),
        LZ4("lz4");

        private final String setting;

        Compression(String setting) {
            this.setting = setting;
        }

        String setting() {
            return setting;
        }
    }

    /** How a record finds its partition. Records of one key go to one partition, where their order is kept. */
    public sealed interface Partitioning {

        /** The producer's own way with records without a key: batch by batch to another partition. */
        Partitioning DEFAULT = new Default();

        /** The MQTT topic that the message came by is the key. */
        Partitioning BY_TOPIC = new ByTopic();

        /** See {@link #DEFAULT}. */
        record Default() implements Partitioning {}

        /**
         * One partition for all that this instance writes.
         *
         * @param instance its number; taken modulo the number of partitions
         */
        record Static(int instance) implements Partitioning {

            public Static {
                if (instance < 0) {
                    throw new IllegalArgumentException("an instance's number must not be negative: " + instance);
                }
            }
        }

        /** See {@link #BY_TOPIC}. */
        record ByTopic() implements Partitioning {}

        /**
         * The value of a user property is the key; a message without it has none.
         *
         * @param key of the user property; {@code Key} for what a Kafka source had as key
         */
        record ByProperty(String key) implements Partitioning {}
    }

    /**
     * How records are gathered before they are sent.
     *
     * @param latencyMillis how long the first one waits for others; 0 to 65,535
     * @param maxBytes of a batch; at least 1, and no more than 256 KiB are gathered. A larger record goes alone
     * @param maxMessages in a batch; at least 1
     */
    public record Batching(int latencyMillis, int maxBytes, int maxMessages) {

        /** 5 ms, 1,000,000 bytes, 100,000 messages. */
        public static final Batching DEFAULT = new Batching(5, 1_000_000, 100_000);

        /** Each record goes alone, at once. */
        public static final Batching NONE = new Batching(0, 1_000_000, 1);

        public Batching {
            if (latencyMillis < 0 || latencyMillis > 0xFFFF) {
                throw new IllegalArgumentException("latency must be between 0 and 65535 ms, not " + latencyMillis);
            }
            if (maxBytes < 1 || maxMessages < 1) {
                throw new IllegalArgumentException(
                        "a batch must hold at least 1 byte and 1 message, not " + maxBytes + " and " + maxMessages);
            }
        }
    }

    /**
     * @throws IllegalArgumentException that names the value that is out of its range
     * @throws KafkaEndpointException {@link KafkaError#TOPIC_INVALID}
     */
    public KafkaSinkOptions {
        Topics.check(topic);
        if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "maxInFlight must be between 1 and " + MOST_IN_FLIGHT + ", not " + maxInFlight);
        }
        if (bufferBytes < LEAST_BUFFER || bufferBytes > MOST_BUFFER) {
            throw new IllegalArgumentException("bufferBytes must be between 1 MiB and 1 GiB, not " + bufferBytes);
        }
    }

    /**
     * All replicas, no compression, the producer's own partitions, {@link Batching#DEFAULT}, properties as headers, at most
     * 20,000 records and 32 MiB under way.
     */
    public static KafkaSinkOptions to(String topic) {
        return new KafkaSinkOptions(
                topic,
                Acks.ALL,
                Compression.NONE,
                Partitioning.DEFAULT,
                Batching.DEFAULT,
                true,
                Headers.NONE,
                Optional.empty(),
                20_000,
                32 << 20);
    }

    public KafkaSinkOptions withAcks(Acks acks) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withCompression(Compression compression) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withPartitioning(Partitioning partitioning) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withBatching(Batching batching) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withCopyMqttProperties(boolean copyMqttProperties) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withHeaders(Headers headers) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withCloudEvents(CloudEvents cloudEvents) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                Optional.of(cloudEvents),
                maxInFlight,
                bufferBytes);
    }

    public KafkaSinkOptions withMaxInFlight(int maxInFlight, int bufferBytes) {
        return new KafkaSinkOptions(
                topic,
                acks,
                compression,
                partitioning,
                batching,
                copyMqttProperties,
                headers,
                cloudEvents,
                maxInFlight,
                bufferBytes);
    }
}
