package dev.leat.endpoint.kafka;

import java.util.List;

/**
 * What a source reads.
 *
 * @param topics at least one
 * @param groupId of the consumer group: brokers keep under it how far was read, and divide partitions among its members
 * @param start where to begin with a partition of which the group has no offset
 * @param maxInFlight how many records may be read and not confirmed; 1 to 10,000,000
 * @param maxInFlightBytes how many bytes of keys, values and headers they may have, beyond a single record; at least 1
 */
public record KafkaSourceOptions(
        List<String> topics, String groupId, Start start, int maxInFlight, long maxInFlightBytes) {

    private static final int MOST_IN_FLIGHT = 10_000_000;

    /** Where reading begins. */
    public enum Start {
        /** With the oldest record that the broker has. */
        EARLIEST,
        /** With what is written from now on. What is written while a new partition is not known yet is not read. */
        LATEST
    }

    /**
     * @throws IllegalArgumentException that names the value that is out of its range
     * @throws KafkaEndpointException {@link KafkaError#TOPIC_INVALID}
     */
    public KafkaSourceOptions {
        topics = topics.stream().map(Topics::check).distinct().toList();
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a Kafka source needs a topic");
        }
        if (groupId.isBlank()) {
            throw new IllegalArgumentException("a Kafka source needs a consumer group");
        }
        if (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT) {
            throw new IllegalArgumentException(
                    "maxInFlight must be between 1 and " + MOST_IN_FLIGHT + ", not " + maxInFlight);
        }
        if (maxInFlightBytes < 1) {
            throw new IllegalArgumentException("maxInFlightBytes must be positive, not " + maxInFlightBytes);
        }
    }

    /** From the oldest record on, with at most 20,000 records and 64 MiB in flight. */
    public static KafkaSourceOptions of(String groupId, String... topics) {
        return new KafkaSourceOptions(List.of(topics), groupId, Start.EARLIEST, 20_000, 64L << 20);
    }

    public KafkaSourceOptions withStart(Start start) {
        return new KafkaSourceOptions(topics, groupId, start, maxInFlight, maxInFlightBytes);
    }

    public KafkaSourceOptions withMaxInFlight(int maxInFlight, long maxInFlightBytes) {
        return new KafkaSourceOptions(topics, groupId, start, maxInFlight, maxInFlightBytes);
    }
}
