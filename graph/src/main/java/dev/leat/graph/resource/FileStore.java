package dev.leat.graph.resource;

import java.util.Optional;

/**
 * A directory of a persistent volume for a graph (2026-11-01-preview).
 *
 * @param subPath relative, and does not lead upwards
 */
public record FileStore(Placed id, String persistentVolumeClaim, Optional<String> subPath, boolean readOnly) {}
