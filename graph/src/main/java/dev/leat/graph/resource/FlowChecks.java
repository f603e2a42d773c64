package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.References.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds graphs, data flows and profiles against the endpoints, profiles and registries that they name. */
final class FlowChecks {

    /** Pairs of data source and destination that are compared for loops, at most, in one graph. */
    private static final int MOST_PAIRS = 100_000;

    private final References references;
    private final Findings findings;

    FlowChecks(References references, Findings findings) {
        this.references = references;
        this.findings = findings;
    }

    private record From(SourceSettings settings, Optional<Endpoint> endpoint) {}

    private record To(DestinationSettings settings, Optional<Endpoint> endpoint) {}

    void check(DataflowGraph graph) {
        for (GraphNode.Graph node : graph.graphs()) {
            references.find(graph, ResourceKind.REGISTRY_ENDPOINT, node.registryEndpoint());
        }
        check(
                graph,
                graph.profile(),
                graph.requestDiskPersistence(),
                graph.sources().stream().map(GraphNode.Source::settings).toList(),
                graph.destinations().stream()
                        .map(GraphNode.Destination::settings)
                        .toList());
    }

    void check(Dataflow dataflow) {
        check(
                dataflow,
                dataflow.profile(),
                dataflow.requestDiskPersistence(),
                List.of(dataflow.source()),
                List.of(dataflow.destination()));
    }

    void check(DataflowProfile profile) {
        profile.debugging()
                .ifPresent(debugging -> references
                        .endpoint(profile, debugging.endpoint())
                        .filter(endpoint -> endpoint.type() != EndpointType.MQTT)
                        .ifPresent(endpoint -> notUsable(debugging.endpoint(), endpoint, "show samples", "Mqtt")));
    }

    private void check(
            Resource user,
            Placed profile,
            boolean persistence,
            List<SourceSettings> sources,
            List<DestinationSettings> destinations) {
        Optional<DataflowProfile> known =
                references.find(user, ResourceKind.DATAFLOW_PROFILE, profile).map(DataflowProfile.class::cast);
        List<From> from = new ArrayList<>();
        for (SourceSettings source : sources) {
            Optional<Endpoint> endpoint = references.endpoint(user, source.endpoint());
            endpoint.ifPresent(found -> checkSource(source, found, known));
            from.add(new From(source, endpoint));
        }
        List<To> to = new ArrayList<>();
        for (DestinationSettings destination : destinations) {
            Optional<Endpoint> endpoint = references.endpoint(user, destination.endpoint());
            endpoint.ifPresent(found -> checkDestination(destination, found));
            to.add(new To(destination, endpoint));
        }
        checkLoops(from, to);
        checkLocalBroker(user, from, to);
        if (persistence) {
            checkPersistence(user, from);
        }
    }

    private void checkSource(SourceSettings source, Endpoint endpoint, Optional<DataflowProfile> profile) {
        switch (endpoint.type()) {
            case MQTT -> {
                if (endpoint.eventGrid()
                        && profile.filter(known -> known.instances() > 1).isPresent()) {
                    findings.report(
                            ResourceProblem.ONE_INSTANCE_NEEDED,
                            source.endpoint().position(),
                            "The profile has " + profile.get().instances()
                                    + " instances, and Event Grid bears one as a source.",
                            "Set 'instanceCount: 1' in the profile.");
                }
            }
            case KAFKA -> checkKafkaSource(source, endpoint);
            case OPEN_TELEMETRY, DATA_EXPLORER, DATA_LAKE_STORAGE, FABRIC_ONE_LAKE, LOCAL_STORAGE ->
                notUsable(source.endpoint(), endpoint, "be a source", "Mqtt or Kafka");
        }
    }

    private void checkKafkaSource(SourceSettings source, Endpoint endpoint) {
        boolean lacksGroup = endpoint.settings()
                .filter(settings -> settings instanceof EndpointSettings.Kafka kafka
                        && kafka.consumerGroupId().isEmpty())
                .isPresent();
        if (lacksGroup) {
            findings.report(
                    ResourceProblem.NO_CONSUMER_GROUP,
                    source.endpoint().position(),
                    "The Kafka endpoint " + source.endpoint().quoted()
                            + " has no consumerGroupId, which a source needs.",
                    "Add 'consumerGroupId' to the endpoint's 'kafkaSettings'.");
        }
        source.dataSources().forEach(this::checkKafkaTopic);
    }

