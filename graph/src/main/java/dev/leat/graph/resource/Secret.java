package dev.leat.graph.resource;

import java.util.Map;
import java.util.TreeSet;

/**
 * Values that nobody should see. Neither the record's text nor that of a value shows any.
 *
 * @param type such as {@code Opaque} or {@code kubernetes.io/dockerconfigjson}
 */
public record Secret(ResourceMetadata metadata, String type, Map<String, DataValue> data) implements Resource {

    /** The type of pull secrets. */
    public static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";

    public Secret {
        data = Map.copyOf(data);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.SECRET;
    }

    @Override
    public String toString() {
        return "Secret[name=" + metadata.name() + ", keys=" + new TreeSet<>(data.keySet()) + "]";
    }
}
