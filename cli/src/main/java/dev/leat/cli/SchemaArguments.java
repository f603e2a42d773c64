package dev.leat.cli;

import dev.leat.operator.OperatorSettings;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.SchemaOptions;
import dev.leat.service.schema.SchemaDirectory;
import dev.leat.service.schema.SchemaFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for schemas. What reads and checks them is loaded only where one is given. */
final class SchemaArguments {

    /** What schemas of a directory say as their namespace, which nothing in a local run depends on. */
    static final String NAMESPACE = "local";

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "A schema that every module gets: JSON Schema draft-07 or Delta/1.0. Repeatable.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--schemas",
            paramLabel = "DIR|mqtt[://HOST:PORT]",
            description =
                    "The schema registry: a directory with NAME/VERSION.json, or NAME.json for version 1; for leat run"
                            + " also mqtt for the one that --broker has (with HOST:PORT, another broker).")
    private @Nullable String registry;

    @Option(
            names = "--validate",
            paramLabel = "CONNECTION[=SCHEMA]",
            description =
                    "Hold the records of a connection against a schema; those that do not conform are dead letters."
                            + " CONNECTION is FROM, FROM.ARM or FROM:TO, or all for each that has a schemaName. SCHEMA is the name"
                            + " of a schema of the graph, of a --schema FILE (without .json), or NAME:VERSION of the registry."
                            + " Repeatable.")
    private List<String> validations = new ArrayList<>();

    /** @param remote opens the registry that a text like {@code mqtt://HOST:PORT} names */
    GraphOptions apply(GraphOptions options, Function<String, SchemaRegistry> remote) {
        String place = registry;
        if (place != null) {
            SchemaRegistry opened =
                    RunServices.isRemote(place) ? remote.apply(place) : SchemaDirectory.open(Path.of(place), NAMESPACE);
            options = options.withServices(options.services().withSchemaRegistry(opened));
        }
        List<OperatorSettings.Schema> schemas =
                new ArrayList<>(options.schemas().modules());
        files.forEach(file -> schemas.add(SchemaFiles.read(file).forModules()));
        return options.withSchemas(new SchemaOptions(
                schemas, validations.stream().map(SchemaArguments::validation).toList()));
    }

    private static SchemaOptions.Validation validation(String text) {
        int equals = text.lastIndexOf('=');
        String connection = equals < 0 ? text : text.substring(0, equals);
        String schema = text.substring(equals + 1);
        if (connection.isBlank() || schema.isBlank()) {
            throw new UsageException(
                    CliProblem.VALUE, "--validate " + text + ": write CONNECTION=SCHEMA, or CONNECTION alone");
        }
        return new SchemaOptions.Validation(connection, equals < 0 ? Optional.empty() : Optional.of(schema));
    }
}
