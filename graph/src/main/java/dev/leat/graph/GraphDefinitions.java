package dev.leat.graph;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Problem;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.yaml.Yaml;
import dev.leat.graph.yaml.YamlDocument;
import dev.leat.graph.yaml.YamlLimits;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads graph definitions (YAML or JSON, schema {@code aio-wasm-graph-config-1.0.0} and the form of the preview before
 * it) and finds everything that is wrong with one at once. Neither method throws for anything a file contains.
 */
public final class GraphDefinitions {

    private static final YamlLimits LIMITS = YamlLimits.DEFAULT;
    private static final byte[] WEBASSEMBLY = {0, 'a', 's', 'm'};

    private GraphDefinitions() {}

    /** Reads a file; that it cannot be read is a finding, too. */
    public static Reading read(Path path) {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            return unreadable(name, "This is a directory, not a file.");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return read(name, in.readNBytes(LIMITS.bytes() + 1));
        } catch (NoSuchFileException e) {
            return unreadable(name, "There is no such file.");
        } catch (IOException e) {
            return unreadable(name, "The file cannot be read: " + e.getMessage() + ".");
        }
    }

    /**
     * Reads a file's content.
     *
     * @param name what diagnostics call the file
     */
    public static Reading read(String name, byte[] content) {
        Findings findings = new Findings();
        if (startsWith(content, WEBASSEMBLY)) {
            return refused(
                    findings,
                    GraphProblem.NOT_A_GRAPH_DEFINITION,
                    name,
                    "This is a WebAssembly module.",
                    hintForOther());
        }
        YamlDocument document = Yaml.read(name, content, LIMITS, findings);
        Optional<Draft> draft = document.root()
                .flatMap(root -> mapping(root, document.complete(), findings))
                .map(root -> DefinitionReader.read(name, root, findings, document.complete()));
        draft.ifPresent(known -> Rules.check(known, findings));
        return findings.hasErrors()
                ? new Reading(Optional.empty(), findings.sorted())
                : new Reading(draft.map(Draft::finish), findings.sorted());
    }

    /** Whether a file's content looks like a graph definition, sound or not: it has operations. */
    public static boolean isDefinition(String name, byte[] content) {
        return Yaml.read(name, content, LIMITS, new Findings())
                .root()
                .filter(root -> root instanceof YamlMapping mapping
                        && mapping.entry("operations").isPresent())
                .isPresent();
    }

    private static Optional<YamlMapping> mapping(YamlNode root, boolean complete, Findings findings) {
        if (!(root instanceof YamlMapping mapping)) {
            if (!complete) {
                return Optional.empty();
            }
            findings.report(
                    GraphProblem.NOT_A_GRAPH_DEFINITION,
                    root.position(),
                    "A graph definition has keys such as 'operations' and 'connections'; this is " + root.describe()
                            + ".",
                    hintForOther());
            return Optional.empty();
        }
        boolean isResource =
                mapping.entry("kind").isPresent() && mapping.entry("operations").isEmpty();
        if (isResource) {
            YamlMapping.Entry kind = mapping.entry("kind").orElseThrow();
            String resource = kind.value() instanceof YamlScalar scalar ? Quote.of(scalar.value()) : "some kind";
            findings.report(
                    GraphProblem.NOT_A_GRAPH_DEFINITION,
                    kind.key().position(),
                    "This is a Kubernetes resource of kind " + resource + ", not a graph definition.",
                    hintForOther());
            return Optional.empty();
        }
        return Optional.of(mapping);
    }

    private static String hintForOther() {
        return "Give the file of the graph definition, the one with 'operations' and 'connections'.";
    }

    private static Reading unreadable(String name, String message) {
        return refused(
                new Findings(), GraphProblem.FILE_UNREADABLE, name, message, "Check the path and the permissions.");
    }

    private static Reading refused(Findings findings, Problem problem, String name, String message, String hint) {
        findings.report(problem, Position.startOf(name), message, hint);
        return new Reading(Optional.empty(), findings.sorted());
    }

    private static boolean startsWith(byte[] content, byte[] start) {
        return content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }
}
