package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Position;
import java.util.List;
import java.util.Optional;

/** Values under keys, in the order of the file. No two entries have the same key. */
public record YamlMapping(List<Entry> entries, Position position) implements YamlNode {

    /**
     * A key and its value.
     *
     * @param key never of type {@link YamlScalar.Type#NULL}
     */
    public record Entry(YamlScalar key, YamlNode value) {

        public String name() {
            return key.value();
        }
    }

    public YamlMapping {
        entries = List.copyOf(entries);
    }

    /** The entry with exactly this key. */
    public Optional<Entry> entry(String key) {
        return entries.stream().filter(entry -> entry.name().equals(key)).findFirst();
    }

    @Override
    public YamlMapping at(Position place) {
        return new YamlMapping(entries, place);
    }

    @Override
    public String describe() {
        return "a mapping";
    }
}
