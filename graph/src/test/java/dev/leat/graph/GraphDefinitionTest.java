package dev.leat.graph;

import static dev.leat.graph.Sample.BRANCHED;
import static dev.leat.graph.Sample.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.graph.diagnostic.Position;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a runtime asks a definition, and what a program that makes one by hand cannot get wrong. */
class GraphDefinitionTest {

    private static final Position HERE = Position.startOf("made by hand");
    private static final GraphDefinition BRANCHED_GRAPH = read(BRANCHED).orThrow();

    private static Operation operation(String name, OperationType type) {
        return new Operation(
                name,
                type,
                Optional.of("m:1").filter(module -> type.runsModule()).flatMap(ModuleReference::parse),
                HERE);
    }

    private static Connection connection(String from, String to) {
        return new Connection(from, Optional.empty(), to, Optional.empty(), HERE);
    }

    private static GraphDefinition graph(List<Operation> operations, List<Connection> connections) {
        return new GraphDefinition(
                new Metadata("by hand", "1", Optional.empty(), Optional.empty(), Optional.empty()),
                new ModuleRequirements(new Version(1, 1, 0), new Version(1, 1, 0), List.of()),
                operations,
                connections,
                List.of(),
                List.of());
    }

    @Test
    void operationsAreFoundByNameAndType() {
        assertThat(BRANCHED_GRAPH.operation("join"))
                .hasValueSatisfying(operation -> assertThat(operation.type()).isEqualTo(OperationType.CONCATENATE));
        assertThat(BRANCHED_GRAPH.operation("Join")).isEmpty();
        assertThat(BRANCHED_GRAPH.operations(OperationType.SINK))
                .extracting(Operation::name)
                .containsExactly("sink");
    }

    @Test
    void connectionsAreFoundFromBothEnds() {
        Operation split = BRANCHED_GRAPH.operation("split").orElseThrow();
        assertThat(BRANCHED_GRAPH.inputs(split)).extracting(Connection::from).containsExactly("source");
        assertThat(BRANCHED_GRAPH.outputs(split)).extracting(Connection::to).containsExactly("convert", "count");
        assertThat(BRANCHED_GRAPH.outputs(split, Arm.FALSE))
                .extracting(Connection::to)
                .containsExactly("count");
    }

    @Test
    void theOrderFollowsTheFileWhereItCan() {
        assertThat(BRANCHED_GRAPH.topologicalOrder())
                .extracting(Operation::name)
                .containsExactly("source", "split", "convert", "count", "join", "sink");
    }

    @Test
    void everythingKnowsItsPlace() {
        assertThat(BRANCHED_GRAPH.operation("split").orElseThrow().position()).hasToString("graph.yaml:10:5");
        assertThat(BRANCHED_GRAPH.connections().getFirst().position()).hasToString("graph.yaml:16:5");
    }

    @Test
    void definitionsMadeByHandAreSoundToo() {
        Operation source = operation("a", OperationType.SOURCE);
        Operation map = operation("b", OperationType.MAP);
        Operation filter = operation("c", OperationType.FILTER);
        assertThat(graph(List.of(filter, map, source), List.of(connection("a", "b"), connection("b", "c")))
                        .topologicalOrder())
                .containsExactly(source, map, filter);
        assertThatIllegalArgumentException().isThrownBy(() -> graph(List.of(map, map), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> graph(List.of(map), List.of(connection("b", "x"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> graph(List.of(map, filter), List.of(connection("b", "c"), connection("c", "b"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation("x", OperationType.MAP, Optional.empty(), HERE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Operation("x", OperationType.SINK, ModuleReference.parse("m"), HERE));
    }

    @Test
    void aDefinitionWithErrorsThrowsAllOfThemWhenAskedFor() {
        Reading reading = read(Sample.branched("name: split, module: temperature:1.0.0", "name: split"));
        assertThatThrownBy(reading::orThrow)
                .isInstanceOf(GraphDefinitionException.class)
                .hasMessage("""
                        graph.yaml:10:36: error LEAT-GRAPH-038: The operation 'split' of type branch has no module.
                          hint: Add 'module: name:tag'.""");
    }
}
