package dev.leat.graph;

import dev.leat.graph.diagnostic.Diagnostic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties that each operation of a graph is started with: what goes into its {@code init}.
 *
 * @param properties keys and values by the name of the operation; every operation that runs a module is there
 * @param diagnostics what is wrong with the settings, by position
 */
public record Configuration(Map<String, Map<String, String>> properties, List<Diagnostic> diagnostics) {

    public Configuration {
        Map<String, Map<String, String>> copy = new LinkedHashMap<>();
        properties.forEach(
                (operation, values) -> copy.put(operation, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
        properties = Collections.unmodifiableMap(copy);
        diagnostics = List.copyOf(diagnostics);
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
