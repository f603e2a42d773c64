package dev.leat.graph;

import dev.leat.graph.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a graph definition.
 *
 * @param definition present exactly where no diagnostic is an error
 * @param diagnostics all findings, by position
 */
public record Reading(Optional<GraphDefinition> definition, List<Diagnostic> diagnostics) {

    public Reading {
        diagnostics = List.copyOf(diagnostics);
        if (definition.isPresent() == diagnostics.stream().anyMatch(Diagnostic::isError)) {
            throw new IllegalArgumentException("there is a definition exactly where there are no errors");
        }
    }

    public boolean hasErrors() {
        return definition.isEmpty();
    }

    /**
     * The definition.
     *
     * @throws GraphDefinitionException with all findings, where there are errors
     */
    public GraphDefinition orThrow() {
        return definition.orElseThrow(() -> new GraphDefinitionException(diagnostics));
    }
}
