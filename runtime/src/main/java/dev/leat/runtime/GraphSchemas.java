package dev.leat.runtime;

import dev.leat.graph.Connection;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Operation;
import dev.leat.graph.SchemaDefinition;
import dev.leat.operator.OperatorSettings;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistry.Format;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.service.schema.RecordSchema;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.schema.SchemaFormats;
import dev.leat.service.schema.SchemaProblem;
import dev.leat.service.schema.SchemaReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the schemas that a graph's connections name, checks them, and says which module and which validation gets them. */
final class GraphSchemas {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A schema with the name that the graph knows it by. */
    private record Found(String name, String place, Optional<Format> format, String mediaType, String content) {
        OperatorSettings.Schema forModules() {
            return new OperatorSettings.Schema(name, mediaType, content);
        }
    }

    private final GraphDefinition definition;
    private final SchemaOptions options;
    private final SchemaRegistry registry;
    private final Map<String, Found> found = new LinkedHashMap<>();
    private final Map<String, RecordSchema> compiled = new LinkedHashMap<>();

    GraphSchemas(GraphDefinition definition, SchemaOptions options, SchemaRegistry registry) {
        this.definition = definition;
        this.options = options;
        this.registry = registry;
    }

    /**
     * What each operation's module gets: the schemas of the connections into it, then of those out of it, then what every
     * module gets.
     */
    Map<String, List<OperatorSettings.Schema>> ofModules() {
        Map<String, List<OperatorSettings.Schema>> all = new LinkedHashMap<>();
        for (Operation operation : definition.operations()) {
            if (!operation.type().runsModule()) {
                continue;
            }
            Set<OperatorSettings.Schema> own = new LinkedHashSet<>();
            Stream.concat(definition.inputs(operation).stream(), definition.outputs(operation).stream())
                    .flatMap(connection -> connection.schema().stream())
                    .forEach(name -> own.add(find(name).forModules()));
            own.addAll(options.modules());
            all.put(operation.name(), List.copyOf(own));
        }
        return all;
    }

    /** The connections that are validated, each with its schema, in the order of the definition. */
    List<Graph.Validated> validations() {
        Map<Connection, Optional<String>> asked = new LinkedHashMap<>();
        for (Connection connection : definition.connections()) {
            if (connection.validate()) {
                asked.put(connection, Optional.empty());
            }
        }
        for (SchemaOptions.Validation validation : options.validations()) {
            for (Connection connection : connections(validation)) {
                asked.put(connection, validation.schema());
            }
        }
        List<Graph.Validated> validations = new ArrayList<>();
        for (Connection connection : definition.connections()) {
            if (asked.containsKey(connection)) {
                String name = asked.get(connection)
                        .or(connection::schema)
                        .orElseThrow(() -> new SchemaException(
                                SchemaProblem.VALIDATION,
                                connection.position() + ": the connection " + name(connection)
                                        + " is to be validated, and has no 'schemaName'\n  hint: give it one, or write"
                                        + " --validate CONNECTION=SCHEMA"));
                validations.add(
                        new Graph.Validated(connection, "validate " + name(connection), name, compile(find(name))));
            }
        }
        return validations;
    }

    private List<Connection> connections(SchemaOptions.Validation validation) {
        boolean all = validation.connection().equals(SchemaOptions.ALL)
                && definition.operation(SchemaOptions.ALL).isEmpty();
        List<Connection> named = definition.connections().stream()
                .filter(connection -> all
                        ? connection.schema().isPresent()
                        : names(connection).contains(validation.connection()))
                .toList();
        if (named.isEmpty()) {
            throw new SchemaException(
                    SchemaProblem.VALIDATION,
                    all
                            ? "all connections that have a 'schemaName' are to be validated, and none has one\n  hint:"
                                    + " name connection and schema: --validate CONNECTION=SCHEMA"
                            : "the graph has no connection '" + validation.connection() + "' to be validated\n  hint:"
                                    + " its connections are "
                                    + String.join(
                                            ", ",
                                            definition.connections().stream()
                                                    .map(GraphSchemas::name)
                                                    .toList()));
        }
        return named;
    }

