package dev.leat.platform.server;

import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.TimePolicy;
import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.kafka.KafkaSink;
import dev.leat.endpoint.kafka.KafkaSource;
import dev.leat.endpoint.mqtt.MqttAuthentication;
import dev.leat.endpoint.mqtt.MqttConnection;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttSink;
import dev.leat.endpoint.mqtt.MqttSinkOptions;
import dev.leat.endpoint.mqtt.MqttSource;
import dev.leat.endpoint.mqtt.MqttSourceOptions;
import dev.leat.endpoint.mqtt.MqttTls;
import dev.leat.endpoint.mqtt.TopicTemplate;
import dev.leat.graph.resource.DataflowEndpoint;
import dev.leat.graph.resource.DestinationSettings;
import dev.leat.graph.resource.EndpointAuthentication;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.Header;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.SerializationFormat;
import dev.leat.graph.resource.Tls;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one instance of a flow reads from and writes to. Each source has a connection of its own, which the destinations of
 * the same endpoint share; nothing connects before the instance starts. For one thread.
 */
final class FlowEnds {

    private static final String PREFIX = "leat";
    private static final String DEAD_LETTERS = "dead-letters";

    private final FlowSpec flow;
    private final int instance;
    private final LocalBroker localBroker;
    private final Secrets secrets;
    private final TimePolicy time;
    private final Map<String, MqttConnection> sourceConnections = new LinkedHashMap<>();
    private final Map<String, MqttConnection> ofEndpoints = new LinkedHashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Sink> sinks = new LinkedHashMap<>();

    /** @param instance from 0 */
    FlowEnds(FlowSpec flow, int instance, LocalBroker localBroker, Secrets secrets, TimePolicy time) {
        this.flow = flow;
        this.instance = instance;
        this.localBroker = localBroker;
        this.secrets = secrets;
        this.time = time;
        flow.sources().forEach(node -> sources.put(node.name().value(), source(node)));
        flow.destinations().forEach(node -> sinks.put(node.name().value(), sink(node)));
    }

    Map<String, Source> sources() {
        return sources;
    }

    Map<String, Sink> sinks() {
        return sinks;
    }

    private Source source(GraphNode.Source node) {
        DataflowEndpoint endpoint = flow.endpoint(node.settings().endpoint());
        String name = node.name().value();
        return switch (endpoint.settings()) {
            case EndpointSettings.Mqtt mqtt -> {
                MqttConnection connection = new MqttConnection(connection(endpoint, mqtt, name));
                sourceConnections.put(name, connection);
                ofEndpoints.putIfAbsent(endpoint.metadata().name().value(), connection);
                MqttSourceOptions topics = new MqttSourceOptions(
                        node.settings().dataSources().stream()
                                .map(Placed::value)
                                .toList(),
                        Optional.empty());
                yield new MqttSource(
                        connection,
                        flow.instances() > 1 ? topics.sharedBy(PREFIX + "-" + flow.label() + "-" + name) : topics,
                        clock(connection.options().clientId()));
            }
            case EndpointSettings.Kafka kafka -> {
                KafkaSettings of = new KafkaSettings(flow, kafka, secrets);
                String client = client(Optional.empty(), name);
                yield new KafkaSource(of.connection(client), of.source(node.settings()), clock(client));
            }
            case EndpointSettings.OpenTelemetry otel -> throw notRun(endpoint, "as a source");
            case EndpointSettings.NotRun notRun -> throw notRun(endpoint, "as a source");
        };
    }

    /** A clock that no time moves which the flow would refuse. */
    private HybridLogicalClock clock(String client) {
        return new HybridLogicalClock(
                client.replace(':', '-'),
                InstantSource.system(),
                time.maxDrift().orElse(HybridLogicalClock.DEFAULT_MAX_DRIFT));
    }

