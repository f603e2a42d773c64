package dev.leat.platform.server;

import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import dev.leat.endpoint.kafka.KafkaAuthentication;
import dev.leat.endpoint.kafka.KafkaConnectionOptions;
import dev.leat.endpoint.kafka.KafkaSinkOptions;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Acks;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Batching;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Compression;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Partitioning;
import dev.leat.endpoint.kafka.KafkaSourceOptions;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.SourceSettings;
import java.util.Optional;

/** Turns the settings of a Kafka endpoint into the options of its clients. */
record KafkaSettings(EndpointAccess access, EndpointSettings.Kafka kafka) {

    KafkaConnectionOptions connection(String client) {
        KafkaConnectionOptions plain = KafkaConnectionOptions.of(kafka.host().value(), client);
        return access.tls(kafka.tls(), kafka.authentication())
                .map(plain::withTls)
                .orElse(plain)
                .withAuthentication(authentication());
    }

    private KafkaAuthentication authentication() {
        return switch (kafka.authentication()) {
            case EndpointAuthentication.Anonymous anonymous -> KafkaAuthentication.NONE;
            case EndpointAuthentication.X509Certificate certificate -> KafkaAuthentication.NONE;
            case EndpointAuthentication.Sasl sasl ->
                new KafkaAuthentication.Password(
                        mechanism(sasl), access.userName(sasl.secret()), access.password(sasl.secret()));
            case EndpointAuthentication.SystemAssignedManagedIdentity identity ->
                token(Optional.empty(), identity.audience());
            case EndpointAuthentication.UserAssignedManagedIdentity identity ->
                token(Optional.of(identity.clientId()), identity.scope());
            case EndpointAuthentication.UsernamePassword password ->
                throw access.notRun("with a password without SASL");
            case EndpointAuthentication.ServiceAccountToken token ->
                throw access.notRun("with the token of a service account");
        };
    }

    private static KafkaAuthentication.Mechanism mechanism(EndpointAuthentication.Sasl sasl) {
        return switch (sasl.type()) {
            case PLAIN -> KafkaAuthentication.Mechanism.PLAIN;
            case SCRAM_SHA_256 -> KafkaAuthentication.Mechanism.SCRAM_SHA_256;
            case SCRAM_SHA_512 -> KafkaAuthentication.Mechanism.SCRAM_SHA_512;
        };
    }

    /** For the host itself, unless the endpoint names somebody else. */
    private KafkaAuthentication token(Optional<String> clientId, Optional<String> audience) {
        String host = kafka.host().value();
        int end = host.indexOf(':');
        return new KafkaAuthentication.Token(access.identityToken(
                clientId, audience.orElse("https://" + (end < 0 ? host : host.substring(0, end)))));
    }

    KafkaSourceOptions source(SourceSettings settings) {
        return KafkaSourceOptions.of(
                // That a source has one is a rule of the resources.
                kafka.consumerGroupId().orElseThrow(),
                settings.dataSources().stream().map(Placed::value).toArray(String[]::new));
    }

    KafkaSinkOptions sink(String topic, int instance, Headers headers, CloudEvents cloudEvents) {
        EndpointSettings.KafkaBatching batching = kafka.batching();
        return KafkaSinkOptions.to(topic)
                .withAcks(Acks.valueOf(kafka.acks().name()))
                .withCompression(Compression.valueOf(kafka.compression().name()))
                .withPartitioning(partitioning(instance))
                .withBatching(
                        batching.enabled()
                                ? new Batching(batching.latencyMs(), batching.maxBytes(), batching.maxMessages())
                                : Batching.NONE)
                .withCopyMqttProperties(kafka.copyMqttProperties())
                .withHeaders(headers)
                .withCloudEvents(cloudEvents);
    }

    private Partitioning partitioning(int instance) {
        return switch (kafka.partitionStrategy()) {
            case DEFAULT -> Partitioning.DEFAULT;
            case STATIC -> new Partitioning.Static(instance);
            case TOPIC -> Partitioning.BY_TOPIC;
            case PROPERTY ->
                new Partitioning.ByProperty(kafka.partitionKeyProperty()
                        .orElseThrow(() -> new ServerException(
                                ServerProblem.NOT_RUN,
                                "the partition strategy Property without a 'partitionKeyProperty'")));
        };
    }
}
