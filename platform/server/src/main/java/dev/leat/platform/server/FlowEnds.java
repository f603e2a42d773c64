package dev.leat.platform.server;

import dev.leat.dataflow.Health;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Ingress;
import dev.leat.dataflow.Sink;
import dev.leat.dataflow.Source;
import dev.leat.dataflow.TimePolicy;
import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import dev.leat.endpoint.kafka.KafkaSink;
import dev.leat.endpoint.kafka.KafkaSource;
import dev.leat.endpoint.mqtt.MqttConnection;
import dev.leat.endpoint.mqtt.MqttSink;
import dev.leat.endpoint.mqtt.MqttSinkOptions;
import dev.leat.endpoint.mqtt.MqttSource;
import dev.leat.endpoint.mqtt.MqttSourceOptions;
import dev.leat.endpoint.otel.OtelSink;
import dev.leat.graph.resource.DataflowEndpoint;
import dev.leat.graph.resource.DestinationSettings;
import dev.leat.graph.resource.EndpointSettings;
import dev.leat.graph.resource.GraphNode;
import dev.leat.graph.resource.Header;
import dev.leat.graph.resource.Placed;
import dev.leat.graph.resource.SerializationFormat;
import dev.leat.platform.server.KeptSessions.Session;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one instance of a flow reads from and writes to. Each source has a connection of its own, which the destinations of
 * the same endpoint share; nothing connects before the instance starts. For one thread.
 *
 * <p>An instance that leaves (there are fewer now than there were) takes what its sessions still hold, and ends.
 */
final class FlowEnds {

    private static final String PREFIX = "leat";
    private static final String DEAD_LETTERS = "dead-letters";
    private static final int MARK_BEGIN = "sha256:".length();
    private static final int MARK_END = MARK_BEGIN + 8;

    /** A session of this instance and the source that has it. */
    record Held(Session session, MqttSource source) {}

    private final FlowSpec flow;
    private final int instances;
    private final int instance;
    private final LocalBroker localBroker;
    private final Secrets secrets;
    private final TimePolicy time;
    private final KeptSessions kept;

    /** The sessions to leave, by the names of their nodes; empty for an instance that stays. */
    private final Optional<Map<String, Session>> leaving;

    private final List<MqttConnection> connections = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<String, MqttConnection> ofEndpoints = new LinkedHashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Sink> sinks = new LinkedHashMap<>();
    private volatile Optional<Sink> lost = Optional.empty();

