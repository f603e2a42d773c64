package dev.leat.graph;

import dev.leat.graph.Draft.ConfigurationDraft;
import dev.leat.graph.Draft.SchemaDraft;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.yaml.YamlMapping;
import dev.leat.graph.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the tree of a file into a draft; checks each part by itself. */
final class DefinitionReader {

    static final String SCHEMA_URI = "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json";
    private static final List<String> SCHEMA_URIS =
            List.of(SCHEMA_URI, "https://json.schemastore.org/aio-wasm-graph-config-1.0.0.json");

    private static final Shape ROOT = Shape.closed(
            "a graph definition",
            "metadata",
            "moduleRequirements",
            "moduleConfigurations",
            "operations",
            "connections",
            "schemas");
    private static final Shape METADATA =
            Shape.closed("metadata", "$schema", "name", "version", "description", "vendor");
    private static final Shape CONFIGURATION = Shape.open("a module configuration", "name", "parameters");
    private static final Shape PARAMETER = Shape.open("a parameter", "name", "description", "required", "default");
    private static final Shape SCHEMA = Shape.open("a schema", "name", "format", "schema");

    private final String file;
    private final ObjectReader root;
    private final Findings findings;
    private final boolean complete;

    private DefinitionReader(String file, ObjectReader root, Findings findings, boolean complete) {
        this.file = file;
        this.root = root;
        this.findings = findings;
        this.complete = complete;
    }

    static Draft read(String file, YamlMapping mapping, Findings findings, boolean complete) {
        ObjectReader root = ObjectReader.of(mapping, ROOT, findings, complete).orElseThrow();
        return new DefinitionReader(file, root, findings, complete).read();
    }

    private Draft read() {
        RequirementsReader requirements = new RequirementsReader();
        Optional<ModuleRequirements> moduleRequirements =
                root.requiredValue("moduleRequirements").flatMap(node -> requirements.read(node, root));
        Optional<Metadata> metadata = metadata(requirements.isPreview());
        Optional<List<YamlNode>> operations = root.requiredList("operations");
        Optional<List<YamlNode>> connections = root.requiredList("connections");
        WiringReader wiring = new WiringReader(root);
        return new Draft(
                complete,
                metadata,
                moduleRequirements,
                operations.isPresent(),
                root.positionOf("operations"),
                operations.orElse(List.of()).stream()
                        .map(wiring::operation)
                        .flatMap(Optional::stream)
                        .toList(),
                connections.isPresent(),
                connections.orElse(List.of()).stream()
                        .map(wiring::connection)
                        .flatMap(Optional::stream)
                        .toList(),
                root.list("moduleConfigurations").stream()
                        .map(this::configuration)
                        .flatMap(Optional::stream)
                        .toList(),
                root.list("schemas").stream()
                        .map(this::schema)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Optional<Metadata> metadata(boolean preview) {
        if (preview && !root.has("metadata")) {
            return Optional.of(
                    new Metadata(nameFromFile(), "0.0.0", Optional.empty(), Optional.empty(), Optional.empty()));
        }
        Optional<ObjectReader> object = root.requiredValue("metadata").flatMap(node -> root.object(node, METADATA));
        if (object.isEmpty()) {
            return Optional.empty();
        }
        ObjectReader reader = object.get();
        Optional<Text> schema = reader.requiredText("$schema");
        schema.ifPresent(this::checkSchemaUri);
        Optional<Text> name = reader.requiredName("name");
        Optional<Text> version = reader.requiredName("version");
        Optional<String> description = reader.text("description").map(Text::value);
        Optional<String> vendor = reader.text("vendor").map(Text::value);
        if (name.isEmpty() || version.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Metadata(name.get().value(), version.get().value(), schema.map(Text::value), description, vendor));
    }

    private String nameFromFile() {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private void checkSchemaUri(Text uri) {
        if (!SCHEMA_URIS.contains(uri.value())) {
            findings.report(
                    GraphProblem.UNKNOWN_SCHEMA_URI,
                    uri.position(),
                    "Leat does not know the schema " + uri.quoted() + ", and checks by the one it knows.",
                    "Write " + SCHEMA_URI + ".");
        }
    }

    private Optional<ConfigurationDraft> configuration(YamlNode node) {
        return root.object(node, CONFIGURATION)
                .map(reader -> new ConfigurationDraft(
                        reader.position(),
                        reader.requiredName("name"),
                        reader.requiredValue("parameters")
                                .map(parameters -> parameters(reader, parameters))
                                .orElse(List.of())));
    }

    private List<Parameter> parameters(ObjectReader configuration, YamlNode node) {
        if (!(node instanceof YamlMapping mapping)) {
            configuration.wrongType("parameters", "a mapping from keys to parameters", node);
            return List.of();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (YamlMapping.Entry entry : mapping.entries()) {
            Text key = new Text(entry.name(), entry.key().position());
            if (key.value().isBlank()) {
                findings.report(GraphProblem.EMPTY_TEXT, key.position(), "A parameter's key is empty.", "Write a key.");
            } else if (configuration.isShort("parameters", key, ObjectReader.LONGEST_NAME)) {
                root.object(entry.value(), PARAMETER)
                        .flatMap(reader -> parameter(key, reader))
                        .ifPresent(parameters::add);
            }
        }
        return parameters;
    }

    private Optional<Parameter> parameter(Text key, ObjectReader reader) {
        Optional<Text> name = reader.requiredName("name");
        Optional<String> description = reader.text("description").map(Text::value);
        boolean required = reader.flag("required");
        Optional<String> defaultValue = reader.text("default").map(Text::value);
        return name.map(
                text -> new Parameter(key.value(), text.value(), description, required, defaultValue, key.position()));
    }

    private Optional<SchemaDraft> schema(YamlNode node) {
        return root.object(node, SCHEMA).map(reader -> {
            Optional<Text> format = reader.requiredText("format").map(this::canonicalFormat);
            Optional<Text> content = reader.requiredText("schema");
            if (content.isPresent() && format.isPresent()) {
                reader.value("schema").ifPresent(value -> SchemaFormats.check(value, format.get(), findings));
            }
            return new SchemaDraft(reader.position(), reader.requiredName("name"), format, content);
        });
    }

    private Text canonicalFormat(Text format) {
        Optional<String> known = SchemaFormats.canonical(format.value());
        if (known.isEmpty()) {
            findings.report(
                    GraphProblem.UNKNOWN_SCHEMA_FORMAT,
                    format.position(),
                    "Leat does not know the schema format " + format.quoted()
                            + "; it gives the schema to modules as it is.",
                    Nearest.to(format.value(), SchemaFormats.NAMES)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Known formats: " + String.join(", ", SchemaFormats.NAMES) + "."));
            return format;
        }
        if (!known.get().equals(format.value())) {
            findings.report(
                    GraphProblem.UNUSUAL_SPELLING,
                    format.position(),
                    "The schema format " + Quote.of(format.value()) + " is usually spelled otherwise.",
                    "Write '" + known.get() + "'.");
        }
        return new Text(known.get(), format.position());
    }
}
