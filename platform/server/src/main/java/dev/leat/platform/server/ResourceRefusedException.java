package dev.leat.platform.server;

import dev.leat.graph.diagnostic.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** Resources with errors. */
final class ResourceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> findings;

    ResourceRefusedException(List<Diagnostic> findings) {
        super(findings.stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    List<Diagnostic> findings() {
        return findings;
    }
}