    /**
     * @param instance from 0
     * @param leaving for an instance that leaves, its sessions by the names of their nodes; a source without one ends at once
     */
    FlowEnds(
            LoadedFlow loaded,
            int instance,
            LocalBroker localBroker,
            Secrets secrets,
            TimePolicy time,
            KeptSessions kept,
            Optional<Map<String, Session>> leaving) {
        this.flow = loaded.spec();
        this.instances = loaded.instances();
        this.kept = kept;
        this.leaving = leaving;
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

    /** Its sessions at MQTT brokers, with the sources that have them. */
    List<Held> sessions() {
        return held;
    }

    /** The sessions end when this instance stops: what the brokers hold for it is given up. */
    void endSessions() {
        connections.forEach(MqttConnection::endSession);
    }

    private Source source(GraphNode.Source node) {
        DataflowEndpoint endpoint = flow.endpoint(node.settings().endpoint());
        String name = node.name().value();
        EndpointAccess access = new EndpointAccess(flow, endpoint, secrets);
        if (leaving.isPresent() && !leaving.get().containsKey(name)) {
            return Ingress::end;
        }
        return switch (endpoint.settings()) {
            case EndpointSettings.Mqtt mqtt -> mqttSource(node, endpoint, new MqttSettings(access, mqtt, localBroker));
            case EndpointSettings.Kafka kafka -> {
                KafkaSettings of = new KafkaSettings(access, kafka);
                String client = client(Optional.empty(), name);
                yield new KafkaSource(of.connection(client), of.source(node.settings()), clock(client));
            }
            case EndpointSettings.OpenTelemetry otel -> throw access.notRun("as a source");
            case EndpointSettings.NotRun notRun -> throw access.notRun("as a source");
        };
    }

    private Source mqttSource(GraphNode.Source node, DataflowEndpoint endpoint, MqttSettings of) {
        String name = node.name().value();
        Optional<Session> left = leaving.map(sessions -> sessions.get(name));
        MqttConnection connection = connect(
                of, left.map(Session::client).orElseGet(() -> client(of.mqtt().clientIdPrefix(), name)));
        ofEndpoints.putIfAbsent(endpoint.metadata().name().value(), connection);
        MqttSourceOptions topics = left.map(
                        session -> MqttSourceOptions.of(session.filters()).thatLeaves())
                .orElseGet(() -> of.source(node.settings()));
        if (leaving.isEmpty() && instances > 1) {
            topics = topics.sharedBy(PREFIX + "-" + flow.label() + "-" + name + "-" + mark(name));
        }
        String client = connection.options().clientId();
        String broker = connection.options().address();
        MqttSource source =
                new MqttSource(connection, topics.withFormerFilters(kept.filters(client, broker)), clock(client));
        held.add(new Held(new Session(name, instance, client, broker, source.topicFilters()), source));
        return source;
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
        EndpointAccess access = new EndpointAccess(flow, endpoint, secrets);
        String name = node.name().value();
        String topic = settings.dataDestination().text().value();
        return switch (endpoint.settings()) {
            case EndpointSettings.Mqtt mqtt -> {
                MqttSettings of = new MqttSettings(access, mqtt, localBroker);
                yield new MqttSink(
                        connectionOf(of, name),
                        of.sink(topic, headers(settings), cloudEvents(mqtt.cloudEventAttributes())));
            }
            case EndpointSettings.Kafka kafka -> {
                KafkaSettings of = new KafkaSettings(access, kafka);
                yield new KafkaSink(
                        of.connection(client(Optional.empty(), name)),
                        of.sink(topic, instance, headers(settings), cloudEvents(kafka.cloudEventAttributes())));
            }
            case EndpointSettings.OpenTelemetry otel -> {
                OtelSettings of = new OtelSettings(access, otel);
                yield new OtelSink(of.connection(), of.sink(client(Optional.empty(), name)));
            }
            case EndpointSettings.NotRun notRun -> throw access.notRun("as a destination");
        };
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

    private MqttConnection connectionOf(MqttSettings of, String node) {
        return ofEndpoints.computeIfAbsent(
                of.access().endpoint().metadata().name().value(),
                any -> connect(of, client(of.mqtt().clientIdPrefix(), node)));
    }

    private MqttConnection connect(MqttSettings of, String client) {
        MqttConnection connection = new MqttConnection(of.connection(client));
        connections.add(connection);
        return connection;
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
                .orElseGet(() -> connectionOf(
                        new MqttSettings(
                                new EndpointAccess(flow, local, secrets),
                                (EndpointSettings.Mqtt) local.settings(),
                                localBroker),
                        DEAD_LETTERS));
        MqttSink sink = new MqttSink(connection, MqttSinkOptions.to(topic));
        lost = Optional.of(sink);
        return sink;
    }

    /** Empty where lost records go nowhere. From any thread. */
    Optional<Health> deadLetterHealth() {
        return lost.map(Sink::health);
    }

    /**
     * The same in every run: brokers know sessions by it. The first instance has the same one however many there are, so that
     * what its session holds is not lost when there are more or fewer.
     */
    private String client(Optional<String> prefix, String node) {
        String number = instance > 0 ? "-" + instance : "";
        return prefix.orElse(PREFIX) + "-" + flow.label() + "-" + node + number + "-" + mark(node + "/" + instance)
                + (leaving.isPresent() ? "-leaving" : "");
    }

    /** Tells apart what reads the same otherwise: names have dashes, too. */
    private String mark(String name) {
        String all = String.join(
                "/",
                flow.id().kind().spelling(),
                flow.id().namespace(),
                flow.id().name(),
                name);
        return DirectoryArtifacts.digestOf(all.getBytes(StandardCharsets.UTF_8)).substring(MARK_BEGIN, MARK_END);
    }
}
