package dev.leat.component.model.binary;

import dev.leat.component.model.ComponentException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the custom sections that Leat shows to people. */
public final class CustomSections {

    private CustomSections() {}

    /**
     * The contents of a core module's first custom section of that name.
     *
     * @param module a core module whose sections were decoded before
     */
    public static Optional<byte[]> find(byte[] module, String name) {
        BinaryReader in = new BinaryReader(module);
        in.bytes(8);
        while (!in.atEnd()) {
            int id = in.u8();
            BinaryReader section = in.slice(in.u32());
            if (id == 0 && section.name().equals(name)) {
                return Optional.of(section.rest());
            }
        }
        return Optional.empty();
    }

    /**
     * Decodes a {@code producers} section, as ProducersSection.md of the tool conventions lays it out.
     *
     * @return what stands in each field: the version by the name
     * @throws ComponentException where the section is damaged
     */
    public static Map<String, Map<String, String>> producers(byte[] section) {
        BinaryReader in = new BinaryReader(section);
        Map<String, Map<String, String>> fields = new LinkedHashMap<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            Map<String, String> field = fields.computeIfAbsent(in.name(), any -> new LinkedHashMap<>());
            int values = in.count();
            for (int j = 0; j < values; j++) {
                field.putIfAbsent(in.name(), in.name());
            }
        }
        return fields;
    }
}
