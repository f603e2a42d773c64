package dev.leat.registry;

/**
 * The content of an artifact, held against its digest.
 *
 * @param resolved which one it is
 * @param layer what the manifest says of the content
 * @param content not to be changed
 */
public record Artifact(ResolvedArtifact resolved, ArtifactKind kind, Descriptor layer, byte[] content) {}
