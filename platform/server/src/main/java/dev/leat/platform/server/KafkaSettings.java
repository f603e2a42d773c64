package dev.leat.platform.server;

import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.kafka.KafkaAuthentication;
import dev.leat.endpoint.kafka.KafkaConnectionOptions;
import dev.leat.endpoint.kafka.KafkaSinkOptions;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Acks;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Batching;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Compression;
import dev.leat.endpoint.kafka.KafkaSinkOptions.Partitioning;
import dev.leat.endpoint.kafka.KafkaSourceOptions;
import dev.leat.endpoint.kafka.KafkaTls;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.SourceSettings;
import java.util.ArrayList;
import java.util.List;

/** Turns the settings of a Kafka endpoint into the options of its clients. */
final class KafkaSettings {

    private final FlowSpec flow;
    private final EndpointSettings.Kafka kafka;
    private final Secrets secrets;

    KafkaSettings(FlowSpec flow, EndpointSettings.Kafka kafka, Secrets secrets) {
        this.flow = flow;
        this.kafka = kafka;
        this.secrets = secrets;
    }

    KafkaConnectionOptions connection(String client) {
        KafkaConnectionOptions options = KafkaConnectionOptions.of(kafka.host().value(), client);
        if (kafka.tls().enabled()) {
            options = options.withTls(tls());
        }
        return switch (kafka.authentication()) {
            case EndpointAuthentication.Anonymous anonymous -> options;
            case EndpointAuthentication.X509Certificate certificate -> options;
            case EndpointAuthentication.Sasl sasl -> options.withAuthentication(password(sasl));
            case EndpointAuthentication.UsernamePassword password -> throw notRun("a password without SASL");
            case EndpointAuthentication.ServiceAccountToken token -> throw notRun("a service account's token");
            case EndpointAuthentication.SystemAssignedManagedIdentity identity -> throw notRun("a managed identity");
            case EndpointAuthentication.UserAssignedManagedIdentity identity -> throw notRun("a managed identity");
        };
    }

    private static ServerException notRun(String what) {
        return new ServerException(ServerProblem.NOT_RUN, "leat serve does not log in to Kafka with " + what);
    }

    private KafkaAuthentication password(EndpointAuthentication.Sasl sasl) {
        Secrets.Name name = Secrets.Name.secret(sasl.secret());
        KafkaAuthentication.Mechanism mechanism = switch (sasl.type()) {
            case PLAIN -> KafkaAuthentication.Mechanism.PLAIN;
            case SCRAM_SHA_256 -> KafkaAuthentication.Mechanism.SCRAM_SHA_256;
            case SCRAM_SHA_512 -> KafkaAuthentication.Mechanism.SCRAM_SHA_512;
        };
        return new KafkaAuthentication.Password(
                mechanism, secrets.require(flow, name, "username"), secrets.require(flow, name, "password"));
    }

    private KafkaTls tls() {
        KafkaTls tls = kafka.tls()
                .trustedCaCertificates()
                .map(name -> KafkaTls.trusting(Secrets.joined(secrets.all(flow, Secrets.Name.configMap(name)))))
                .orElse(KafkaTls.DEFAULT);
        if (kafka.authentication() instanceof EndpointAuthentication.X509Certificate certificate) {
            Secrets.Name name = Secrets.Name.secret(certificate.secret());
            List<Material> chain = new ArrayList<>();
            chain.add(secrets.require(flow, name, "client_cert.pem"));
            secrets.find(flow, name, "client_intermediate_certs.pem").ifPresent(chain::add);
            return tls.withIdentity(Secrets.joined(chain), secrets.require(flow, name, "client_key.pem"));
        }
        return tls;
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
