package dev.leat.platform.server;

import dev.leat.graph.ModuleReference;
import dev.leat.graph.resource.RegistryEndpoint;
import java.util.Optional;

/**
 * Where graph definitions and modules come from. Safe for use by several threads; calls block, for a bounded time.
 */
interface Artifacts {

    /**
     * Finds out what a reference leads to now.
     *
     * @param beside the definition that names it, where it is a module's
     * @throws ServerException {@link ServerProblem#ARTIFACT} or {@link ServerProblem#ARTIFACT_TIMEOUT}, with all places
     *     that were tried
     */
    PinnedArtifact find(
            FlowSpec flow, RegistryEndpoint registry, ModuleReference reference, Optional<ModuleReference> beside);

    /** The content of what was found. */
    byte[] read(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact);
}
