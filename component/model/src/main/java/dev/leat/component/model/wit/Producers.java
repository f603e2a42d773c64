package dev.leat.component.model.wit;

import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.binary.CustomSections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a component was made with, as the {@code producers} sections of the component and of its core modules say. Tools
 * write them of their own accord: they may be missing, and they may be wrong.
 *
 * @param languages source languages
 * @param processedBy compilers, linkers and other tools
 * @param sdks kits that the tools came in
 */
public record Producers(List<Tool> languages, List<Tool> processedBy, List<Tool> sdks) {

    /** @param version as the tool writes it; may be empty */
    public record Tool(String name, String version) {

        /** The name, and the version where there is one. */
        @Override
        public String toString() {
            return version.isEmpty() ? name : name + " " + version;
        }
    }

    public Producers {
        languages = List.copyOf(languages);
        processedBy = List.copyOf(processedBy);
        sdks = List.copyOf(sdks);
    }

    /** Reads all sections of a component, each tool and version once, in their order. Damaged sections say nothing. */
    public static Producers of(Component component) {
        return of(component.producers());
    }

    static Producers of(List<byte[]> sections) {
        Set<Tool> languages = new LinkedHashSet<>();
        Set<Tool> processedBy = new LinkedHashSet<>();
        Set<Tool> sdks = new LinkedHashSet<>();
        for (byte[] section : sections) {
            Map<String, Map<String, String>> fields = fields(section);
            add(languages, fields, "language");
            add(processedBy, fields, "processed-by");
            add(sdks, fields, "sdk");
        }
        return new Producers(List.copyOf(languages), List.copyOf(processedBy), List.copyOf(sdks));
    }

    private static Map<String, Map<String, String>> fields(byte[] section) {
        try {
            return CustomSections.producers(section);
        } catch (ComponentException damaged) {
            return Map.of();
        }
    }

    private static void add(Set<Tool> tools, Map<String, Map<String, String>> fields, String field) {
        fields.getOrDefault(field, Map.of()).forEach((name, version) -> tools.add(new Tool(name, version)));
    }
}
