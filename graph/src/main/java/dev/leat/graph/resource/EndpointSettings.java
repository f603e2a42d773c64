package dev.leat.graph.resource;

import java.util.Optional;

/** How a {@link DataflowEndpoint} is reached. Defaults are the product's. */
public sealed interface EndpointSettings {

    EndpointType type();

    /**
     * An MQTT broker.
     *
     * @param host {@code host:port}, with a path where WebSockets need one
     * @param clientIdPrefix what client IDs begin with
     * @param keepAliveSeconds 0 to 65535
     * @param maxInflightMessages 1 to 65535; the receive maximum of a source, and how much a destination has under way
     * @param qos 0 or 1
     * @param sessionExpirySeconds 0 to 4294967295
     */
    record Mqtt(
            Placed host,
            Optional<String> clientIdPrefix,
            MqttProtocol protocol,
            int keepAliveSeconds,
            Retain retain,
            int maxInflightMessages,
            int qos,
            long sessionExpirySeconds,
            Tls tls,
            CloudEventAttributes cloudEventAttributes,
            EndpointAuthentication authentication)
            implements EndpointSettings {

        /** The local broker. */
        public static final String DEFAULT_HOST = "aio-broker:18883";

        @Override
        public EndpointType type() {
            return EndpointType.MQTT;
        }
    }

    /** What MQTT travels on. */
    enum MqttProtocol {
        MQTT,
        WEB_SOCKETS
    }

    /** Whether messages keep their retain flag, from MQTT to MQTT. */
    enum Retain {
        KEEP,
        NEVER
    }

    /** What happens to a message's CloudEvents attributes. */
    enum CloudEventAttributes {
        PROPAGATE,
        CREATE_OR_REMAP
    }

    /**
     * A Kafka cluster.
     *
     * @param host {@code host:port}, or several of them with commas between
     * @param consumerGroupId what a source needs
     * @param partitionKeyProperty the user property that is the key, with {@link PartitionStrategy#PROPERTY}
     */
    record Kafka(
            Placed host,
            Optional<String> consumerGroupId,
            Compression compression,
            Acks acks,
            PartitionStrategy partitionStrategy,
            Optional<String> partitionKeyProperty,
            KafkaBatching batching,
            boolean copyMqttProperties,
            Tls tls,
            CloudEventAttributes cloudEventAttributes,
            EndpointAuthentication authentication)
            implements EndpointSettings {

        @Override
        public EndpointType type() {
            return EndpointType.KAFKA;
        }
    }

    /** How Kafka's batches are compressed. */
    enum Compression {
        NONE,
        GZIP,
        SNAPPY,
        LZ4
    }

    /** Which replicas confirm a Kafka record. */
    enum Acks {
        ALL,
        ONE,
        ZERO
    }

    /** How a Kafka record's partition is found. */
    enum PartitionStrategy {
        /** The producer's own way. */
        DEFAULT,
        /** By the number of the instance. */
        STATIC,
        /** The MQTT topic is the key. */
        TOPIC,
        /** A user property is the key. */
        PROPERTY
    }

    /**
     * How Kafka records are gathered.
     *
     * @param latencyMs 0 to 65535
     */
    record KafkaBatching(boolean enabled, int latencyMs, int maxBytes, int maxMessages) {}

    /**
     * An OpenTelemetry collector, by OTLP over gRPC.
     *
     * @param host {@code host:port}, with or without {@code http://} or {@code https://}
     * @param latencySeconds 0 to 65535
     */
    record OpenTelemetry(
            Placed host, int latencySeconds, int maxMessages, Tls tls, EndpointAuthentication authentication)
            implements EndpointSettings {

        @Override
        public EndpointType type() {
            return EndpointType.OPEN_TELEMETRY;
        }
    }

    /** A type that Leat reads by name and does not run. */
    record NotRun(EndpointType type) implements EndpointSettings {}
}
