package dev.leat.platform.server;

/**
 * An artifact as it was found.
 *
 * @param reference what the resource or the definition says
 * @param place where it was found
 * @param digest of what was found, {@code sha256:} and 64 hexadecimal digits
 */
record PinnedArtifact(String reference, String place, String digest) {}
