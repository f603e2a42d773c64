package dev.leat.cli;

import dev.leat.graph.resource.ResourceId;
import picocli.CommandLine.Option;

/** The namespace of the resources that a command names. */
final class ServedName {

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            defaultValue = "azure-iot-operations",
            description = "The namespace (default: ${DEFAULT-VALUE}).")
    private String namespace = "azure-iot-operations";

    String namespace() {
        return namespace;
    }

    /** @param text {@code NAME} for a graph, or {@code KIND/NAME} */
    ResourceId id(String text) {
        return ServerClient.id(text, namespace);
    }
}
