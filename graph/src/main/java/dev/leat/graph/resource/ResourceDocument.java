package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Position;
import java.util.List;
import java.util.Optional;

/**
 * What came of one document of a YAML file, or one declaration of a Bicep file.
 *
 * @param position where it begins
 * @param id which resource it is, as far as that could be told
 * @param resource absent where a diagnostic is an error, or where a part could not be read and the finding is about the file; and for what Bicep says to exist already
 * @param manifest the resource as it is written; there where the resource is
 * @param diagnostics all findings about it by itself, by position
 */
public record ResourceDocument(
        Position position,
        Optional<ResourceId> id,
        Optional<Resource> resource,
        Optional<Manifest> manifest,
        List<Diagnostic> diagnostics) {

    public ResourceDocument {
        diagnostics = List.copyOf(diagnostics);
        if (resource.isPresent() && diagnostics.stream().anyMatch(Diagnostic::isError)) {
            throw new IllegalArgumentException("there is no resource where there are errors");
        }
    }
}
