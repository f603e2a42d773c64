package dev.leat.graph;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties that each operation of a graph is started with: what goes into its {@code init}.
 *
 * @param properties keys and values by the name of the operation; every operation that runs a module is there
 * @param origins where each of these values comes from, by the same names and keys
 * @param diagnostics what is wrong with the settings, by position
 */
public record Configuration(
        Map<String, Map<String, String>> properties,
        Map<String, Map<String, Origin>> origins,
        List<Diagnostic> diagnostics) {

    /** Where a value comes from. */
    public sealed interface Origin {

        /** The definition's own default. */
        record Default() implements Origin {}

        /**
         * The user.
         *
         * @param declared whether a parameter of the operation is called so; otherwise the value was passed on
         */
        record Given(Position position, boolean declared) implements Origin {}
    }

    /** A value with its origin. */
    record Value(String value, Origin origin) {

        static Value of(Setting setting, boolean declared) {
            return new Value(setting.value(), new Origin.Given(setting.position(), declared));
        }

        static Value ofDefault(String value) {
            return new Value(value, new Origin.Default());
        }
    }

    public Configuration {
        properties = copy(properties);
        origins = copy(origins);
        diagnostics = List.copyOf(diagnostics);
    }

    private static <T> Map<String, Map<String, T>> copy(Map<String, Map<String, T>> maps) {
        Map<String, Map<String, T>> copy = new LinkedHashMap<>();
        maps.forEach((name, map) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(map))));
        return Collections.unmodifiableMap(copy);
    }

    /** Resolves settings as the product does: what no parameter declares reaches every operation that runs a module. */
    public static Configuration resolve(GraphDefinition definition, List<Setting> settings) {
        return resolve(definition, settings, UndeclaredSettings.PASS_ON);
    }

    /**
     * Finds the value of each parameter: the setting for the operation, else the setting for any, else the default. A
     * setting matches by the parameter's key, or by its name where that is no other parameter's key. The module gets the
     * value under the key and, where it differs, under the name.
     */
    public static Configuration resolve(
            GraphDefinition definition, List<Setting> settings, UndeclaredSettings undeclared) {
        return new ConfigurationResolver(definition, settings, undeclared).resolve();
    }

    /** What one operation is started with, in the order of its parameters; empty for one that runs no module. */
    public Map<String, String> of(Operation operation) {
        return properties.getOrDefault(operation.name(), Map.of());
    }

    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(Diagnostic::isError);
    }

    /**
     * This configuration.
     *
     * @throws GraphDefinitionException with all findings, where there are errors
     */
    public Configuration orThrow() {
        if (hasErrors()) {
            throw new GraphDefinitionException(diagnostics);
        }
        return this;
    }
}
