package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads texts in tests, and shows findings in a form that is easy to read in an assertion. */
final class Read {

    private Read() {}

    static ResourceReading yaml(String text) {
        return file("resources.yaml", text, Map.of());
    }

    static ResourceReading bicep(String text) {
        return bicep(text, Map.of());
    }

    static ResourceReading bicep(String text, Map<String, String> parameters) {
        return file("main.bicep", text, parameters);
    }

    private static ResourceReading file(String name, String text, Map<String, String> parameters) {
        return Resources.read(name, text.getBytes(StandardCharsets.UTF_8), new ResourceOptions(parameters));
    }

    /** The only resource, which is without errors. */
    static <T extends Resource> T only(ResourceReading reading, Class<T> type) {
        if (reading.hasErrors() || reading.resources(type).size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + ", got " + reading);
        }
        return reading.resources(type).getFirst();
    }

    /** Findings as {@code line:column severity PROBLEM}. */
    static List<String> findings(ResourceReading reading) {
        return reading.diagnostics().stream().map(Read::brief).toList();
    }

    static String brief(Diagnostic diagnostic) {
        return diagnostic.position().line() + ":" + diagnostic.position().column() + " "
                + diagnostic.severity().label() + " " + diagnostic.problem();
    }
}
