package dev.leat.graph;

import dev.leat.graph.diagnostic.Position;
import java.util.List;
import java.util.Optional;

/**
 * A definition as far as it could be read: whatever is absent was reported already, and rules pass over it.
 *
 * @param complete whether the file was read to its end; only then does something follow from what is not there
 * @param operationsKnown whether there is a list of operations at all
 * @param operationsPosition where it begins
 * @param connectionsKnown whether there is a list of connections at all
 */
record Draft(
        boolean complete,
        Optional<Metadata> metadata,
        Optional<ModuleRequirements> moduleRequirements,
        boolean operationsKnown,
        Position operationsPosition,
        List<OperationDraft> operations,
        boolean connectionsKnown,
        List<ConnectionDraft> connections,
        List<ConfigurationDraft> configurations,
        List<SchemaDraft> schemas) {

    /** An entry of {@code operations}; {@code moduleKey} is where a module is given, readable or not. */
    record OperationDraft(
            Position position,
            Optional<Text> name,
            Optional<OperationType> type,
            Optional<Position> moduleKey,
            Optional<ModuleReference> module) {

        boolean is(OperationType wanted) {
            return type.filter(known -> known == wanted).isPresent();
        }
    }

    /** An entry of {@code connections}; {@code armGiven} is where an arm is given, readable or not; {@code validate} where its validation is asked for. */
    record ConnectionDraft(
            Position position,
            Optional<Text> from,
            Optional<Position> armGiven,
            Optional<Arm> arm,
            Optional<Text> schema,
            Optional<Position> validate,
            Optional<Text> to) {}

    /** An entry of {@code moduleConfigurations}. */
    record ConfigurationDraft(Position position, Optional<Text> operation, List<Parameter> parameters) {}

    /** An entry of {@code schemas}. */
    record SchemaDraft(Position position, Optional<Text> name, Optional<Text> format, Optional<Text> content) {}

    /** The definition; to be asked for where nothing was wrong. */
    GraphDefinition finish() {
        return new GraphDefinition(
                metadata.orElseThrow(),
                moduleRequirements.orElseThrow(),
                operations.stream().map(Draft::finish).toList(),
                connections.stream().map(Draft::finish).toList(),
                configurations.stream()
                        .map(draft ->
                                new ModuleConfiguration(value(draft.operation()), draft.parameters(), draft.position()))
                        .toList(),
                schemas.stream()
                        .map(draft -> new SchemaDefinition(
                                value(draft.name()), value(draft.format()), value(draft.content()), draft.position()))
                        .toList());
    }

    private static Operation finish(OperationDraft draft) {
        OperationType type = draft.type().orElseThrow();
        return new Operation(
                value(draft.name()), type, draft.module().filter(module -> type.runsModule()), draft.position());
    }

    private static Connection finish(ConnectionDraft draft) {
        return new Connection(
                value(draft.from()),
                draft.arm(),
                value(draft.to()),
                draft.schema().map(Text::value),
                draft.validate().isPresent(),
                draft.position());
    }

    private static String value(Optional<Text> text) {
        return text.orElseThrow().value();
    }
}
