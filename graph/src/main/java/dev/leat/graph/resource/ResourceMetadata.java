package dev.leat.graph.resource;

import java.util.Map;
import java.util.Optional;

/**
 * What every resource has.
 *
 * @param namespace {@value #DEFAULT_NAMESPACE} where none is given, and for Bicep
 * @param annotations with Leat's own; see {@link Annotation}
 */
public record ResourceMetadata(
        Placed name, String namespace, Map<String, String> labels, Map<String, String> annotations) {

    /** The namespace that the product uses. */
    public static final String DEFAULT_NAMESPACE = "azure-iot-operations";

    public ResourceMetadata {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /** The value of one of Leat's annotations, which is known to be well-formed. */
    public Optional<String> annotation(Annotation annotation) {
        return Optional.ofNullable(annotations.get(annotation.key()));
    }
}