    private Sink sink(GraphNode.Destination node) {
        DestinationSettings settings = node.settings();
        DataflowEndpoint endpoint = flow.endpoint(settings.endpoint());
        settings.outputSchema()
                .filter(schema -> schema.format() != SerializationFormat.JSON)
                .ifPresent(schema -> {
                    throw new ServerException(
                            ServerProblem.NOT_RUN,
                            schema.given().position() + ": Leat writes JSON, and not "
                                    + schema.given().value());
                });
        return switch (endpoint.settings()) {
            case EndpointSettings.Mqtt mqtt ->
                new MqttSink(connectionOf(endpoint, mqtt, node.name().value()), options(endpoint, mqtt, settings));
            case EndpointSettings.Kafka kafka -> {
                KafkaSettings of = new KafkaSettings(flow, kafka, secrets);
                yield new KafkaSink(
                        of.connection(client(Optional.empty(), node.name().value())),
                        of.sink(
                                settings.dataDestination().text().value(),
                                instance,
                                headers(settings),
                                cloudEvents(kafka.cloudEventAttributes())));
            }
            case EndpointSettings.OpenTelemetry otel -> throw notRun(endpoint, "as a destination");
            case EndpointSettings.NotRun notRun -> throw notRun(endpoint, "as a destination");
        };
    }

    private MqttSinkOptions options(
            DataflowEndpoint endpoint, EndpointSettings.Mqtt mqtt, DestinationSettings settings) {
        return MqttSinkOptions.DEFAULT
                .withTopic(TopicTemplate.parse(settings.dataDestination().text().value()))
                .withRetain(
                        mqtt.retain() == EndpointSettings.Retain.NEVER || endpoint.isEventGrid()
                                ? MqttSinkOptions.Retain.NEVER
                                : MqttSinkOptions.Retain.KEEP)
                .withHeaders(headers(settings))
                .withCloudEvents(cloudEvents(mqtt.cloudEventAttributes()));
    }

    private CloudEvents cloudEvents(EndpointSettings.CloudEventAttributes attributes) {
        CloudEvents.Mode mode = switch (attributes) {
            case PROPAGATE -> CloudEvents.Mode.PROPAGATE;
            case CREATE_OR_REMAP -> CloudEvents.Mode.CREATE_OR_REMAP;
        };
        return new CloudEvents(mode, flow.label(), InstantSource.system());
    }

    private static Headers headers(DestinationSettings settings) {
        List<Headers.Action> actions = new ArrayList<>();
        for (Header header : settings.headers()) {
            String key = header.key().value();
            actions.add(
                    switch (header) {
                        case Header.AddIfNotPresent add -> new Headers.Action.AddIfNotPresent(key, add.value());
                        case Header.AddOrReplace add -> new Headers.Action.AddOrReplace(key, add.value());
                        case Header.Remove remove -> new Headers.Action.Remove(key);
                    });
        }
        return new Headers(actions);
    }

    private MqttConnection connectionOf(DataflowEndpoint endpoint, EndpointSettings.Mqtt mqtt, String node) {
        return ofEndpoints.computeIfAbsent(
                endpoint.metadata().name().value(), any -> new MqttConnection(connection(endpoint, mqtt, node)));
    }

