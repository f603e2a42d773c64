package dev.leat.graph.resource;

import dev.leat.graph.resource.AuthenticationReader.Method;
import dev.leat.graph.resource.EndpointSettings.Acks;
import dev.leat.graph.resource.EndpointSettings.CloudEventAttributes;
import dev.leat.graph.resource.EndpointSettings.Compression;
import dev.leat.graph.resource.EndpointSettings.Kafka;
import dev.leat.graph.resource.EndpointSettings.KafkaBatching;
import dev.leat.graph.resource.EndpointSettings.PartitionStrategy;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads {@code kafkaSettings}. */
final class KafkaReader {

    private static final Words<Compression> COMPRESSIONS = Words.of(Compression.class);
    private static final Words<Acks> ACKS = Words.of(Acks.class);
    private static final Words<PartitionStrategy> STRATEGIES = Words.of(PartitionStrategy.class);
    private static final Set<Method> METHODS = EnumSet.of(
            Method.SYSTEM_ASSIGNED_MANAGED_IDENTITY,
            Method.USER_ASSIGNED_MANAGED_IDENTITY,
            Method.SASL,
            Method.X509_CERTIFICATE,
            Method.ANONYMOUS);
    private static final int LATENCY_MS = 5;
    private static final int MAX_BYTES = 1_000_000;
    static final int MAX_MESSAGES = 100_000;
    private static final int MOST_HOSTS = 32;

    private KafkaReader() {}

    static Optional<EndpointSettings> read(Fields endpoint) {
        return endpoint.requiredObject(
                        EndpointType.KAFKA.settingsKey(),
                        "the Kafka settings",
                        "host",
                        "consumerGroupId",
                        "compression",
                        "kafkaAcks",
                        "partitionStrategy",
                        "partitionKeyProperty",
                        "batching",
                        "copyMqttProperties",
                        "tls",
                        "cloudEventAttributes",
                        "authentication")
                .flatMap(KafkaReader::settings);
    }

    private static Optional<EndpointSettings> settings(Fields fields) {
        Optional<Placed> host = fields.requiredText("host");
        host.ifPresent(given -> checkHosts(given, fields));
        Optional<EndpointAuthentication> authentication =
                EndpointAuthenticationReader.read(fields, METHODS, EndpointType.KAFKA);
        Optional<String> group = fields.string("consumerGroupId");
        Compression compression = fields.choice("compression", COMPRESSIONS).orElse(Compression.NONE);
        Acks acks = fields.choice("kafkaAcks", ACKS).orElse(Acks.ALL);
        PartitionStrategy strategy =
                fields.choice("partitionStrategy", STRATEGIES).orElse(PartitionStrategy.DEFAULT);
        Optional<String> property = strategy == PartitionStrategy.PROPERTY
                ? fields.requiredText("partitionKeyProperty").map(Placed::value)
                : Optional.empty();
        if (strategy != PartitionStrategy.PROPERTY) {
            fields.withoutEffect("partitionKeyProperty", "'partitionStrategy' is not 'Property'");
        }
        KafkaBatching batching = fields.object(
                        "batching", "batching settings", "mode", "latencyMs", "maxBytes", "maxMessages")
                .map(KafkaReader::batching)
                .orElse(new KafkaBatching(true, LATENCY_MS, MAX_BYTES, MAX_MESSAGES));
        boolean copy = fields.enabled("copyMqttProperties", true);
        Tls tls = EndpointReader.tls(fields, authentication);
        CloudEventAttributes attributes =
                fields.choice("cloudEventAttributes", MqttReader.CLOUD_EVENTS).orElse(CloudEventAttributes.PROPAGATE);
        return host.flatMap(given -> authentication.map(known -> new Kafka(
                given, group, compression, acks, strategy, property, batching, copy, tls, attributes, known)));
    }

    private static void checkHosts(Placed hosts, Fields fields) {
        String[] parts = hosts.value().split(",", MOST_HOSTS + 1);
        for (String part : parts) {
            if (parts.length > MOST_HOSTS || !Hosts.fits(Hosts.WITH_PORT, part.strip())) {
                EndpointReader.checkHost(
                        hosts,
                        Hosts.WITH_PORT,
                        "Write host:port, such as 'kafka:9092'; several with commas between, at most " + MOST_HOSTS
                                + ".",
                        fields);
                return;
            }
        }
    }

    private static KafkaBatching batching(Fields fields) {
        boolean enabled = fields.enabled("mode", true);
        if (!enabled) {
            for (String key : new String[] {"latencyMs", "maxBytes", "maxMessages"}) {
                fields.withoutEffect(key, "batching is disabled");
            }
        }
        return new KafkaBatching(
                enabled,
                fields.integer("latencyMs", 0, ProfileReader.MOST_UNSIGNED_SHORT, LATENCY_MS),
                fields.integer("maxBytes", 1, Integer.MAX_VALUE, MAX_BYTES),
                fields.integer("maxMessages", 1, Integer.MAX_VALUE, MAX_MESSAGES));
    }
}
