package dev.leat.platform.server;

import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.registry.RegistryError;
import dev.leat.registry.RegistryException;
import java.nio.file.Path;
import java.util.List;

/**
 * The samples that ship with Leat: they stand for those of the product's public registry, and for what another registry says
 * that it does not have. One that is away, or wants signatures, gets no stand-in.
 */
final class SampleArtifacts implements Artifacts {

    private final DirectoryArtifacts samples;
    private final Artifacts registries;

    SampleArtifacts(List<Path> directories, Artifacts registries) {
        this.samples = new DirectoryArtifacts(directories, registries);
        this.registries = registries;
    }

    @Override
    public PinnedArtifact find(FlowSpec flow, RegistryEndpoint registry, Wanted wanted) {
        if (registry.host().value().equals(RegistryEndpoint.DEFAULT_HOST)) {
            return samples.find(flow, registry, wanted);
        }
        try {
            return registries.find(flow, registry, wanted);
        } catch (ServerException missing) {
            if (registry.codeSigningCas().isEmpty()
                    && missing.getCause() instanceof RegistryException reason
                    && reason.error() == RegistryError.NOT_FOUND) {
                return samples.here(wanted).map(PinnedArtifact::asSample).orElseThrow(() -> missing);
            }
            throw missing;
        }
    }

    @Override
    public boolean isKept(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        return samples.isKept(flow, registry, artifact);
    }

    @Override
    public byte[] read(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        return samples.read(flow, registry, artifact);
    }
}
