package dev.leat.registry;

import java.util.List;

/** Media types of manifests and of what Leat pushes. */
final class MediaTypes {

    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String EMPTY = "application/vnd.oci.empty.v1+json";

    static final String MODULE_ARTIFACT = "application/vnd.module.wasm.content.layer.v1+wasm";
    static final String MODULE = "application/wasm";
    static final String GRAPH_CONFIG = "application/vnd.microsoft.aio.graph.v1+yaml";
    static final String GRAPH = "application/yaml";
    static final String UNKNOWN_ARTIFACT = "application/vnd.unknown.artifact.v1";
    static final String UNKNOWN_LAYER = "application/octet-stream";

    /** Every kind of manifest that a registry may answer with. */
    static final List<String> MANIFESTS = List.of(
            MANIFEST,
            INDEX,
            "application/vnd.oci.artifact.manifest.v1+json",
            "application/vnd.cncf.oras.artifact.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private MediaTypes() {}
}
