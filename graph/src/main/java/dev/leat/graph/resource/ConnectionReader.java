package dev.leat.graph.resource;

import dev.leat.graph.Arm;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Reads an entry of {@code nodeConnections}. */
final class ConnectionReader {

    private static final Words<SerializationFormat> FORMATS = Words.of(SerializationFormat.class);
    private static final Words<Arm> ARMS = Words.of(Arm.class, Arm::spelling);
    private static final String OUTPUT = ".output.";

    private ConnectionReader() {}

    static Optional<ConnectionDraft> read(YamlNode node, Context context) {
        return Fields.of(node, context, "a connection", List.of("from", "to")).map(ConnectionReader::connection);
    }

    private static ConnectionDraft connection(Fields fields) {
        Optional<Fields> from = fields.requiredObject("from", "the beginning of a connection", "name", "arm", "schema");
        Optional<Placed> to =
                fields.requiredObject("to", "the end of a connection", "name").flatMap(end -> end.requiredText("name"));
        Optional<Placed> written = from.flatMap(start -> start.requiredText("name"));
        Optional<String> behindName = written.flatMap(ConnectionReader::outputBehind);
        Optional<String> given = from.flatMap(ConnectionReader::arm).map(Arm::spelling);
        Optional<Position> armPosition = from.filter(start -> start.has("arm")).map(start -> start.positionOf("arm"));
        if (behindName.isPresent() && armPosition.isPresent()) {
            fields.report(
                    ResourceProblem.BAD_ARM,
                    armPosition.get(),
                    "The arm is given behind the name already, in "
                            + written.get().quoted() + ".",
                    "Remove one of the two.");
        }
        Optional<Fields> schema =
                from.flatMap(start -> start.object("schema", "a schema", "schemaRef", "serializationFormat"));
        return new ConnectionDraft(
                fields.position(),
                written.map(ConnectionReader::withoutOutput),
                behindName.or(() -> given),
                behindName.isPresent() ? written.map(Placed::position) : armPosition,
                schema.flatMap(SettingsReader::schema),
                schema.flatMap(known -> known.choice("serializationFormat", FORMATS))
                        .orElse(SerializationFormat.JSON),
                to);
    }

    /** A boolean is taken, too: everybody forgets the quotes, and what is meant is plain. */
    private static Optional<Arm> arm(Fields from) {
        return from.value("arm").flatMap(node -> {
            if (node instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.BOOLEAN) {
                from.report(
                        ResourceProblem.UNQUOTED_TEXT,
                        scalar.position(),
                        "The value of 'arm' must be text, and without quotes this is " + scalar.describe() + ".",
                        "Write \""
                                + Arm.of(scalar.value().equalsIgnoreCase("true"))
                                        .spelling() + "\" in quotes.");
                return Arm.of(scalar.value());
            }
            return from.choice("arm", ARMS);
        });
    }

    /** An arm as it is spelled, or the name of a sink. */
    private static Optional<String> outputBehind(Placed name) {
        int place = name.value().lastIndexOf(OUTPUT);
        return Optional.of(name.value())
                .filter(whole -> place > 0 && place + OUTPUT.length() < whole.length())
                .map(whole -> whole.substring(place + OUTPUT.length()))
                .map(output -> Arm.of(output).map(Arm::spelling).orElse(output));
    }

    private static Placed withoutOutput(Placed name) {
        return outputBehind(name).isEmpty()
                ? name
                : new Placed(name.value().substring(0, name.value().lastIndexOf(OUTPUT)), name.position());
    }
}
