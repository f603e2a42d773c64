package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a linker resolves, and what it refuses, before anything runs. */
class LinkerTest {

    private static final String OPEN = "acme:plant/valve@1.0.0#open";

    private final Component component = Component.compile(new FakeEngine(), Fixtures.bytes("missing-import"));
    private final Linker linker = new Linker(MethodHandles.lookup());

    @Test
    void whatNobodyProvidesIsListedAsMissing() {
        assertThat(linker.link(component).missingImports()).contains(OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.0.1", "1.7.3", "1.0.0+build"})
    void aCompatibleVersionStandsIn(String version) {
        linker.instance("acme:plant/valve@" + version).function("open", (context, arguments) -> true);
        assertThat(linker.link(component).missingImports()).doesNotContain(OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0.0", "0.1.0", "1.0.0-rc.1"})
    void anotherVersionDoesNot(String version) {
        linker.instance("acme:plant/valve@" + version).function("open", (context, arguments) -> true);
        assertThat(linker.link(component).missingImports()).contains(OPEN);
    }

    @Test
    void anInterfaceWithoutAVersionDoesNotStandInForOne() {
        linker.instance("acme:plant/valve").function("open", (context, arguments) -> true);
        assertThat(linker.link(component).missingImports()).contains(OPEN);
    }

    @Test
    void whatIsProvidedAndNotImportedDoesNoHarm() {
        linker.instance("acme:plant/valve@1.0.0")
                .function("open", (context, arguments) -> true)
                .function("close", (context, arguments) -> true);
        linker.root().function("main", (context, arguments) -> true);
        assertThat(linker.link(component).missingImports()).doesNotContain(OPEN);
    }

    @Test
    void aLinkedComponentKeepsWhatItWasLinkedWith() {
        LinkedComponent linked = linker.link(component);
        linker.instance("acme:plant/valve@1.0.0").function("open", (context, arguments) -> true);
        assertThat(linked.missingImports()).contains(OPEN);
    }

    private void isRefused(List<Type> parameters, Type result, String... words) {
        linker.instance("acme:plant/valve@1.0.0").function("open", parameters, result, (context, arguments) -> true);
        assertThatThrownBy(() -> linker.link(component))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-008: ")
                .hasMessageContaining(OPEN)
                .hasMessageContainingAll(words);
    }

    @Test
    void aHostParameterOfAnotherTypeIsRefusedWithBothTypes() {
        isRefused(List.of(String.class), boolean.class, "java.lang.String", "u32");
    }

    @Test
    void aHostResultOfAnotherTypeIsRefusedWithBothTypes() {
        isRefused(List.of(int.class), String.class, "java.lang.String", "bool");
    }

    @Test
    void aHostFunctionWithTooManyParametersIsRefused() {
        isRefused(List.of(int.class, int.class), boolean.class, "2 Java parameters");
    }

    @Test
    void theProblemOfAMisfitIsItsCause() {
        linker.instance("acme:plant/valve@1.0.0")
                .function("open", List.of(short.class), boolean.class, (context, arguments) -> true);
        assertThatThrownBy(() -> linker.link(component))
                .cause()
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-010: ");
    }

    @Test
    void anExportThatIsNotThereIsRefusedWithWhatIsThere() {
        LinkedComponent linked = linker.link(component);
        assertThatThrownBy(() -> linked.function(List.of("wasm-graph:processor/filter@1.1.0", "process")))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-009: ")
                .hasMessageContaining("wasm-graph:processor/filter@1.1.0#process")
                .hasMessageContaining("wasm-graph:processor/map@1.1.0");
        assertThatThrownBy(() -> linked.function(List.of("wasm-graph:processor/map@1.1.0", "open")))
                .hasMessageStartingWith("LEAT-COMPONENT-009: ");
        assertThatThrownBy(() -> linked.function(List.of("process"))).hasMessageStartingWith("LEAT-COMPONENT-009: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.0", "1.1.0", "1.9.9"})
    void anExportIsFoundUnderACompatibleVersion(String version) {
        assertThat(linker.link(component)
                        .function(List.of("wasm-graph:processor/map@" + version, "init"))
                        .type()
                        .result())
                .isPresent();
    }

    @Test
    void ofTwoCompatibleExportsTheOneAskedForIsFound() {
        LinkedComponent linked = linker.link(Component.compile(new FakeEngine(), Fixtures.assembled("two-versions")));
        String old = linked.function(List.of("leat:fixtures/greeter@0.2.0", "answer"))
                .function()
                .source()
                .toString();
        String recent = linked.function(List.of("leat:fixtures/greeter@0.2.6", "answer"))
                .function()
                .source()
                .toString();
        assertThat(old).isNotEqualTo(recent);
    }

    @Test
    void aComponentGivenToAnotherIsInstantiatedOnceAndImportsNothingOfItsOwn() {
        Component outer = Component.compile(new FakeEngine(), Fixtures.assembled("component-argument"));
        assertThat(outer.plan().steps()).hasSize(1);
        assertThat(outer.plan().imports()).hasSize(1);
        assertThat(linker.link(outer).missingImports()).containsExactly("tick");
    }
}
