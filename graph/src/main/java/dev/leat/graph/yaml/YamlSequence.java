package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Position;
import java.util.List;

/** A list of values. */
public record YamlSequence(List<YamlNode> items, Position position) implements YamlNode {

    public YamlSequence {
        items = List.copyOf(items);
    }

    @Override
    public YamlSequence at(Position place) {
        return new YamlSequence(items, place);
    }

    @Override
    public String describe() {
        return "a list";
    }
}
