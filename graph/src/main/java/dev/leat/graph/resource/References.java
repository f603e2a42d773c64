package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what references name, and reports those that name nothing. */
final class References {

    /** What always exists. */
    private static final Set<ResourceKind> WITH_DEFAULT =
            Set.of(ResourceKind.DATAFLOW_PROFILE, ResourceKind.DATAFLOW_ENDPOINT, ResourceKind.REGISTRY_ENDPOINT);

    private static final String DEFAULT = "default";

    /** After so many, a guess helps nobody, and looking for it would cost more and more. */
    private static final int MOST_GUESSES = 100;

    private final Map<ResourceId, Resource> resources;
    private final Set<ResourceId> elsewhere;
    private final Findings findings;
    private int guesses;

    References(Map<ResourceId, Resource> resources, Set<ResourceId> elsewhere, Findings findings) {
        this.resources = resources;
        this.elsewhere = elsewhere;
        this.findings = findings;
    }

    /** An endpoint as far as it is known: the default one need not be written down. */
    record Endpoint(EndpointType type, boolean local, boolean eventGrid, Optional<EndpointSettings> settings) {}

    Optional<Endpoint> endpoint(Resource user, Placed reference) {
        Optional<Endpoint> written = find(user, ResourceKind.DATAFLOW_ENDPOINT, reference)
                .map(DataflowEndpoint.class::cast)
                .map(endpoint -> new Endpoint(
                        endpoint.settings().type(),
                        endpoint.isLocalBroker(),
                        endpoint.isEventGrid(),
                        Optional.of(endpoint.settings())));
        ResourceId id = id(user, ResourceKind.DATAFLOW_ENDPOINT, reference);
        return written.isEmpty() && reference.value().equals(DEFAULT) && !elsewhere.contains(id)
                ? Optional.of(new Endpoint(EndpointType.MQTT, true, false, Optional.empty()))
                : written;
    }

    /** The resource that is named; that there is none is reported where it could not be elsewhere for sure. */
    Optional<Resource> find(Resource user, ResourceKind kind, Placed reference) {
        ResourceId id = id(user, kind, reference);
        Optional<Resource> found = Optional.ofNullable(resources.get(id));
        boolean exists = found.isPresent()
                || elsewhere.contains(id)
                || (WITH_DEFAULT.contains(kind) && reference.value().equals(DEFAULT));
        if (!exists) {
            report(id, kind, reference);
        }
        return found;
    }

    private static ResourceId id(Resource user, ResourceKind kind, Placed reference) {
        return new ResourceId(kind, user.metadata().namespace(), reference.value());
    }

    private void report(ResourceId id, ResourceKind kind, Placed reference) {
        guesses++;
        List<String> names = guesses > MOST_GUESSES
                ? List.of()
                : Stream.concat(resources.keySet().stream(), elsewhere.stream())
                        .filter(known ->
                                known.kind() == kind && known.namespace().equals(id.namespace()))
                        .map(ResourceId::name)
                        .sorted()
                        .toList();
        String hint = findings.nearest(reference.value(), names)
                .map(near -> "Did you mean " + Quote.of(near) + "?")
                .orElse(
                        kind.isCore()
                                ? "It may come from files or the environment; check the name."
                                : "Add a " + kind.spelling() + " of this name, unless it exists elsewhere.");
        findings.report(
                kind.isCore() ? ResourceProblem.UNKNOWN_SECRET : ResourceProblem.UNKNOWN_REFERENCE,
                reference.position(),
                "There is no " + kind.spelling() + " " + reference.quoted() + " in the namespace "
                        + Quote.of(id.namespace()) + " among what was read.",
                hint);
    }
}
