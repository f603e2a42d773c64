package dev.leat.graph;

import dev.leat.graph.Draft.ConnectionDraft;
import dev.leat.graph.Draft.OperationDraft;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import dev.leat.graph.yaml.YamlScalar;
import java.util.List;
import java.util.Optional;

/** Reads the entries of {@code operations} and {@code connections}. */
final class WiringReader {

    private static final int LONGEST_MODULE = 512;
    private static final Shape OPERATION = Shape.closed("an operation", "operationType", "name", "module");
    private static final Shape CONNECTION = Shape.closed("a connection", "from", "to");
    private static final String VALIDATE = "leat.dev/validate";
    private static final Shape FROM = Shape.closed("'from'", "name", "arm", "schemaName", VALIDATE);
    private static final Shape TO = Shape.closed("'to'", "name");

    private final ObjectReader root;

    WiringReader(ObjectReader root) {
        this.root = root;
    }

    Optional<OperationDraft> operation(YamlNode node) {
        return root.object(node, OPERATION).map(reader -> {
            Optional<OperationType> type = reader.requiredText("operationType").flatMap(this::type);
            Optional<Text> name = reader.requiredName("name");
            Optional<Position> moduleKey = reader.value("module").map(module -> reader.positionOf("module"));
            Optional<ModuleReference> module = reader.filledText("module")
                    .filter(text -> reader.isShort("module", text, LONGEST_MODULE))
                    .flatMap(this::module);
            return new OperationDraft(reader.position(), name, type, moduleKey, module);
        });
    }

    Optional<ConnectionDraft> connection(YamlNode node) {
        return root.object(node, CONNECTION).map(reader -> {
            Optional<YamlNode> from = reader.requiredValue("from");
            Optional<YamlNode> to = reader.requiredValue("to");
            Optional<ObjectReader> fromReader =
                    from.filter(YamlMapping.class::isInstance).flatMap(mapping -> root.object(mapping, FROM));
            Optional<YamlNode> arm = fromReader.flatMap(known -> known.value("arm"));
            return new ConnectionDraft(
                    reader.position(),
                    from.flatMap(end -> end("from", end, fromReader)),
                    arm.map(value -> fromReader.orElseThrow().positionOf("arm")),
                    arm.flatMap(this::arm),
                    fromReader.flatMap(known -> known.filledText("schemaName")),
                    fromReader.filter(known -> known.flag(VALIDATE)).map(known -> known.positionOf(VALIDATE)),
                    to.flatMap(end -> end(
                            "to",
                            end,
                            Optional.of(end)
                                    .filter(YamlMapping.class::isInstance)
                                    .flatMap(mapping -> root.object(mapping, TO)))));
        });
    }

    /** The operation that one end of a connection names. A name written without its key is reported and understood. */
    private Optional<Text> end(String key, YamlNode node, Optional<ObjectReader> reader) {
        if (reader.isPresent()) {
            return reader.get().requiredName("name");
        }
        if (node instanceof YamlScalar scalar
                && scalar.type() == YamlScalar.Type.TEXT
                && !scalar.value().isBlank()) {
            root.report(
                    GraphProblem.WRONG_TYPE,
                    node.position(),
                    "The value of '" + key + "' must be a mapping with the key 'name', not " + node.describe() + ".",
                    "Write '" + key + ": { name: ... }'.");
            return Optional.of(new Text(scalar.value(), scalar.position()));
        }
        root.object(node, key.equals("from") ? FROM : TO);
        return Optional.empty();
    }

    private Optional<OperationType> type(Text text) {
        Optional<OperationType> type = OperationType.of(text.value());
        if (type.isEmpty()) {
            List<String> known = OperationType.spellings();
            root.report(
                    GraphProblem.UNKNOWN_OPERATION_TYPE,
                    text.position(),
                    "There is no operation type " + text.quoted() + ".",
                    Nearest.to(text.value(), known)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Operation types: " + String.join(", ", known) + "."));
            return Nearest.typoOf(text.value(), known).flatMap(OperationType::of);
        }
        checkSpelling("operation type", text, type.get().spelling());
        return type;
    }

    private Optional<Arm> arm(YamlNode node) {
        if (node instanceof YamlScalar scalar) {
            Optional<Arm> arm = Arm.of(scalar.value());
            if (scalar.type() == YamlScalar.Type.UNREADABLE) {
                return Optional.empty();
            }
            if (arm.isPresent() && scalar.type() == YamlScalar.Type.BOOLEAN) {
                root.report(
                        GraphProblem.UNQUOTED_ARM,
                        node.position(),
                        "The arm is written without quotes, and YAML reads " + node.describe() + ".",
                        "Write \"" + arm.get().spelling() + "\" in quotes.");
                return arm;
            }
            if (arm.isPresent()) {
                checkSpelling(
                        "arm",
                        new Text(scalar.value(), scalar.position()),
                        arm.get().spelling());
                return arm;
            }
        }
        root.report(
                GraphProblem.UNKNOWN_ARM,
                node.position(),
                "A branch has the arms 'False' and 'True', and not " + node.describe() + ".",
                "Write \"True\" or \"False\" in quotes.");
        return Optional.empty();
    }

    private Optional<ModuleReference> module(Text text) {
        Optional<String> fault = ModuleReference.faultIn(text.value());
        if (fault.isPresent()) {
            root.report(
                    GraphProblem.NOT_A_MODULE_REFERENCE,
                    text.position(),
                    text.quoted() + " is not a module reference: " + fault.get() + ".",
                    "Write [path/]name[:tag], such as \"temperature:1.0.0\".");
            return Optional.empty();
        }
        Optional<ModuleReference> module = ModuleReference.parse(text.value());
        module.filter(ModuleReference::hasUpperCase)
                .ifPresent(reference -> root.report(
                        GraphProblem.UPPER_CASE_MODULE,
                        text.position(),
                        "Registries take no upper-case letters in a module's path or name, as in " + text.quoted()
                                + ".",
                        "Rename the module in lower case."));
        return module;
    }

    private void checkSpelling(String what, Text text, String canonical) {
        if (!text.value().equals(canonical)) {
            root.report(
                    GraphProblem.UNUSUAL_SPELLING,
                    text.position(),
                    "The " + what + " " + text.quoted() + " is usually spelled otherwise.",
                    "Write \"" + canonical + "\".");
        }
    }
}
