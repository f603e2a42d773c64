package dev.leat.graph.resource;

import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlNode;
import java.util.Optional;

/**
 * A resource before its own part is read, from whichever language.
 *
 * @param metadata absent where something is wrong with it, which was reported
 * @param owner the profile that it belongs to, by an owner reference or as a child in Bicep
 * @param spec the {@code spec}, or the {@code properties}; for Secret and ConfigMap the whole document
 */
record Unread(
        ResourceKind kind,
        Optional<ResourceMetadata> metadata,
        Optional<Placed> owner,
        YamlNode spec,
        Context context) {

    /** Reads the part; empty where there are errors. */
    Optional<Resource> read() {
        return switch (kind) {
            case DATAFLOW_GRAPH -> GraphReader.read(this);
            case DATAFLOW -> DataflowReader.read(this);
            case DATAFLOW_PROFILE -> ProfileReader.read(this);
            case DATAFLOW_ENDPOINT -> EndpointReader.read(this);
            case REGISTRY_ENDPOINT -> RegistryReader.read(this);
            case SECRET -> DataReader.secret(this);
            case CONFIG_MAP -> DataReader.configMap(this);
        };
    }

    /** Which resource it is, as far as that could be told. */
    Optional<ResourceId> id() {
        return metadata.map(
                known -> new ResourceId(kind, known.namespace(), known.name().value()));
    }

    /** Whether a resource can be made of what was read. */
    boolean isSound() {
        return context.complete()
                && context.readable()
                && metadata.isPresent()
                && !context.findings().hasErrors();
    }
}
