package dev.leat.platform.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a flow stands.
 *
 * @param health as Azure IoT Operations says it
 * @param message what is wrong and what to do; empty where nothing is
 * @param since when the health became what it is
 * @param updated when this was written
 * @param nodes how each node stands, in the order of the resource
 * @param artifacts what runs
 * @param instances how many run
 * @param pending what keeps a newer version from running, while this one goes on; null where there is none
 */
record FlowStatus(
        Health health,
        Reason reason,
        String message,
        Instant since,
        Instant updated,
        List<Node> nodes,
        List<PinnedArtifact> artifacts,
        int instances,
        @Nullable Pending pending) {

    /**
     * A version that does not run.
     *
     * @param since when it was to run for the first time
     * @param certain whether there is one; otherwise it cannot be found out
     */
    record Pending(Reason reason, String message, Instant since, boolean certain) {}

    /** The product's words for it. */
    enum Health {
        /** Records flow, or would if there were any. */
        AVAILABLE("Available"),
        /** It runs, and something is wrong. */
        DEGRADED("Degraded"),
        /** It does not run, and should. */
        UNAVAILABLE("Unavailable"),
        /** Not known yet, or not meant to run. */
        UNKNOWN("Unknown");

        private final String word;

        Health(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * @param type {@code Source}, {@code Graph} or {@code Destination}
     * @param endpoint that it reads from or writes to; empty for a graph
     * @param state {@code up}, {@code down} or {@code starting}
     * @param counts records in, out, dropped on purpose and lost, by these words
     */
    record Node(String name, String type, String endpoint, String state, String message, Map<String, Long> counts) {}

    FlowStatus {
        nodes = List.copyOf(nodes);
        artifacts = List.copyOf(artifacts);
    }

    static FlowStatus of(Health health, Reason reason, String message, Instant now) {
        return new FlowStatus(health, reason, message, now, now, List.of(), List.of(), 0, null);
    }
}
