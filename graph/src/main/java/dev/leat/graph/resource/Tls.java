package dev.leat.graph.resource;

import java.util.Optional;

/**
 * Whether and how a connection is encrypted.
 *
 * @param trustedCaCertificates a ConfigMap with PEM certificates; absent for the system's own
 */
public record Tls(boolean enabled, Optional<Placed> trustedCaCertificates) {}
