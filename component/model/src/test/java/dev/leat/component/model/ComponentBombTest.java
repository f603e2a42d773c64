package dev.leat.component.model;

import static dev.leat.component.model.BinaryWriter.ALIAS;
import static dev.leat.component.model.BinaryWriter.COMPONENT;
import static dev.leat.component.model.BinaryWriter.CORE_INSTANCE;
import static dev.leat.component.model.BinaryWriter.CORE_MODULE;
import static dev.leat.component.model.BinaryWriter.CORE_TYPE;
import static dev.leat.component.model.BinaryWriter.EXPORT;
import static dev.leat.component.model.BinaryWriter.IMPORT;
import static dev.leat.component.model.BinaryWriter.INSTANCE;
import static dev.leat.component.model.BinaryWriter.TYPE;
import static dev.leat.component.model.BinaryWriter.bytes;
import static dev.leat.component.model.BinaryWriter.component;
import static dev.leat.component.model.BinaryWriter.coreModule;
import static dev.leat.component.model.BinaryWriter.externName;
import static dev.leat.component.model.BinaryWriter.index;
import static dev.leat.component.model.BinaryWriter.join;
import static dev.leat.component.model.BinaryWriter.name;
import static dev.leat.component.model.BinaryWriter.section;
import static dev.leat.component.model.BinaryWriter.u32;
import static dev.leat.component.model.BinaryWriter.vector;
import static dev.leat.component.model.BinaryWriter.vectorSection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Small binaries that unfold to very much are refused as too large. The time limit only ends a test that would never
 * end by itself.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ComponentBombTest {

    /** A function type without parameters and result. */
    private static final byte[] FUNCTION = bytes(0x40, 0, 1, 0);

    private static void isTooLarge(byte[] binary) {
        ComponentException refusal =
                catchThrowableOfType(ComponentException.class, () -> Component.compile(new FakeEngine(), binary));
        assertThat(refusal).as("a bomb of " + binary.length + " bytes").isNotNull();
        assertThat(refusal).hasMessageStartingWith("LEAT-COMPONENT-006: ");
    }

    private static byte[] option(int type) {
        return join(bytes(0x6b), index(type));
    }

    private static byte[] pair(int left, int right) {
        return join(bytes(0x6f, 2), index(left), index(right));
    }

    private static byte[] export(String name, int sort, int index) {
        return join(externName(name), bytes(sort), u32(index), bytes(0));
    }

    @Test
    void componentsNestedDeeply() {
        byte[] nested = component();
        for (int i = 0; i < 5000; i++) {
            nested = component(section(COMPONENT, nested));
        }
        isTooLarge(nested);
    }

    @Test
    void instanceTypesWrittenInsideEachOther() {
        List<byte[]> opening = new ArrayList<>(List.of(u32(1)));
        opening.addAll(Collections.nCopies(10_000, bytes(0x42, 1, 1)));
        opening.add(bytes(0x42, 0));
        isTooLarge(component(section(TYPE, join(opening))));
    }

    @Test
    void typesThatDoubleWithEachDefinition() {
        List<byte[]> types = new ArrayList<>(List.of(bytes(0x7f)));
        for (int i = 0; i < 60; i++) {
            types.add(pair(i, i));
        }
        isTooLarge(component(vectorSection(TYPE, types)));
    }

    @Test
    void typesThatNestWithEachDefinition() {
        List<byte[]> types = new ArrayList<>(List.of(bytes(0x7f)));
        for (int i = 0; i < 100_000; i++) {
            types.add(option(i));
        }
        isTooLarge(component(vectorSection(TYPE, types)));
    }

    @Test
    void listsThatNestWithEachDefinition() {
        List<byte[]> types = new ArrayList<>(List.of(bytes(0x7f)));
        for (int i = 0; i < 100_000; i++) {
            types.add(join(bytes(0x70), index(i)));
        }
        isTooLarge(component(vectorSection(TYPE, types)));
    }

    @Test
    void aLargeTypeUsedVeryOften() {
        List<byte[]> types = new ArrayList<>(List.of(bytes(0x7f)));
        for (int i = 0; i < 18; i++) {
            types.add(pair(i, i));
        }
        for (int i = 0; i < 100_000; i++) {
            types.add(option(18));
        }
        isTooLarge(component(vectorSection(TYPE, types)));
    }

    @Test
    void aFunctionWithMoreParametersThanFitIntoMemory() {
        // A list<u64, 2^25> takes 2^28 bytes, the most there may be; 16 of them are 2^29 flat values.
        byte[] list = join(bytes(0x67, 0x77), u32(1 << 25));
        List<byte[]> parameters = IntStream.range(0, 1 << 7)
                .mapToObj(i -> join(name("p" + i), index(0)))
                .toList();
        byte[] function = join(bytes(0x40), vector(parameters), bytes(1, 0));
        ComponentException refusal = catchThrowableOfType(
                ComponentException.class,
                () -> Component.compile(new FakeEngine(), component(vectorSection(TYPE, list, function))));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isIn(ComponentProblem.INVALID, ComponentProblem.TOO_LARGE);
    }

    @Test
    void componentsThatEachInstantiateTheLastTwice() {
        List<byte[]> sections = new ArrayList<>(List.of(section(COMPONENT, component())));
        for (int i = 0; i < 60; i++) {
            sections.add(section(
                    COMPONENT,
                    component(
                            vectorSection(ALIAS, join(bytes(0x04, 0x02), u32(1), u32(i))),
                            vectorSection(INSTANCE, bytes(0, 0, 0), bytes(0, 0, 0)))));
        }
        sections.add(vectorSection(INSTANCE, join(bytes(0), u32(60), bytes(0))));
        isTooLarge(component(sections));
    }

    @Test
    void moreInstancesOfAnEmptyComponentThanAnyoneNeeds() {
        isTooLarge(component(
                section(COMPONENT, component()),
                vectorSection(INSTANCE, Collections.nCopies(500_000, bytes(0, 0, 0)))));
    }

    @Test
    void instancesThatExportTheLastTwice() {
        List<byte[]> instances = new ArrayList<>(List.of(bytes(1, 0)));
        for (int i = 0; i < 60; i++) {
            instances.add(join(bytes(1, 2), externName("a"), bytes(5), u32(i), externName("b"), bytes(5), u32(i)));
        }
        isTooLarge(component(vectorSection(INSTANCE, instances), vectorSection(EXPORT, export("bomb", 5, 60))));
    }

    @Test
    void instancesThatNestWithEachDefinition() {
        List<byte[]> instances = new ArrayList<>(List.of(bytes(1, 0)));
        for (int i = 0; i < 50_000; i++) {
            instances.add(join(bytes(1, 1), externName("a"), bytes(5), u32(i)));
        }
        isTooLarge(component(vectorSection(INSTANCE, instances), vectorSection(EXPORT, export("bomb", 5, 50_000))));
    }

    private static byte[] instanceTypeOver(int type, String... exports) {
        List<byte[]> declarations = new ArrayList<>();
        declarations.add(join(bytes(2, 0x03, 0x02), u32(1), u32(type)));
        for (String export : exports) {
            declarations.add(join(bytes(4), externName(export), bytes(5, 0)));
        }
        return join(bytes(0x42), vector(declarations));
    }

    @Test
    void instanceTypesThatNestWithEachDefinition() {
        List<byte[]> types = new ArrayList<>(List.of(bytes(0x42, 0)));
        for (int i = 0; i < 1_500; i++) {
            types.add(instanceTypeOver(i, "a"));
        }
        isTooLarge(component(
                vectorSection(TYPE, types), vectorSection(IMPORT, join(externName("bomb"), bytes(5), u32(1_500)))));
    }

    @Test
    void instanceTypesThatDoubleWithEachDefinition() {
        List<byte[]> types = new ArrayList<>(List.of(bytes(0x42, 0)));
        for (int i = 0; i < 60; i++) {
            types.add(instanceTypeOver(i, "a", "b"));
        }
        isTooLarge(component(
                vectorSection(TYPE, types), vectorSection(IMPORT, join(externName("bomb"), bytes(5), u32(60)))));
    }

    @Test
    void importsThatUnfoldToMillionsOfFunctions() {
        // A type of 1000 functions, in a type that exports it 1000 times, imported 1000 times.
        List<byte[]> functions = new ArrayList<>(List.of(join(bytes(1), FUNCTION)));
        List<byte[]> instances = new ArrayList<>(List.of(join(bytes(2, 0x03, 0x02), u32(1), u32(0))));
        List<byte[]> imports = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            functions.add(join(bytes(4), externName("f" + i), bytes(1, 0)));
            instances.add(join(bytes(4), externName("i" + i), bytes(5, 0)));
            imports.add(join(externName("m" + i), bytes(5, 1)));
        }
        isTooLarge(component(
                vectorSection(TYPE, join(bytes(0x42), vector(functions)), join(bytes(0x42), vector(instances))),
                vectorSection(IMPORT, imports)));
    }

    @Test
    void aModuleOfManyExportsInstantiatedManyTimes() {
        List<byte[]> exports = IntStream.range(0, 50_000)
                .mapToObj(i -> join(name("e" + i), bytes(0), u32(0)))
                .toList();
        byte[] module =
                coreModule(section(1, bytes(1, 0x60, 0, 0)), section(3, bytes(1, 0)), vectorSection(7, exports));
        isTooLarge(component(
                section(CORE_MODULE, module),
                vectorSection(CORE_INSTANCE, Collections.nCopies(9_000, bytes(0, 0, 0)))));
    }

    @Test
    void aBundleOfManyExportsMadeByManyInstances() {
        List<byte[]> exports = IntStream.range(0, 20_000)
                .mapToObj(i -> join(externName("e" + i), bytes(3), u32(0)))
                .toList();
        byte[] inner =
                component(vectorSection(TYPE, bytes(0x7f)), vectorSection(INSTANCE, join(bytes(1), vector(exports))));
        isTooLarge(component(
                section(COMPONENT, inner), vectorSection(INSTANCE, Collections.nCopies(9_000, bytes(0, 0, 0)))));
    }

    @Test
    void aLargeInstanceExportedVeryOften() {
        List<byte[]> items = IntStream.range(0, 10_000)
                .mapToObj(i -> join(externName("e" + i), bytes(3), u32(0)))
                .toList();
        List<byte[]> exports =
                IntStream.range(0, 50_000).mapToObj(i -> export("x" + i, 5, 0)).toList();
        isTooLarge(component(
                vectorSection(TYPE, bytes(0x7f)),
                vectorSection(INSTANCE, join(bytes(1), vector(items))),
                vectorSection(EXPORT, exports)));
    }

    @Test
    void manyCoreTypesAreReadOnce() {
        List<byte[]> types = Collections.nCopies(300_000, bytes(0x60, 0, 0));
        try (Component component = Component.compile(new FakeEngine(), component(vectorSection(CORE_TYPE, types)))) {
            assertThat(component.exports()).isEmpty();
        }
    }

    @Test
    void aNameOfAHundredThousandWordsIsRead() {
        String label = "a" + "-a".repeat(100_000);
        byte[] binary =
                component(vectorSection(TYPE, FUNCTION), vectorSection(IMPORT, join(externName(label), bytes(1, 0))));
        try (Component component = Component.compile(new FakeEngine(), binary)) {
            assertThat(component.imports()).containsKey(label);
        }
    }

    @Test
    void aNameThatCanBeReadInManyWaysAndFitsNoneIsInvalid() {
        for (String name : List.of("a" + "-1".repeat(50_000) + "_", "a:b" + "-1".repeat(5_000) + "/c_")) {
            byte[] binary = component(
                    vectorSection(TYPE, FUNCTION), vectorSection(IMPORT, join(externName(name), bytes(1, 0))));
            ComponentException refusal =
                    catchThrowableOfType(ComponentException.class, () -> Component.compile(new FakeEngine(), binary));
            assertThat(refusal).isNotNull();
            assertThat(refusal).hasMessageStartingWith("LEAT-COMPONENT-004: ");
        }
    }
}
