package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.ResourceProblem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds resources against each other: references, types of endpoints, loops, secrets. A reference to what is not there is a
 * warning, since it may be elsewhere; what cannot work together is an error.
 */
public final class ResourceChecks {

    private ResourceChecks() {}

    /**
     * All findings about resources together, by position.
     *
     * @param resources all that there are
     * @param elsewhere what is known to exist, although it is not among them
     */
    public static List<Diagnostic> check(Collection<? extends Resource> resources, Set<ResourceId> elsewhere) {
        Findings findings = new Findings();
        Map<ResourceId, Resource> byId = new LinkedHashMap<>();
        for (Resource resource : resources) {
            Resource first = byId.putIfAbsent(resource.id(), resource);
            if (first != null) {
                Placed name = resource.metadata().name();
                findings.report(
                        ResourceProblem.DUPLICATE_RESOURCE,
                        name.position(),
                        "The " + resource.kind().spelling() + " " + name.quoted() + " is given already at "
                                + first.metadata().name().position() + ".",
                        "Rename or remove one of the two.");
            }
        }
        References references = new References(byId, elsewhere, findings);
        FlowChecks flows = new FlowChecks(references, findings);
        SecretChecks secrets = new SecretChecks(references, findings);
        for (Resource resource : byId.values()) {
            switch (resource) {
                case DataflowGraph graph -> flows.check(graph);
                case Dataflow dataflow -> flows.check(dataflow);
                case DataflowProfile profile -> flows.check(profile);
                case DataflowEndpoint endpoint -> secrets.check(endpoint);
                case RegistryEndpoint registry -> secrets.check(registry);
                case Secret secret -> {}
                case ConfigMap map -> {}
            }
        }
        return findings.sorted();
    }
}
