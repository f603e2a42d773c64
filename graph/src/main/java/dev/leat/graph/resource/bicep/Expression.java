package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.yaml.YamlScalar;
import java.util.List;

/** A value as it is written. */
sealed interface Expression {

    Position position();

    /** A text, a number, a boolean or null. */
    record Literal(YamlScalar scalar) implements Expression {

        @Override
        public Position position() {
            return scalar.position();
        }
    }

    /** A text with other values in it; pieces follow each other. */
    record Interpolated(List<Expression> pieces, Position position) implements Expression {}

    record ArrayOf(List<Expression> items, Position position) implements Expression {}

    record ObjectOf(List<Member> members, Position position) implements Expression {}

    record Member(YamlScalar key, Expression value) {}

    /** A name, and the properties that are taken of it. */
    record Reference(String name, List<Property> properties, Position position) implements Expression {}

    record Property(String name, Position position) {}
}
