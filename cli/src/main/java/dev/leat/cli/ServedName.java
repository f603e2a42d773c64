package dev.leat.cli;

import dev.leat.graph.resource.ResourceId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The namespace of the resources that a command names. */
final class ServedName {

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace (default: azure-iot-operations; where nothing is named, all).")
    private @Nullable String namespace;

    String namespace() {
        return namespace == null ? "azure-iot-operations" : namespace;
    }

    /** Whether a resource that nobody named is meant. */
    boolean covers(String other) {
        return namespace == null || namespace.equals(other);
    }

    /** @param text {@code NAME} for a graph, or {@code KIND/NAME} */
    ResourceId id(String text) {
        return ServerClient.id(text, namespace());
    }
}
