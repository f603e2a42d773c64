package dev.leat.registry;

/**
 * Where a reference led.
 *
 * @param reference as it was asked for
 * @param place the artifact with its host and its manifest's digest; from its text, {@link ArtifactResolver#at} makes this
 *     again
 * @param digest of the manifest
 */
public record ResolvedArtifact(String reference, ArtifactReference place, Digest digest) {}
