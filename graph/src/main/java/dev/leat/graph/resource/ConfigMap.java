package dev.leat.graph.resource;

import java.util.Map;

/** Values that everybody may see, such as certificates of authorities. */
public record ConfigMap(ResourceMetadata metadata, Map<String, DataValue> data) implements Resource {

    public ConfigMap {
        data = Map.copyOf(data);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.CONFIG_MAP;
    }
}
