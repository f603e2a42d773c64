package dev.leat.platform.server;

import dev.leat.graph.resource.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How an endpoint stands, as the flows that use it see it.
 *
 * @param health unknown where no flow that runs uses it, degraded where some of its nodes cannot go on, unavailable where none can
 * @param message what is wrong, of each node that cannot go on
 * @param nodes how many nodes of flows that run use it
 * @param in records that came from it, since the flows began to run
 * @param out records that went to it
 */
record EndpointStatus(FlowStatus.Health health, String message, int nodes, long in, long out, Instant at) {

    /** @param flows those of its namespace */
    static EndpointStatus of(String endpoint, Map<ResourceId, FlowStatus> flows, Instant at) {
        int nodes = 0;
        int down = 0;
        int starting = 0;
        long in = 0;
        long out = 0;
        List<String> reasons = new ArrayList<>();
        for (Map.Entry<ResourceId, FlowStatus> flow : flows.entrySet()) {
            for (FlowStatus.Node node : flow.getValue().nodes()) {
                if (!node.endpoint().equals(endpoint)) {
                    continue;
                }
                nodes++;
                in += node.type().equals("Source") ? node.counts().getOrDefault("in", 0L) : 0;
                out += node.type().equals("Destination") ? node.counts().getOrDefault("out", 0L) : 0;
                starting += node.state().equals("starting") ? 1 : 0;
                if (node.state().equals("down")) {
                    down++;
                    reasons.add(flow.getKey().name() + "/" + node.name() + ": " + node.message());
                }
            }
        }
        FlowStatus.Health health = down == 0
                ? nodes == 0 || starting == nodes ? FlowStatus.Health.UNKNOWN : FlowStatus.Health.AVAILABLE
                : down == nodes ? FlowStatus.Health.UNAVAILABLE : FlowStatus.Health.DEGRADED;
        return new EndpointStatus(health, String.join("\n", reasons), nodes, in, out, at);
    }
}
