package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;

/** A list or mapping whose end is still to come. */
abstract sealed class Frame {

    private final Position position;
    private final Optional<Anchor> anchor;
    private int size = 1;

    private Frame(Position position, Optional<Anchor> anchor) {
        this.position = position;
        this.anchor = anchor;
    }

    abstract void add(YamlNode node);

    /** What there is so far. */
    abstract YamlNode node();

    final void add(YamlNode node, int nodeSize) {
        size += nodeSize;
        add(node);
    }

    final Position position() {
        return position;
    }

    final Optional<Anchor> anchor() {
        return anchor;
    }

    /** How many values there are in it, itself included, with aliases written out. */
    final int size() {
        return size;
    }

    static final class OfSequence extends Frame {

        private final List<YamlNode> items = new ArrayList<>();

        OfSequence(Position position, Optional<Anchor> anchor) {
            super(position, anchor);
        }

        @Override
        void add(YamlNode node) {
            items.add(node);
        }

        @Override
        YamlNode node() {
            return new YamlSequence(items, position());
        }
    }

    /** Takes keys and values in turn. A key that cannot be used is reported, and its value is left out. */
    static final class OfMapping extends Frame {

        private final Findings findings;
        private final List<YamlMapping.Entry> entries = new ArrayList<>();
        private final Map<String, Position> seen = new HashMap<>();
        private Optional<YamlScalar> key = Optional.empty();
        private boolean valueIsNext;

        OfMapping(Position position, Optional<Anchor> anchor, Findings findings) {
            super(position, anchor);
            this.findings = findings;
        }

        @Override
        void add(YamlNode node) {
            if (valueIsNext) {
                key.ifPresent(known -> entries.add(new YamlMapping.Entry(known, node)));
            } else {
                key = usableKey(node);
            }
            valueIsNext = !valueIsNext;
        }

        @Override
        YamlNode node() {
            return new YamlMapping(entries, position());
        }

        private Optional<YamlScalar> usableKey(YamlNode node) {
            if (!(node instanceof YamlScalar scalar) || scalar.type() == YamlScalar.Type.NULL) {
                findings.report(
                        GraphProblem.KEY_NOT_TEXT,
                        node.position(),
                        "A key must be text, not " + node.describe() + ".",
                        "Write 'key: value'; put values that begin with '{' or '[' in quotes if they are text.");
                return Optional.empty();
            }
            if (scalar.type() == YamlScalar.Type.UNREADABLE) {
                return Optional.empty();
            }
            Position first = seen.putIfAbsent(scalar.value(), scalar.position());
            if (first != null) {
                findings.report(
                        GraphProblem.DUPLICATE_KEY,
                        scalar.position(),
                        "The key " + Quote.of(scalar.value()) + " is given already at line " + first.line() + ".",
                        "Keep one of the two.");
                return Optional.empty();
            }
            return Optional.of(scalar);
        }
    }
}
