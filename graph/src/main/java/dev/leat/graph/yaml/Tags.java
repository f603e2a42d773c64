package dev.leat.graph.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** Decides by the rules of YAML 1.2's core schema what a scalar is. */
final class Tags {

    private static final CoreScalarResolver CORE = new CoreScalarResolver(false);

    /** Longer plain scalars are text: no number or boolean is that long, and patterns need not be tried on them. */
    private static final int LONGEST_NON_TEXT = 256;

    private Tags() {}

    /** The type, or empty where the tag is unknown or does not fit the value. */
    static Optional<YamlScalar.Type> typeOf(ScalarEvent event) {
        Optional<String> explicit = event.getTag();
        if (explicit.isEmpty()) {
            return Optional.of(event.isPlain() ? resolve(event.getValue()) : YamlScalar.Type.TEXT);
        }
        String tag = explicit.get();
        if (tag.equals("!") || tag.equals(Tag.STR.getValue())) {
            return Optional.of(YamlScalar.Type.TEXT);
        }
        return ofTag(tag).filter(type -> type == resolve(event.getValue()));
    }

    static boolean fitsCollection(String tag, boolean mapping) {
        return tag.equals("!") || tag.equals(mapping ? Tag.MAP.getValue() : Tag.SEQ.getValue());
    }

    private static YamlScalar.Type resolve(String value) {
        return value.length() > LONGEST_NON_TEXT
                ? YamlScalar.Type.TEXT
                : ofTag(CORE.resolve(value, true).getValue()).orElse(YamlScalar.Type.TEXT);
    }

    private static Optional<YamlScalar.Type> ofTag(String tag) {
        if (tag.equals(Tag.NULL.getValue())) {
            return Optional.of(YamlScalar.Type.NULL);
        }
        if (tag.equals(Tag.BOOL.getValue())) {
            return Optional.of(YamlScalar.Type.BOOLEAN);
        }
        if (tag.equals(Tag.INT.getValue()) || tag.equals(Tag.FLOAT.getValue())) {
            return Optional.of(YamlScalar.Type.NUMBER);
        }
        return Optional.empty();
    }
}
