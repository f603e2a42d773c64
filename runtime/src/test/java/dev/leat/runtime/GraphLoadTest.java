package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitionException;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import dev.leat.operator.OperatorException;
import dev.leat.operator.OperatorProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a graph from running is found before it runs, and told with its place in the file. */
class GraphLoadTest extends OnEachEngine {

    @TempDir
    Path directory;

    private Graph load(GraphDefinition definition) {
        return on.graph(definition, options);
    }

    private static GraphException assertProblem(RuntimeProblem problem, ThrowingCallable call) {
        GraphException failure = catchThrowableOfType(GraphException.class, call);
        assertThat(failure).isNotNull().hasMessageStartingWith(problem.code() + ": ");
        assertThat(failure.problem()).isEqualTo(problem);
        return failure;
    }

    private static OperatorException assertProblem(OperatorProblem problem, ThrowingCallable call) {
        OperatorException failure = catchThrowableOfType(OperatorException.class, call);
        assertThat(failure).isNotNull().hasMessageStartingWith(problem.code() + ": ");
        assertThat(failure.problem()).isEqualTo(problem);
        return failure;
    }

    @Test
    void aModuleWithoutTheInterfaceIsToldWithTheOperationsPlaceAndWhatItExports() {
        GraphDefinition definition = Definitions.of("filter", "hot", "composed");
        assertThat(assertProblem(OperatorProblem.WRONG_INTERFACE, () -> load(definition)))
                .hasMessageStartingWith(
                        "LEAT-OPERATOR-002: graph.yaml:7:5: operation hot is a filter, but module " + "composed (")
                .hasMessageEndingWith(") exports no wasm-graph:processor/filter@1.1.0; it exports map");
    }

    @Test
    void aMissingModuleIsToldWithThePlacesThatWereSearched() {
        GraphDefinition definition = Definitions.of("map", "convert", "somewhere/tempreature:1.0.0");
        assertThat(assertProblem(RuntimeProblem.MODULE_NOT_FOUND, () -> load(definition)))
                .hasMessageContaining("module somewhere/tempreature:1.0.0")
                .hasMessageContaining(
                        TestLeat.modules().resolve("tempreature.wasm").toString());
    }

    @Test
    void aFileThatIsNoComponentIsToldWithTheReferenceAndTheFile() {
        GraphDefinition definition = Definitions.of("map", "convert", "core:1.0.0");
        assertThat(assertProblem(OperatorProblem.UNUSABLE_MODULE, () -> load(definition)))
                .hasMessageContaining("module core:1.0.0 (")
                .hasMessageContaining("core.wasm) cannot be used: LEAT-COMPONENT-002: ");
    }

    @Test
    void aRequiredParameterThatNobodySetIsToldWithItsPlace() {
        GraphDefinition definition = required();
        GraphDefinitionException failure = catchThrowableOfType(GraphDefinitionException.class, () -> load(definition));
        assertThat(failure).isNotNull().hasMessageContaining("graph.yaml:11:7").hasMessageContaining("unit");
        assertThat(failure.diagnostics()).hasSize(1);
    }

    @Test
    void aRequiredParameterThatIsSetIsFine() {
        assertThat(on.graph(
                        required(),
                        options.withSettings(List.of(Setting.of("unit", "C", Position.startOf("command line"))))))
                .isNotNull();
    }

    private static GraphDefinition required() {
        return Definitions.parse(
                Definitions.operation("map", "convert", "temperature:1.0.0") + """
                moduleConfigurations:
                  - name: convert
                    parameters: {
                      unit: { name: unit, required: true } }
                """,
                "source > convert",
                "convert > sink");
    }

    @Test
    void severalSourcesAreOneTooMany() {
        GraphDefinition definition =
                Definitions.parse("  - { operationType: source, name: other }\n", "source > sink", "other > sink");
        assertThat(assertProblem(RuntimeProblem.SOURCES_AND_SINKS, () -> load(definition)))
                .hasMessageEndingWith("this one has 2 sources and 1 sinks");
    }

    @Test
    void aDefinitionWithErrorsIsRefusedWithAllOfThem() throws IOException {
        Path file = Files.writeString(
                directory.resolve("graph.yaml"),
                Definitions.text("  - { operationType: mapp, name: convert }\n", "source > convert", "convert > sinc"));
        GraphDefinitionException failure = catchThrowableOfType(
                GraphDefinitionException.class, () -> on.leat().graph(file, TestLeat.modules()));
        assertThat(failure).isNotNull().hasMessageContaining("mapp").hasMessageContaining("sinc");
        assertThat(failure.diagnostics()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aDefinitionThatIsNotThereIsToldAsSuch() {
        assertThat(catchThrowableOfType(
                        GraphDefinitionException.class,
                        () -> on.leat().graph(directory.resolve("absent.yaml"), TestLeat.modules())))
                .isNotNull()
                .hasMessageContaining("absent.yaml")
                .hasMessageContaining("no such file");
    }

    @Test
    void aGraphKnowsItsDefinition() {
        GraphDefinition definition = Definitions.of("map", "convert", "temperature:1.0.0");
        assertThat(load(definition).definition()).isSameAs(definition);
    }
}