    /** {@code FROM.ARM:TO}, the arm only where there is one. */
    static String name(Connection connection) {
        return start(connection) + ":" + connection.to();
    }

    private static String start(Connection connection) {
        return connection.from()
                + connection.arm().map(arm -> "." + arm.spelling()).orElse("");
    }

    private static List<String> names(Connection connection) {
        return List.of(
                connection.from(),
                connection.from() + ":" + connection.to(),
                start(connection),
                start(connection) + ":" + connection.to());
    }

    private RecordSchema compile(Found schema) {
        Format format = schema.format()
                .orElseThrow(() -> new SchemaException(
                        SchemaProblem.UNKNOWN_FORMAT,
                        schema.place() + ": schema '" + schema.name()
                                + "' is of a format that records cannot be held against\n  hint: use"
                                + " JsonSchema/draft-07 or Delta/1.0"));
        return compiled.computeIfAbsent(
                schema.name(), name -> RecordSchema.read(schema.place(), schema.content(), format));
    }

    private Found find(String name) {
        Found known = found.get(name);
        if (known != null) {
            return known;
        }
        Found fresh = definition.schemas().stream()
                .filter(schema -> schema.name().equals(name))
                .findFirst()
                .map(GraphSchemas::written)
                .or(() -> options.modules().stream()
                        .filter(schema -> schema.name().equals(name))
                        .findFirst()
                        .map(GraphSchemas::given))
                .orElseGet(() -> registered(name));
        found.put(name, fresh);
        // A broken schema is an error at the start, whoever it is for.
        if (fresh.format().isPresent()) {
            compile(fresh);
        }
        return fresh;
    }

    private static Found written(SchemaDefinition schema) {
        Optional<Format> format = SchemaFormats.named(schema.format());
        return new Found(
                schema.name(),
                "schema '" + schema.name() + "' (" + schema.position() + "), in its text",
                format,
                format.map(SchemaFormats::mediaType).orElse(schema.format()),
                schema.content());
    }

    private static Found given(OperatorSettings.Schema schema) {
        return new Found(
                schema.name(),
                "schema '" + schema.name() + "'",
                SchemaFormats.ofMediaType(schema.contentType()),
                schema.contentType(),
                schema.content());
    }

    private Found registered(String name) {
        SchemaReference reference = SchemaReference.parse(name)
                .orElseThrow(() -> new SchemaException(
                        SchemaProblem.NOT_FOUND,
                        "there is no schema '" + name + "'\n  hint: name one of the definition's 'schemas', one given"
                                + " with --schema, or write NAME:VERSION for one of the registry"));
        try {
            SchemaRegistry.Schema schema = registry.get(reference.name(), reference.version(), PATIENCE);
            return new Found(
                    name,
                    "schema " + name,
                    Optional.of(schema.format()),
                    SchemaFormats.mediaType(schema.format()),
                    schema.content());
        } catch (SchemaRegistryException missing) {
            throw notToBeHad(name, missing);
        }
    }

    private static SchemaException notToBeHad(String name, SchemaRegistryException missing) {
        String what = "the graph needs schema '" + name + "', and " + missing.getMessage();
        return switch (missing.reason()) {
            case NOT_FOUND, NOT_AVAILABLE ->
                new SchemaException(
                        SchemaProblem.NOT_FOUND,
                        what + "\n  hint: put it under the definition's 'schemas', or name a directory that has it with"
                                + " --schemas DIR",
                        missing);
            case REQUEST, INTERNAL, TIMEOUT ->
                new SchemaException(
                        SchemaProblem.REGISTRY,
                        what
                                + "\n  hint: see whether the registry runs and can be reached from here, and start again; or"
                                + " put the schema under the definition's 'schemas'",
                        missing);
        };
    }
}
