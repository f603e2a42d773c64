package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitions;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import dev.leat.service.schema.SchemaException;
import dev.leat.service.schema.SchemaProblem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas of a graph that a registry has: what is not to be had says whether it is missing, or the registry is. */
class GraphSchemasTest {

    private static final String GRAPH = """
            metadata:
              $schema: https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json
              name: g
              version: 1.0.0
            moduleRequirements:
              apiVersion: 1.1.0
              runtimeVersion: 1.1.0
            operations:
              - {operationType: source, name: source}
              - {operationType: filter, name: filter, module: filter:1.0.0}
              - {operationType: sink, name: sink}
            connections:
              - {from: {name: source, schemaName: "oven:2"}, to: {name: filter}}
              - {from: {name: filter}, to: {name: sink}}
            """;

    private static SchemaException failure(SchemaRegistry registry) {
        GraphDefinition definition = GraphDefinitions.read("graph.yaml", GRAPH.getBytes(StandardCharsets.UTF_8))
                .orThrow();
        GraphSchemas schemas = new GraphSchemas(definition, SchemaOptions.NONE, registry);
        SchemaException failure = catchThrowableOfType(SchemaException.class, schemas::ofModules);
        assertThat(failure).isNotNull();
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND,NOT_FOUND,LEAT-SCHEMA-009,--schemas DIR",
        "TIMEOUT,REGISTRY,LEAT-SCHEMA-013,can be reached",
        "INTERNAL,REGISTRY,LEAT-SCHEMA-013,can be reached",
        "REQUEST,REGISTRY,LEAT-SCHEMA-013,can be reached"
    })
    void aRegistryThatGivesNoSchemaSaysWhy(Reason reason, SchemaProblem problem, String code, String hint) {
        SchemaException failure = failure((name, version, timeout) -> {
            throw new SchemaRegistryException(reason, "the registry said so");
        });
        assertThat(failure.problem()).isEqualTo(problem);
        assertThat(failure)
                .hasMessageStartingWith(code + ": the graph needs schema 'oven:2', and the registry said so\n  hint: ")
                .hasMessageContaining(hint);
    }

    @Test
    void withoutARegistryTheSchemaIsMissing() {
        assertThat(failure(SchemaRegistry.NONE).problem()).isEqualTo(SchemaProblem.NOT_FOUND);
    }
}
