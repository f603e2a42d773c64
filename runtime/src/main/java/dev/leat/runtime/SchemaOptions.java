package dev.leat.runtime;

import dev.leat.operator.OperatorSettings;
import java.util.List;
import java.util.Optional;

/**
 * Which schemas a graph runs with, beyond those of its definition.
 *
 * @param modules what every module gets, after the schemas of its connections
 * @param validations connections whose records are held against a schema, beside those of the definition
 */
public record SchemaOptions(List<OperatorSettings.Schema> modules, List<Validation> validations) {

    /** Names each connection that has a {@code schemaName}. */
    public static final String ALL = "all";

    /** None. */
    public static final SchemaOptions NONE = new SchemaOptions(List.of(), List.of());

    public SchemaOptions {
        modules = List.copyOf(modules);
        validations = List.copyOf(validations);
    }

    /**
     * A validation that the user asks for.
     *
     * @param connection {@code FROM}, {@code FROM.ARM}, {@code FROM:TO} or {@code FROM.ARM:TO}: each connection of which
     *     that is a name; or {@link #ALL}
     * @param schema the name of a schema of the definition or of {@code modules}, or a reference to the registry; empty:
     *     what the connection's {@code schemaName} says
     */
    public record Validation(String connection, Optional<String> schema) {}

    public SchemaOptions withModules(List<OperatorSettings.Schema> modules) {
        return new SchemaOptions(modules, validations);
    }

    public SchemaOptions withValidations(List<Validation> validations) {
        return new SchemaOptions(modules, validations);
    }
}
