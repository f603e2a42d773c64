package dev.leat.graph.resource;

import java.util.List;

/**
 * A registry that graph definitions and modules come from.
 *
 * @param host the registry's name, with a port and a path where there are some
 * @param codeSigningCas what signatures are held against; empty where none is asked for
 */
public record RegistryEndpoint(
        ResourceMetadata metadata,
        Placed host,
        RegistryAuthentication authentication,
        List<CodeSigningCa> codeSigningCas)
        implements Resource {

    /** The name of the endpoint that always exists: the product's public registry, anonymous. */
    public static final String DEFAULT_NAME = "default";

    /** The host of the endpoint that always exists. */
    public static final String DEFAULT_HOST = "mcr.microsoft.com";

    public RegistryEndpoint {
        codeSigningCas = List.copyOf(codeSigningCas);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.REGISTRY_ENDPOINT;
    }

    /** Certificates of who may sign: in a Secret or a ConfigMap. */
    public record CodeSigningCa(ResourceKind source, Placed name) {}
}
