package dev.leat.graph.resource;

import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.yaml.YamlDocument;
import dev.leat.graph.yaml.YamlMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks files and directories with graph definitions and resources, and finds out by itself which is which: what has a
 * {@code kind} or an {@code apiVersion}, and Bicep, are resources. In a directory, YAML that is neither is passed over.
 *
 * @param files how many files were checked
 * @param diagnostics all findings: those about graph definitions and resources, by position
 */
public record Lint(int files, List<Diagnostic> diagnostics) {

    public Lint {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Checks everything that the paths lead to. Throws for nothing that a file contains. */
    public static Lint check(List<Path> paths, ResourceOptions options) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Path> resources = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        int definitions = 0;
        for (Path path : paths) {
            boolean directory = Files.isDirectory(path);
            List<Path> files = directory ? Resources.candidates(path, diagnostics) : List.of(path);
            for (Path file : files) {
                if (!seen.add(ResourceFiles.identity(file))) {
                    continue;
                }
                Optional<byte[]> content = Resources.content(file, diagnostics);
                if (content.isEmpty()) {
                    definitions += directory ? 0 : 1;
                    continue;
                }
                if (ResourceFiles.isBicep(file)) {
                    resources.add(file);
                    continue;
                }
                Findings yaml = new Findings();
                List<YamlDocument> documents = YamlResources.parse(file.toString(), content.get(), yaml);
                if (YamlResources.areResources(documents)) {
                    resources.add(file);
                } else if (!directory || GraphDefinitions.isDefinition(file.toString(), content.get())) {
                    definitions++;
                    diagnostics.addAll(GraphDefinitions.read(file.toString(), content.get())
                            .diagnostics());
                } else {
                    // Nobody can tell what it was to be.
                    List<Diagnostic> broken = whyUnreadable(documents, yaml);
                    definitions += broken.isEmpty() ? 0 : 1;
                    diagnostics.addAll(broken);
                }
            }
        }
        ResourceReading reading = Resources.read(resources, options);
        diagnostics.addAll(reading.diagnostics());
        return new Lint(
                definitions + reading.files().size(),
                diagnostics.stream().sorted().toList());
    }

    /** What is wrong with a file in which not even a key can be read; nothing where one can, or the file is sound. */
    private static List<Diagnostic> whyUnreadable(List<YamlDocument> documents, Findings yaml) {
        boolean hasKeys = documents.stream()
                .flatMap(document -> document.root().stream())
                .anyMatch(root -> root instanceof YamlMapping mapping
                        && !mapping.entries().isEmpty());
        return hasKeys
                ? List.of()
                : yaml.sorted().stream().filter(Diagnostic::isError).toList();
    }
}
