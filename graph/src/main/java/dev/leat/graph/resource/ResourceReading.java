package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Diagnostic;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of reading files with resources.
 *
 * @param files the files that hold resources, in the order in which they were read
 * @param documents what stands in them, in the same order
 * @param fileDiagnostics findings about a file as a whole
 * @param checks findings about resources together; see {@link ResourceChecks}
 */
public record ResourceReading(
        List<Path> files, List<ResourceDocument> documents, List<Diagnostic> fileDiagnostics, List<Diagnostic> checks) {

    public ResourceReading {
        files = List.copyOf(files);
        documents = List.copyOf(documents);
        fileDiagnostics = List.copyOf(fileDiagnostics);
        checks = List.copyOf(checks);
    }

    /** The resources without errors of their own. */
    public List<Resource> resources() {
        return documents.stream()
                .map(ResourceDocument::resource)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The resources of one kind. */
    public <T extends Resource> List<T> resources(Class<T> type) {
        return resources().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All findings once each, by position. */
    public List<Diagnostic> diagnostics() {
        return Stream.of(
                        fileDiagnostics,
                        documents.stream()
                                .map(ResourceDocument::diagnostics)
                                .flatMap(Collection::stream)
                                .toList(),
                        checks)
                .flatMap(Collection::stream)
                .distinct()
                .sorted()
                .toList();
    }

    public boolean hasErrors() {
        return diagnostics().stream().anyMatch(Diagnostic::isError);
    }
}
