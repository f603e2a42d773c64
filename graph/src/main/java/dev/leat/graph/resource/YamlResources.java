package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.Yaml;
import dev.leat.graph.yaml.YamlDocument;
import dev.leat.graph.yaml.YamlLimits;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the documents of a YAML file as resources. */
final class YamlResources {

    /** What ends the reading of a file: it says nothing about a document that was read to its end. */
    private static final Set<GraphProblem> ENDING = EnumSet.of(
            GraphProblem.YAML_SYNTAX,
            GraphProblem.TAB_INDENTATION,
            GraphProblem.NESTED_TOO_DEEPLY,
            GraphProblem.TOO_MANY_ALIASES,
            GraphProblem.TOO_MANY_VALUES,
            GraphProblem.NOT_UTF_8,
            GraphProblem.TOO_MANY_FINDINGS);

    private YamlResources() {}

    /** What stands in one file. */
    record Content(List<ResourceDocument> documents, List<Diagnostic> diagnostics) {}

    /** Whether a document calls itself a resource: it has a {@code kind} or an {@code apiVersion}. */
    static boolean areResources(List<YamlDocument> documents) {
        return documents.stream()
                .map(YamlDocument::root)
                .flatMap(Optional::stream)
                .anyMatch(root -> root instanceof YamlMapping mapping
                        && mapping.entry("operations").isEmpty()
                        && (mapping.entry("kind").isPresent()
                                || mapping.entry("apiVersion").isPresent()));
    }

    static List<YamlDocument> parse(String file, byte[] content, Findings findings) {
        return Yaml.readAll(file, content, YamlLimits.DEFAULT, findings);
    }

    static Content read(String file, List<YamlDocument> documents, Findings yaml) {
        List<Diagnostic> left = new ArrayList<>();
        List<Findings> own = new ArrayList<>();
        documents.forEach(document -> own.add(new Findings()));
        for (Diagnostic diagnostic : yaml.sorted()) {
            int number = documentOf(diagnostic, documents);
            if (number < 0) {
                left.add(diagnostic);
            } else {
                own.get(number).report(diagnostic);
            }
        }
        if (documents.isEmpty() && left.isEmpty()) {
            left.add(new Diagnostic(
                    ResourceProblem.NO_RESOURCES,
                    Position.startOf(file),
                    "The file is empty.",
                    "Write a resource into it, or leave the file out."));
        }
        List<ResourceDocument> read = new ArrayList<>();
        for (int number = 0; number < documents.size(); number++) {
            read.add(document(documents.get(number), own.get(number)));
        }
        return new Content(read, left);
    }

    /** The number of the document that a finding about YAML is about, or -1 for none. */
    private static int documentOf(Diagnostic diagnostic, List<YamlDocument> documents) {
        int number = -1;
        for (YamlDocument document : documents) {
            if (document.root().orElseThrow().position().compareTo(diagnostic.position()) <= 0) {
                number++;
            }
        }
        boolean ends = diagnostic.problem() instanceof GraphProblem problem && ENDING.contains(problem);
        return ends && number >= 0 && documents.get(number).complete() ? -1 : number;
    }

    private static ResourceDocument document(YamlDocument document, Findings findings) {
        YamlNode root = document.root().orElseThrow();
        Context context = new Context(findings, document.complete(), true);
        Optional<Unread> unread = DocumentReader.read(root, context);
        Optional<Resource> resource = unread.flatMap(Unread::read);
        return new ResourceDocument(
                root.position(),
                unread.flatMap(Unread::id),
                resource,
                resource.flatMap(read -> unread.flatMap(Manifest::of)),
                findings.sorted());
    }
}
