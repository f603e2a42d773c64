package dev.leat.graph;

import dev.leat.graph.diagnostic.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Definitions for tests to break, and findings in a form that is easy to read in an assertion. */
final class Sample {

    /** source, convert, sink. */
    static final String SIMPLE = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: Simple graph
              version: 1.0.0
            moduleRequirements:
              apiVersion: 1.1.0
              runtimeVersion: 1.1.0
            operations:
              - operationType: source
                name: source
              - operationType: map
                name: convert
                module: temperature:1.0.0
              - operationType: sink
                name: sink
            connections:
              - from: { name: source }
                to: { name: convert }
              - from: { name: convert }
                to: { name: sink }
            """;

    /** source, a branch whose arms are counted and converted, a concatenate, sink. */
    static final String BRANCHED = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: Branched graph
              version: 1.0.0
            moduleRequirements:
              apiVersion: 1.1.0
              runtimeVersion: 1.1.0
            operations:
              - { operationType: source, name: source }
              - { operationType: branch, name: split, module: temperature:1.0.0 }
              - { operationType: map, name: convert, module: temperature:1.0.0 }
              - { operationType: accumulate, name: count, module: temperature:1.0.0 }
              - { operationType: concatenate, name: join }
              - { operationType: sink, name: sink }
            connections:
              - { from: { name: source }, to: { name: split } }
              - { from: { name: split, arm: "True" }, to: { name: convert } }
              - { from: { name: split, arm: "False" }, to: { name: count } }
              - { from: { name: convert }, to: { name: join } }
              - { from: { name: count }, to: { name: join } }
              - { from: { name: join }, to: { name: sink } }
            """;

    private Sample() {}

    /** {@link #SIMPLE} with one thing changed. */
    static String simple(String original, String replacement) {
        return changed(SIMPLE, original, replacement);
    }

    /** {@link #BRANCHED} with one thing changed. */
    static String branched(String original, String replacement) {
        return changed(BRANCHED, original, replacement);
    }

    /** The text with the first place where something stands changed; it must stand there. */
    static String changed(String text, String original, String replacement) {
        int place = text.indexOf(original);
        if (place < 0) {
            throw new IllegalArgumentException("the sample has no " + original);
        }
        return text.substring(0, place) + replacement + text.substring(place + original.length());
    }

    static Reading read(String yaml) {
        return GraphDefinitions.read("graph.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    /** Findings as {@code line:column severity PROBLEM}. */
    static List<String> findings(String yaml) {
        return read(yaml).diagnostics().stream().map(Sample::brief).toList();
    }

    static String brief(Diagnostic diagnostic) {
        return diagnostic.position().line() + ":" + diagnostic.position().column() + " "
                + diagnostic.severity().label() + " " + diagnostic.problem();
    }

    /** The message of the only finding. */
    static String message(String yaml) {
        return only(yaml).message();
    }

    /** The hint of the only finding. */
    static String hint(String yaml) {
        return only(yaml).hint();
    }

    private static Diagnostic only(String yaml) {
        List<Diagnostic> diagnostics = read(yaml).diagnostics();
        if (diagnostics.size() != 1) {
            throw new AssertionError("expected one finding, got " + diagnostics);
        }
        return diagnostics.getFirst();
    }
}
