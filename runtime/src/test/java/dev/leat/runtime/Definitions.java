package dev.leat.runtime;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitions;
import java.nio.charset.StandardCharsets;

/** Graph definitions for tests, in file {@code graph.yaml}. */
final class Definitions {

    private static final String START = """
            metadata:
              { $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json, name: Test graph, version: 1.0.0 }
            moduleRequirements: { apiVersion: 1.1.0, runtimeVersion: 1.1.0 }
            operations:
              - { operationType: source, name: source }
              - { operationType: sink, name: sink }
            """;

    private Definitions() {}

    /** A source, one operation, and a sink. */
    static GraphDefinition of(String type, String name, String module) {
        return parse(operation(type, name, module), "source > " + name, name + " > sink");
    }

    /** One line of the definition's operations; the first one stands in line 7. */
    static String operation(String type, String name, String module) {
        return "  - { operationType: " + type + ", name: " + name + ", module: " + module + " }\n";
    }

    /**
     * A definition with a source and a sink.
     *
     * @param operations those between, and sections that follow them
     * @param connections such as {@code source > sink}
     */
    static GraphDefinition parse(String operations, String... connections) {
        return GraphDefinitions.read("graph.yaml", text(operations, connections).getBytes(StandardCharsets.UTF_8))
                .orThrow();
    }

    static String text(String operations, String... connections) {
        StringBuilder yaml = new StringBuilder(START).append(operations).append("connections:\n");
        for (String connection : connections) {
            String[] ends = connection.split(" > ");
            yaml.append("  - { from: { name: %s }, to: { name: %s } }\n".formatted((Object[]) ends));
        }
        return yaml.toString();
    }
}
