package dev.leat.graph.resource;

/** What tells a resource from all others. References name resources of their own namespace. */
public record ResourceId(ResourceKind kind, String namespace, String name) {

    /** Such as {@code DataflowGraph azure-iot-operations/temperature}. */
    @Override
    public String toString() {
        return kind.spelling() + " " + namespace + "/" + name;
    }
}
