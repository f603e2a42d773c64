package dev.leat.platform.server;

import dev.leat.registry.ArtifactKind;

/**
 * An artifact as it was found.
 *
 * @param reference what the resource or the definition says
 * @param place where it was found
 * @param digest of what was found: of a file, or of the manifest in a registry
 * @param isSample whether it is Leat's own, which stands in for what a registry does not have
 */
record PinnedArtifact(ArtifactKind kind, String reference, String place, String digest, boolean isSample) {

    PinnedArtifact(ArtifactKind kind, String reference, String place, String digest) {
        this(kind, reference, place, digest, false);
    }

    PinnedArtifact asSample() {
        return new PinnedArtifact(kind, reference, place, digest, true);
    }
}
