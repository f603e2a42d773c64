package dev.leat.graph;

import dev.leat.graph.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** A graph definition, or the configuration for one, has errors. The message holds all findings as a terminal shows them. */
public final class GraphDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public GraphDefinitionException(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
