package dev.leat.platform.server;

import dev.leat.graph.ModuleReference;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.registry.ArtifactKind;
import java.util.Optional;

/**
 * Where graph definitions and modules come from. Safe for use by several threads; calls block, for a bounded time, and end
 * where the thread is interrupted.
 */
interface Artifacts {

    /**
     * What is looked for.
     *
     * @param beside the definition that names it, where it is a module's
     */
    record Wanted(ArtifactKind kind, ModuleReference reference, Optional<ModuleReference> beside) {

        static Wanted definition(ModuleReference reference) {
            return new Wanted(ArtifactKind.DEFINITION, reference, Optional.empty());
        }

        static Wanted module(ModuleReference reference, ModuleReference definition) {
            return new Wanted(ArtifactKind.MODULE, reference, Optional.of(definition));
        }
    }

    /**
     * Finds out what a reference leads to now.
     *
     * @throws ServerException {@link ServerProblem#ARTIFACT} or {@link ServerProblem#ARTIFACT_TIMEOUT}, with all places
     *     that were tried
     */
    PinnedArtifact find(FlowSpec flow, RegistryEndpoint registry, Wanted wanted);

    /** Whether {@link #read} would ask nobody outside, for all that is known. */
    boolean isKept(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact);

    /** The content of what was found. What was read once is there without delay, as long as this machine keeps it. */
    byte[] read(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact);
}
