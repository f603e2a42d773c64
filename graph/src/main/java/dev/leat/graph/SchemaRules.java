package dev.leat.graph;

import dev.leat.graph.Draft.ConnectionDraft;
import dev.leat.graph.Draft.SchemaDraft;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Schemas have names of their own, and connections and schemas find each other. */
final class SchemaRules {

    private SchemaRules() {}

    static void check(Draft draft, Findings findings) {
        Map<String, Text> schemas = new LinkedHashMap<>();
        draft.schemas().forEach(schema -> add(schema, schemas, findings));
        if (!draft.complete()) {
            return;
        }
        draft.connections().forEach(connection -> checkReference(connection, schemas, findings));
        draft.connections().forEach(connection -> checkValidation(connection, findings));
        Set<String> used = draft.connections().stream()
                .flatMap(connection -> connection.schema().stream())
                .map(Text::value)
                .collect(Collectors.toSet());
        if (draft.connectionsKnown()) {
            schemas.values().stream()
                    .filter(name -> !used.contains(name.value()))
                    .forEach(name -> findings.report(
                            GraphProblem.UNUSED_SCHEMA,
                            name.position(),
                            "No connection uses the schema " + name.quoted() + ".",
                            "Name it in a connection's 'schemaName', or remove it."));
        }
    }

    private static void add(SchemaDraft schema, Map<String, Text> schemas, Findings findings) {
        schema.name().ifPresent(name -> {
            Text first = schemas.putIfAbsent(name.value(), name);
            if (first != null) {
                findings.report(
                        GraphProblem.DUPLICATE_SCHEMA,
                        name.position(),
                        "A schema named " + name.quoted() + " is listed already at line "
                                + first.position().line() + ".",
                        "Rename or remove one of the two.");
            }
        });
    }

    /** {@code NAME:VERSION}: a registry has it, or not, when the graph starts. */
    private static boolean isReference(Text name) {
        return name.value().indexOf(':') > 0;
    }

    private static void checkValidation(ConnectionDraft connection, Findings findings) {
        connection
                .validate()
                .ifPresent(position -> findings.report(
                        connection.schema().isPresent()
                                ? new Diagnostic(
                                        GraphProblem.VALIDATED_CONNECTION,
                                        position,
                                        "Leat holds the records of this connection against their schema; other runtimes know no"
                                                + " such key.",
                                        "Remove it before the graph goes elsewhere.")
                                : new Diagnostic(
                                        GraphProblem.VALIDATED_CONNECTION,
                                        Severity.ERROR,
                                        position,
                                        "Records are to be held against a schema, and the connection names none.",
                                        "Add 'schemaName' beside it.")));
    }

    private static void checkReference(ConnectionDraft connection, Map<String, Text> schemas, Findings findings) {
        connection
                .schema()
                .filter(name -> !schemas.containsKey(name.value()) && !isReference(name))
                .ifPresent(name -> findings.report(
                        GraphProblem.UNKNOWN_SCHEMA,
                        name.position(),
                        "'schemaName' names the schema " + name.quoted() + ", which does not exist.",
                        findings.nearest(name.value(), schemas.keySet())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse(
                                        "Add it under 'schemas', with 'name', 'format' and 'schema'; or write NAME:VERSION for"
                                                + " one of a registry.")));
    }
}
