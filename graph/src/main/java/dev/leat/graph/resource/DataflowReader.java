package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a Dataflow. Its built-in transformations are named and refused. */
final class DataflowReader {

    private enum OperationType {
        SOURCE("sourceSettings"),
        BUILT_IN_TRANSFORMATION("builtInTransformationSettings"),
        DESTINATION("destinationSettings");

        private final String settingsKey;

        OperationType(String settingsKey) {
            this.settingsKey = settingsKey;
        }
    }

    private record Operation(
            Position position,
            OperationType type,
            Optional<SourceSettings> source,
            Optional<DestinationSettings> destination) {}

    private static final Words<OperationType> TYPES = Words.of(OperationType.class);
    private static final List<String> TRANSFORMATIONS = List.of("datasets", "filter", "map");
    private static final int LONGEST_NAME = 64;

    private final Unread unread;
    private final Fields fields;
    private final Context context;
    private final Set<String> names = new HashSet<>();
    private boolean typesKnown = true;

    private DataflowReader(Unread unread, Fields fields) {
        this.unread = unread;
        this.fields = fields;
        this.context = unread.context();
    }

    static Optional<Resource> read(Unread unread) {
        return Fields.of(
                        unread.spec(),
                        unread.context(),
                        "a data flow",
                        List.of("mode", "profileRef", "requestDiskPersistence", "operations"))
                .flatMap(fields -> new DataflowReader(unread, fields).read());
    }

    private Optional<Resource> read() {
        Mode mode = fields.choice("mode", Words.MODE).orElse(Mode.ENABLED);
        Optional<Placed> profile = GraphReader.profile(unread, fields, "data flow");
        boolean persistence = fields.enabled("requestDiskPersistence", false);
        Optional<List<YamlNode>> list = fields.requiredList("operations");
        List<Operation> operations = new ArrayList<>();
        for (YamlNode node : list.orElse(List.of())) {
            Optional<Operation> operation = Fields.of(
                            node,
                            context,
                            "an operation",
                            List.of(
                                    "operationType",
                                    "name",
                                    "sourceSettings",
                                    "builtInTransformationSettings",
                                    "destinationSettings"))
                    .flatMap(this::operation);
            operation.ifPresent(operations::add);
            typesKnown &= operation.isPresent();
        }
        if (list.isPresent() && typesKnown && context.complete()) {
            checkOrder(operations);
        }
        if (!unread.isSound()) {
            return Optional.empty();
        }
        return Optional.of(new Dataflow(
                unread.metadata().orElseThrow(),
                mode,
                profile.orElseThrow(),
                persistence,
                operations.getFirst().source().orElseThrow(),
                operations.getLast().destination().orElseThrow()));
    }

    private Optional<Operation> operation(Fields operation) {
        Optional<OperationType> type = operation.requiredChoice("operationType", TYPES);
        operation.text("name").ifPresent(this::checkName);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        for (OperationType other : OperationType.values()) {
            if (other != type.get() && operation.has(other.settingsKey)) {
                operation.report(
                        ResourceProblem.SETTINGS_OF_OTHER_TYPE,
                        operation.positionOf(other.settingsKey),
                        "An operation of type " + Words.camel(type.get().name()) + " has no '" + other.settingsKey
                                + "'.",
                        "Remove it, or write 'operationType: " + Words.camel(other.name()) + "'.");
            }
        }
        return Optional.of(
                switch (type.get()) {
                    case SOURCE ->
                        new Operation(
                                operation.position(),
                                type.get(),
                                SettingsReader.source(operation, false),
                                Optional.empty());
                    case BUILT_IN_TRANSFORMATION -> {
                        refuseTransformations(operation);
                        yield new Operation(operation.position(), type.get(), Optional.empty(), Optional.empty());
                    }
                    case DESTINATION ->
                        new Operation(
                                operation.position(),
                                type.get(),
                                Optional.empty(),
                                SettingsReader.destination(operation, false));
                });
    }

    private void checkName(Placed name) {
        if (name.value().length() > LONGEST_NAME) {
            Scalars.tooLong("name", name, LONGEST_NAME, context);
        } else if (!names.add(name.value())) {
            context.report(
                    ResourceProblem.DUPLICATE_NODE,
                    name.position(),
                    "The name " + name.quoted() + " is taken by another operation.",
                    "Rename one of the two.");
        }
    }

    /** A transformation that does nothing is none. */
    private void refuseTransformations(Fields operation) {
        operation
                .requiredObject(
                        "builtInTransformationSettings",
                        "a transformation's settings",
                        "datasets",
                        "filter",
                        "map",
                        "schemaRef",
                        "serializationFormat")
                .ifPresent(settings -> {
                    for (String transformation : TRANSFORMATIONS) {
                        Optional<YamlNode> list = settings.value(transformation);
                        if (list.filter(node -> !isEmptyList(node)).isPresent()) {
                            settings.report(
                                    ResourceProblem.TRANSFORMATION_NOT_RUN,
                                    settings.positionOf(transformation),
                                    "Leat does not run the built-in transformation " + Quote.of(transformation) + ".",
                                    "Use a DataflowGraph with a module that does it.");
                        }
                    }
                    SettingsReader.schema(settings);
                    settings.choice("serializationFormat", Words.of(SerializationFormat.class));
                });
    }

    private static boolean isEmptyList(YamlNode node) {
        return node instanceof YamlSequence list && list.items().isEmpty();
    }

    private void checkOrder(List<Operation> operations) {
        List<OperationType> types = operations.stream().map(Operation::type).toList();
        boolean plain = types.equals(List.of(OperationType.SOURCE, OperationType.DESTINATION));
        if (plain || types.equals(List.of(OperationType.values()))) {
            return;
        }
        for (OperationType needed : List.of(OperationType.SOURCE, OperationType.DESTINATION)) {
            if (!types.contains(needed)) {
                badOperations(
                        fields.positionOf("operations"),
                        "The data flow has no operation of type " + Words.camel(needed.name()) + ".");
                return;
            }
        }
        Set<OperationType> seen = new HashSet<>();
        int last = -1;
        for (Operation operation : operations) {
            if (!seen.add(operation.type())) {
                badOperations(
                        operation.position(),
                        "A data flow has one operation of type "
                                + Words.camel(operation.type().name()) + "; this is the second.");
                return;
            }
            if (operation.type().ordinal() < last) {
                badOperations(operation.position(), "The operations of a data flow are not in this order.");
                return;
            }
            last = operation.type().ordinal();
        }
    }

    private void badOperations(Position position, String message) {
        context.report(
                ResourceProblem.BAD_OPERATIONS,
                position,
                message,
                "Write a Source, at most one BuiltInTransformation, and a Destination, in this order.");
    }
}