    /** Where lost records go: a topic of the local broker. */
    Sink deadLetters(String topic) {
        DataflowEndpoint local = Defaults.endpoint(flow.id().namespace());
        MqttConnection connection = ofEndpoints.entrySet().stream()
                .filter(entry -> flow.endpoint(new Placed(
                                entry.getKey(), local.metadata().name().position()))
                        .isLocalBroker())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> connectionOf(local, (EndpointSettings.Mqtt) local.settings(), DEAD_LETTERS));
        return new MqttSink(connection, MqttSinkOptions.to(topic));
    }

    private MqttConnectionOptions connection(DataflowEndpoint endpoint, EndpointSettings.Mqtt mqtt, String node) {
        String client = client(mqtt.clientIdPrefix(), node);
        MqttConnectionOptions.Builder builder;
        if (endpoint.isLocalBroker()) {
            builder = MqttConnectionOptions.builder(localBroker.host(), localBroker.port(), client)
                    .tls(localBroker.tls())
                    .authentication(localBroker.authentication());
            localBroker.webSocketPath().ifPresent(builder::webSocket);
        } else {
            Host host = Host.parse(mqtt.host(), mqtt.tls().enabled() ? 8883 : 1883);
            builder = MqttConnectionOptions.builder(host.name(), host.port(), client)
                    .tls(tls(mqtt.tls(), mqtt.authentication()))
                    .authentication(authentication(endpoint, mqtt.authentication()));
            if (mqtt.protocol() == EndpointSettings.MqttProtocol.WEB_SOCKETS) {
                builder.webSocket(host.path());
            }
        }
        if (flow.diskPersistence()) {
            builder.diskPersistence();
        }
        return builder.keepAlive(Duration.ofSeconds(mqtt.keepAliveSeconds()))
                .sessionExpiry(Duration.ofSeconds(mqtt.sessionExpirySeconds()))
                .maxInFlight(mqtt.maxInflightMessages())
                .qos(mqtt.qos())
                .build();
    }

    /** The same in every run: brokers know sessions by it. */
    private String client(Optional<String> prefix, String node) {
        return prefix.orElse(PREFIX) + "-" + flow.label() + "-" + node + (flow.instances() > 1 ? "-" + instance : "");
    }

    /** A host as resources write it: {@code name:port/path}. */
    private record Host(String name, int port, String path) {
        static Host parse(Placed text, int otherwise) {
            String value = text.value();
            int slash = value.indexOf('/');
            String address = slash < 0 ? value : value.substring(0, slash);
            int colon = address.lastIndexOf(':');
            boolean hasPort = colon > address.lastIndexOf(']');
            String name = hasPort ? address.substring(0, colon) : address;
            return new Host(
                    name.startsWith("[") ? name.substring(1, name.length() - 1) : name,
                    hasPort ? Integer.parseInt(address.substring(colon + 1)) : otherwise,
                    slash < 0 ? "/mqtt" : value.substring(slash));
        }
    }

    private MqttTls tls(Tls tls, EndpointAuthentication authentication) {
        if (!tls.enabled()) {
            return MqttTls.OFF;
        }
        MqttTls made = tls.trustedCaCertificates()
                .map(name -> MqttTls.trusting(Secrets.joined(secrets.all(flow, Secrets.Name.configMap(name)))))
                .orElse(MqttTls.ON);
        if (authentication instanceof EndpointAuthentication.X509Certificate certificate) {
            Secrets.Name name = Secrets.Name.secret(certificate.secret());
            List<Material> chain = new ArrayList<>();
            chain.add(secrets.require(flow, name, "client_cert.pem"));
            secrets.find(flow, name, "client_intermediate_certs.pem").ifPresent(chain::add);
            return made.withIdentity(Secrets.joined(chain), secrets.require(flow, name, "client_key.pem"));
        }
        return made;
    }

    private MqttAuthentication authentication(DataflowEndpoint endpoint, EndpointAuthentication authentication) {
        return switch (authentication) {
            case EndpointAuthentication.Anonymous anonymous -> MqttAuthentication.NONE;
            case EndpointAuthentication.X509Certificate certificate -> MqttAuthentication.NONE;
            case EndpointAuthentication.UsernamePassword password -> {
                Secrets.Name name = Secrets.Name.secret(password.secret());
                yield new MqttAuthentication.Password(
                        secrets.require(flow, name, "username"), secrets.require(flow, name, "password"));
            }
            case EndpointAuthentication.ServiceAccountToken token ->
                MqttAuthentication.serviceAccount(Material.line(secrets.serviceAccountToken()));
            case EndpointAuthentication.SystemAssignedManagedIdentity identity ->
                throw notRun(endpoint, "with a managed identity");
            case EndpointAuthentication.UserAssignedManagedIdentity identity ->
                throw notRun(endpoint, "with a managed identity");
            case EndpointAuthentication.Sasl sasl -> throw notRun(endpoint, "with SASL");
        };
    }

    private static ServerException notRun(DataflowEndpoint endpoint, String how) {
        return new ServerException(
                ServerProblem.NOT_RUN,
                endpoint.metadata().name().position() + ": leat serve does not run the endpoint "
                        + endpoint.metadata().name().value() + " of type "
                        + endpoint.settings().type().spelling() + " " + how);
    }
}
