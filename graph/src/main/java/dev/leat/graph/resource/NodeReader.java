package dev.leat.graph.resource;

import dev.leat.graph.ModuleReference;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.Fields.Context;
import dev.leat.graph.resource.NodeDraft.Type;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a node of a DataflowGraph. */
final class NodeReader {

    private static final List<String> KEYS =
            List.of("nodeType", "name", "sourceSettings", "graphSettings", "destinationSettings");
    private static final Words<Type> TYPES = Words.of(Type.class);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int LONGEST_NAME = 256;

    private NodeReader() {}

    static Optional<NodeDraft> read(YamlNode node, Context context) {
        return Fields.of(node, context, "a node", KEYS).map(NodeReader::node);
    }

    private static NodeDraft node(Fields fields) {
        Optional<Placed> name = fields.requiredText("name");
        name.ifPresent(given -> checkName(given, fields.context()));
        Optional<Type> type = fields.requiredChoice("nodeType", TYPES);
        if (type.isPresent()) {
            refuseOthers(fields, type.get());
        }
        Optional<GraphNode> node = type.flatMap(known -> switch (known) {
            case SOURCE ->
                SettingsReader.source(fields, true)
                        .flatMap(settings -> name.map(given -> new GraphNode.Source(given, settings)));
            case GRAPH -> graph(fields, name);
            case DESTINATION ->
                SettingsReader.destination(fields, true)
                        .flatMap(settings -> name.map(given -> new GraphNode.Destination(given, settings)));
        });
        return new NodeDraft(fields.position(), name, type, node);
    }

    private static void refuseOthers(Fields fields, Type type) {
        boolean missing = !fields.has(type.settingsKey());
        for (Type other : Type.values()) {
            if (other != type && fields.has(other.settingsKey())) {
                fields.report(
                        ResourceProblem.SETTINGS_OF_OTHER_TYPE,
                        fields.positionOf(other.settingsKey()),
                        "A node of type " + type.spelling() + " has no '" + other.settingsKey() + "'.",
                        missing
                                ? "Write '" + type.settingsKey() + "', or 'nodeType: " + other.spelling() + "'."
                                : "Remove it.");
            }
        }
    }

    static void checkName(Placed name, Context context) {
        if (name.value().length() > LONGEST_NAME) {
            Scalars.tooLong("name", name, LONGEST_NAME, context);
        } else if (!WORD.matcher(name.value()).matches() && !Scalars.hasPlaceholder(name.value())) {
            context.report(
                    ResourceProblem.BAD_NODE_NAME,
                    name.position(),
                    name.quoted() + " is not allowed as a node's name.",
                    "Write letters, digits, '-' and '_' only.");
        }
    }

    private static Optional<GraphNode> graph(Fields parent, Optional<Placed> name) {
        return parent.requiredObject(
                        "graphSettings", "a graph's settings", "registryEndpointRef", "artifact", "configuration")
                .flatMap(fields -> {
                    Optional<Placed> registry = fields.requiredText("registryEndpointRef");
                    Optional<ModuleReference> artifact =
                            fields.requiredText("artifact").flatMap(text -> artifact(text, fields.context()));
                    List<ConfigurationEntry> configuration = configuration(fields);
                    return name.flatMap(given -> registry.flatMap(known ->
                            artifact.map(reference -> new GraphNode.Graph(given, known, reference, configuration))));
                });
    }

    private static Optional<ModuleReference> artifact(Placed text, Context context) {
        if (Scalars.hasPlaceholder(text.value())) {
            context.report(
                    ResourceProblem.BAD_ARTIFACT,
                    text.position(),
                    text.quoted() + " is no reference to an artifact, since a placeholder is in it.",
                    "Write name:tag, such as 'graph-simple:1.0.0'.");
            return Optional.empty();
        }
        Optional<String> fault = ModuleReference.fault(text.value());
        if (fault.isPresent()) {
            context.report(
                    ResourceProblem.BAD_ARTIFACT,
                    text.position(),
                    text.quoted() + " is no reference to an artifact: " + fault.get() + ".",
                    "Write name:tag, such as 'graph-simple:1.0.0'.");
            return Optional.empty();
        }
        ModuleReference reference = ModuleReference.parse(text.value()).orElseThrow();
        String repository = reference.repository();
        int slash = repository.indexOf('/');
        if (reference.tag().isEmpty() && reference.digest().isEmpty()) {
            context.report(
                    ResourceProblem.ARTIFACT_WITHOUT_VERSION,
                    text.position(),
                    "The artifact " + text.quoted() + " has no tag.",
                    "Add one, such as ':1.0.0'.");
        } else if (slash > 0 && repository.substring(0, slash).matches(".*[.:].*")) {
            context.report(
                    ResourceProblem.ARTIFACT_WITH_HOST,
                    text.position(),
                    "The artifact " + text.quoted() + " begins with what looks like a host.",
                    "Remove " + Quote.of(repository.substring(0, slash + 1))
                            + "; the registry endpoint says where artifacts come from.");
        }
        return Optional.of(reference);
    }

    private static List<ConfigurationEntry> configuration(Fields parent) {
        List<ConfigurationEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode node : parent.list("configuration")) {
            Fields.of(node, parent.context(), "an entry of the configuration", List.of("key", "value"))
                    .ifPresent(fields -> {
                        Optional<Placed> key = fields.requiredText("key");
                        Optional<Placed> value = fields.anyText("value");
                        key.ifPresent(given -> checkKey(given, seen, fields));
                        key.ifPresent(given ->
                                value.ifPresent(text -> entries.add(new ConfigurationEntry(given, text.value()))));
                    });
        }
        return entries;
    }

    private static void checkKey(Placed key, Set<String> seen, Fields fields) {
        if (!WORD.matcher(key.value()).matches() && !Scalars.hasPlaceholder(key.value())) {
            fields.report(
                    ResourceProblem.BAD_CONFIGURATION_KEY,
                    key.position(),
                    key.quoted() + " is not allowed as a configuration key.",
                    "Write letters, digits, '-' and '_' only.");
        } else if (!seen.add(key.value())) {
            fields.report(
                    ResourceProblem.DUPLICATE_CONFIGURATION_KEY,
                    key.position(),
                    "The configuration key " + key.quoted() + " is given already; the last one counts.",
                    "Remove one of the two.");
        }
    }
}
