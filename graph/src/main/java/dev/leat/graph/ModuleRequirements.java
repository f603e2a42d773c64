package dev.leat.graph;

import java.util.List;

/**
 * What the modules of a definition need of the runtime.
 *
 * @param apiVersion the version of the interface ({@code wasm-graph:processor}) that they were built for
 * @param runtimeVersion the runtime's version; what the preview called {@code hostlibVersion}
 * @param features advice on what they use besides, such as {@code wasi-nn}
 */
public record ModuleRequirements(Version apiVersion, Version runtimeVersion, List<Feature> features) {

    public ModuleRequirements {
        features = List.copyOf(features);
    }

    /** Whether the definition names the feature, in upper or lower case. */
    public boolean hasFeature(String name) {
        return features.stream().anyMatch(feature -> feature.name().equalsIgnoreCase(name));
    }
}