    private void checkKafkaTopic(Placed topic) {
        if (!Topics.isKafkaTopic(topic.value()) && !Scalars.hasPlaceholder(topic.value())) {
            findings.report(
                    ResourceProblem.BAD_KAFKA_TOPIC,
                    topic.position(),
                    topic.quoted() + " is no Kafka topic.",
                    "Write up to 249 letters, digits, '.', '_' and '-'; there are no wildcards and no variables.");
        }
    }

    private void checkDestination(DestinationSettings destination, Endpoint endpoint) {
        if (!endpoint.type().isRun()) {
            notUsable(destination.endpoint(), endpoint, "be a destination", "Mqtt, Kafka or OpenTelemetry");
            return;
        }
        if (endpoint.type() == EndpointType.KAFKA) {
            checkKafkaTopic(destination.dataDestination().text());
        }
        destination
                .outputSchema()
                .filter(schema -> schema.format() != SerializationFormat.JSON)
                .ifPresent(schema -> findings.report(
                        ResourceProblem.FORMAT_NOT_WRITTEN,
                        schema.given().position(),
                        "An endpoint of type " + endpoint.type().spelling() + " does not write "
                                + schema.given().quoted() + ".",
                        "Remove 'outputSchemaSettings', or write Json."));
    }

    private void notUsable(Placed reference, Endpoint endpoint, String use, String types) {
        findings.report(
                ResourceProblem.ENDPOINT_NOT_USABLE,
                reference.position(),
                "The endpoint " + reference.quoted() + " is of type "
                        + endpoint.type().spelling() + ", which cannot " + use + ".",
                "Name an endpoint of type " + types + ".");
    }

    private void checkLoops(List<From> from, List<To> to) {
        int pairs = 0;
        for (To destination : to) {
            DestinationTopic topic = destination.settings().dataDestination();
            for (From source : from) {
                if (!source.settings().endpoint().equals(destination.settings().endpoint())) {
                    continue;
                }
                pairs += source.settings().dataSources().size();
                if (pairs > MOST_PAIRS) {
                    return;
                }
                boolean mqtt = source.endpoint()
                        .filter(endpoint -> endpoint.type() == EndpointType.MQTT)
                        .isPresent();
                Optional<Placed> match = source.settings().dataSources().stream()
                        .filter(filter -> comesBack(filter.value(), topic, mqtt))
                        .findFirst();
                if (match.isPresent()) {
                    findings.report(
                            ResourceProblem.LOOP,
                            topic.text().position(),
                            "What goes to " + topic.text().quoted() + " comes in again by "
                                    + match.get().quoted() + ", of the same endpoint.",
                            "Choose another topic.");
                    break;
                }
            }
        }
    }

    private static boolean comesBack(String filter, DestinationTopic topic, boolean mqtt) {
        if (topic.parts().equals(List.of(new DestinationTopic.Part.InputTopic()))) {
            return true;
        }
        return topic.isFixed()
                && (mqtt
                        ? Topics.matches(filter, topic.text().value())
                        : filter.equals(topic.text().value()));
    }

    private void checkLocalBroker(Resource user, List<From> from, List<To> to) {
        List<Optional<Endpoint>> all = new ArrayList<>();
        from.forEach(source -> all.add(source.endpoint()));
        to.forEach(destination -> all.add(destination.endpoint()));
        boolean known = all.stream().allMatch(Optional::isPresent);
        if (known && all.stream().flatMap(Optional::stream).noneMatch(Endpoint::local)) {
            findings.report(
                    ResourceProblem.NO_LOCAL_BROKER,
                    user.metadata().name().position(),
                    "Neither a source nor a destination is the local MQTT broker; the product asks for it.",
                    "Nothing has to be done for Leat.");
        }
    }

    private void checkPersistence(Resource user, List<From> from) {
        boolean known = from.stream().allMatch(source -> source.endpoint().isPresent());
        boolean mqtt = from.stream()
                .map(From::endpoint)
                .flatMap(Optional::stream)
                .anyMatch(endpoint -> endpoint.type() == EndpointType.MQTT);
        if (known && !mqtt) {
            findings.report(
                    ResourceProblem.SETTING_WITHOUT_EFFECT,
                    user.metadata().name().position(),
                    "'requestDiskPersistence' has no effect, because no source is MQTT.",
                    "Remove it.");
        }
    }
}
