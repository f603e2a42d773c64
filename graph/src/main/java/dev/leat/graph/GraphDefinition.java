package dev.leat.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph definition that is known to be sound: names are unique, connections have both ends, and there are no cycles.
 * {@link GraphDefinitions} reads one from a file and checks far more than this.
 *
 * <p>Lists keep the order of the file. Immutable; for any thread.
 */
public record GraphDefinition(
        Metadata metadata,
        ModuleRequirements moduleRequirements,
        List<Operation> operations,
        List<Connection> connections,
        List<ModuleConfiguration> moduleConfigurations,
        List<SchemaDefinition> schemas) {

    /** @throws IllegalArgumentException where a name is taken twice, a connection lacks an end, or there is a cycle */
    public GraphDefinition {
        operations = List.copyOf(operations);
        connections = List.copyOf(connections);
        moduleConfigurations = List.copyOf(moduleConfigurations);
        schemas = List.copyOf(schemas);
        if (digraph(operations, connections).topologicalOrder().isEmpty()) {
            throw new IllegalArgumentException("the connections form a cycle");
        }
    }

    /** The operation with this name. */
    public Optional<Operation> operation(String name) {
        return operations.stream()
                .filter(operation -> operation.name().equals(name))
                .findFirst();
    }

    /** The operations of one type, in the order of the file. */
    public List<Operation> operations(OperationType type) {
        return operations.stream().filter(operation -> operation.type() == type).toList();
    }

    /** Which module each operation runs that has one, by the operation's name, in the order of the file. */
    public Map<String, ModuleReference> modules() {
        Map<String, ModuleReference> modules = new LinkedHashMap<>();
        operations.forEach(operation -> operation.module().ifPresent(module -> modules.put(operation.name(), module)));
        return modules;
    }

    /** The connections that lead into an operation, in the order of the file. */
    public List<Connection> inputs(Operation operation) {
        return connections.stream()
                .filter(connection -> connection.to().equals(operation.name()))
                .toList();
    }

    /** The connections that lead out of an operation, in the order of the file. */
    public List<Connection> outputs(Operation operation) {
        return connections.stream()
                .filter(connection -> connection.from().equals(operation.name()))
                .toList();
    }

    /** The connections that lead out of one arm of a branch, in the order of the file. */
    public List<Connection> outputs(Operation branch, Arm arm) {
        return outputs(branch).stream()
                .filter(connection -> connection.arm().equals(Optional.of(arm)))
                .toList();
    }

    /** The parameters that an operation declares, in the order of the file. */
    public List<Parameter> parameters(Operation operation) {
        return moduleConfigurations.stream()
                .filter(configuration -> configuration.operation().equals(operation.name()))
                .flatMap(configuration -> configuration.parameters().stream())
                .toList();
    }

    /** The schema of the records on a connection. */
    public Optional<SchemaDefinition> schema(Connection connection) {
        return connection
                .schema()
                .flatMap(name -> schemas.stream()
                        .filter(schema -> schema.name().equals(name))
                        .findFirst());
    }

    /**
     * The operations so that each comes after all that feed it; among those that are free to choose, the one that the
     * file lists first. The same definition always gives the same order.
     */
    public List<Operation> topologicalOrder() {
        return digraph(operations, connections).topologicalOrder().orElseThrow().stream()
                .map(operations::get)
                .toList();
    }

    private static Digraph digraph(List<Operation> operations, List<Connection> connections) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int index = 0; index < operations.size(); index++) {
            if (indexes.put(operations.get(index).name(), index) != null) {
                throw new IllegalArgumentException(
                        "two operations are named '" + operations.get(index).name() + "'");
            }
        }
        Digraph digraph = new Digraph(operations.size());
        for (Connection connection : connections) {
            digraph.connect(index(indexes, connection.from()), index(indexes, connection.to()));
        }
        return digraph;
    }

    private static int index(Map<String, Integer> indexes, String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("no operation is named '" + name + "'");
        }
        return index;
    }
}
