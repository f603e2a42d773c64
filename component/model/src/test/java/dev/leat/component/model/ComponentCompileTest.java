package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Component#compile} makes of files that are components, and of those that are not. */
class ComponentCompileTest {

    private final FakeEngine engine = new FakeEngine();

    private ComponentException refusal(byte[] bytes) {
        ComponentException refusal =
                catchThrowableOfType(ComponentException.class, () -> Component.compile(engine, bytes));
        assertThat(refusal).as("the bytes should have been refused").isNotNull();
        return refusal;
    }

    @Test
    void anEmptyFileIsNotWebAssembly() {
        assertThat(refusal(new byte[0]))
                .hasMessageStartingWith("LEAT-COMPONENT-001: ")
                .hasMessageContaining("empty");
    }

    @Test
    void aTextIsNotWebAssembly() {
        byte[] text = "(component)".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(text)).hasMessageStartingWith("LEAT-COMPONENT-001: ").hasMessageContaining("11 bytes");
    }

    @Test
    void aCoreModuleIsToldFromAComponentAndTheMessageSaysWhatToDo() {
        assertThat(refusal(Fixtures.bytes("core")))
                .hasMessageStartingWith("LEAT-COMPONENT-002: ")
                .hasMessageContaining("wasm-tools component new");
    }

    @Test
    void aVersionOfTheFormatThatIsNotKnownIsNamedByteByByte() {
        byte[] bytes = Fixtures.bytes("wrong-world");
        bytes[4] = 0x0c;
        assertThat(refusal(bytes))
                .hasMessageStartingWith("LEAT-COMPONENT-003: ")
                .hasMessageContaining("0c 00 01 00");
    }

    @Test
    void aComponentOfNothingButItsHeaderIsAComponent() {
        try (Component component = Component.compile(engine, BinaryWriter.component())) {
            assertThat(component.imports()).isEmpty();
            assertThat(component.exports()).isEmpty();
            assertThat(component.coreModules()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "composed", "missing-import", "hostile", "wasi-probe", "wrong-world"})
    void theFixturesCompile(String name) {
        Component component = Component.compile(engine, Fixtures.bytes(name));
        assertThat(component.coreModules()).isPositive();
        component.close();
        assertThat(engine.openModules()).as("modules left open").isZero();
    }

    @Test
    void importsAndExportsAreListedInTheOrderOfTheComponent() {
        Component component = Component.compile(engine, Fixtures.bytes("composed"));
        assertThat(component.imports().keySet())
                .containsExactly(
                        "wasm-graph:processor/logger@1.1.0",
                        "wasm-graph:processor/hybrid-logical-clock@1.1.0",
                        "wasm-graph:processor/types@1.1.0");
        assertThat(component.exports().keySet()).containsExactly("wasm-graph:processor/map@1.1.0");
    }

    @Test
    void anExportedFunctionTellsItsType() {
        Component component = Component.compile(engine, Fixtures.bytes("wrong-world"));
        assertThat(component.exports())
                .hasEntrySatisfying(
                        "leat:fixtures/greeter",
                        greeter -> assertThat(((ExternType.InstanceExtern) greeter).items())
                                .hasEntrySatisfying(
                                        "answer",
                                        answer -> assertThat(((ExternType.FunctionExtern) answer).type())
                                                .hasToString("func() -> u32")));
    }

    @Test
    void aModuleThatTheEngineRefusesIsTheEnginesProblemAndLeavesNoModuleBehind() {
        FakeEngine refusing = FakeEngine.refusingAfter(2);
        assertThatThrownBy(() -> Component.compile(refusing, Fixtures.bytes("echo")))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-011: ")
                .hasMessageContaining("fake")
                .hasMessageContaining("core module 2")
                .hasMessageContaining("it has had enough");
        assertThat(refusing.openModules()).isZero();
    }

    @Test
    void theBytesAreNotKept() {
        byte[] bytes = Fixtures.bytes("echo");
        Component component = Component.compile(engine, bytes);
        Arrays.fill(bytes, (byte) 0);
        assertThat(component.producers())
                .isNotEmpty()
                .allSatisfy(section ->
                        assertThat(new String(section, StandardCharsets.UTF_8)).contains("processed-by"));
    }

    @Test
    void aDamagedSectionIsRefusedWithTheByteAtWhichItIsDamaged() {
        // Behind the header of 8 bytes a section of id 99 and no length.
        byte[] bytes = BinaryWriter.component(BinaryWriter.section(99, new byte[0]));
        assertThat(refusal(bytes))
                .hasMessageStartingWith("LEAT-COMPONENT-003: ")
                .hasMessageContaining("section id 99")
                .hasMessageEndingWith("(at byte 0xa)");
    }

    @Test
    void aDamagedCoreModuleIsRefusedWithItsByteInTheComponent() {
        // Component header 8, section header 2, module header 8, then a section that is longer than the module.
        byte[] module = BinaryWriter.coreModule(BinaryWriter.bytes(1, 100));
        byte[] bytes = BinaryWriter.component(BinaryWriter.section(BinaryWriter.CORE_MODULE, module));
        assertThat(refusal(bytes))
                .hasMessageStartingWith("LEAT-COMPONENT-003: ")
                .hasMessageEndingWith("(at byte 0x14)");
    }

    @Test
    void bytesBehindTheItemsOfASectionAreRefused() {
        byte[] section = BinaryWriter.section(BinaryWriter.TYPE, BinaryWriter.bytes(1, 0x7f, 0));
        assertThat(refusal(BinaryWriter.component(section)))
                .hasMessageStartingWith("LEAT-COMPONENT-003: ")
                .hasMessageContaining("1 bytes left over")
                .hasMessageContaining("(at byte 0x");
    }

    @Test
    void anIndexThatNothingStandsBehindIsInvalid() {
        byte[] option = BinaryWriter.join(BinaryWriter.bytes(0x6b), BinaryWriter.index(7));
        assertThat(refusal(BinaryWriter.component(BinaryWriter.vectorSection(BinaryWriter.TYPE, option))))
                .hasMessageStartingWith("LEAT-COMPONENT-004: ")
                .hasMessageContaining("type index out of bounds");
    }

    @Test
    void aStartFunctionIsUnsupported() {
        assertThat(refusal(BinaryWriter.component(BinaryWriter.section(9, BinaryWriter.bytes(0, 0, 0)))))
                .hasMessageStartingWith("LEAT-COMPONENT-005: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[async]a", "[async method]a.b", "[async static]a.b", "[method]a.b", "[constructor]a"})
    void anAnnotatedNameOnAFunctionThatDoesNotFitItIsInvalid(String name) {
        byte[] function = BinaryWriter.join(BinaryWriter.bytes(0x40), BinaryWriter.bytes(0), BinaryWriter.bytes(1, 0));
        byte[] bytes = BinaryWriter.component(
                BinaryWriter.vectorSection(BinaryWriter.TYPE, function),
                BinaryWriter.vectorSection(
                        BinaryWriter.IMPORT,
                        BinaryWriter.join(BinaryWriter.externName(name), BinaryWriter.bytes(1), BinaryWriter.u32(0))));
        assertThat(refusal(bytes))
                .hasMessageStartingWith("LEAT-COMPONENT-004: ")
                .hasMessageContaining(name);
    }

    @Test
    void importsOfTheSameNameAreInvalidEvenWhereOnlyTheirCaseDiffers() {
        byte[] function = BinaryWriter.bytes(0x40, 0, 1, 0);
        List<byte[]> imports = List.of(
                BinaryWriter.join(BinaryWriter.externName("valve"), BinaryWriter.bytes(1, 0)),
                BinaryWriter.join(BinaryWriter.externName("VALVE"), BinaryWriter.bytes(1, 0)));
        byte[] bytes = BinaryWriter.component(
                BinaryWriter.vectorSection(BinaryWriter.TYPE, function),
                BinaryWriter.vectorSection(BinaryWriter.IMPORT, imports));
        assertThat(refusal(bytes))
                .hasMessageStartingWith("LEAT-COMPONENT-004: ")
                .hasMessageContaining("VALVE");
    }
}
