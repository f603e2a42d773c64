package dev.leat.component.conformance;

import static dev.leat.component.core.CoreValueType.I32;
import static dev.leat.component.core.CoreValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreGlobal;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTable;
import dev.leat.component.core.CoreTag;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instances that import what others export. */
class CoreLinkingContractTest extends CoreContract {

    private CoreInstance sharing(CoreInstance shared) {
        return instantiate(
                "sharing",
                shared.export("memory"),
                shared.export("table"),
                shared.export("counter"),
                shared.export("constant"),
                shared.export("double"));
    }

    @Test
    void anExportHasItsKind() {
        CoreInstance shared = instantiate("shared");
        assertThat(shared.export("memory")).isInstanceOf(CoreMemory.class);
        assertThat(shared.export("table")).isInstanceOf(CoreTable.class);
        assertThat(shared.export("counter")).isInstanceOf(CoreGlobal.class);
        assertThat(shared.export("double")).isInstanceOf(CoreFunction.class);
        assertThat(instantiate("throwing").export("tag")).isInstanceOf(CoreTag.class);
    }

    @Test
    void anExportThatIsNotThereIsNotFound() {
        CoreInstance instance = instantiate("values");
        assertThatThrownBy(() -> instance.export("absent"))
                .isInstanceOf(CoreLinkException.class)
                .hasMessageContaining("absent");
    }

    @Test
    void aMemoryIsOneForAllThatImportIt() {
        CoreInstance shared = instantiate("shared");
        CoreInstance one = sharing(shared);
        CoreInstance other = sharing(shared);
        call(one, "store32", 100, 0x01020304);
        assertThat(callForInt(shared, "load8", 103)).isEqualTo(1);
        assertThat(callForInt(other, "load8", 100)).isEqualTo(4);
        assertThat(callForInt(other, "grow", 1)).isEqualTo(1);
        assertThat(callForInt(shared, "size")).isEqualTo(2);
        call(one, "store32", 65536, 7);
        assertThat(callForInt(shared, "load8", 65536)).isEqualTo(7);
        MemorySegment segment = ((CoreMemory) shared.export("memory")).segment();
        assertThat(segment.byteSize()).isEqualTo(2 * 65536);
        assertThat(segment.get(ValueLayout.JAVA_BYTE, 65536)).isEqualTo((byte) 7);
    }

    @Test
    void anInstanceInitialisesASharedMemoryFromItsOwnSegments() {
        CoreInstance shared = instantiate("shared");
        CoreInstance sharing = sharing(shared);
        call(sharing, "init", 0, 0, 7);
        assertThat(callForInt(shared, "load8", 0)).isEqualTo('s');
        call(shared, "init", 0, 0, 5);
        assertThat(callForInt(sharing, "load8", 0)).isEqualTo('o');
        assertThat(callForInt(sharing, "load8", 5)).isEqualTo('d');
    }

    @Test
    void aTableHoldsFunctionsOfManyInstances() {
        CoreInstance shared = instantiate("shared");
        CoreInstance sharing = sharing(shared);
        assertThat(callForInt(shared, "call", 0, 5)).as("its own").isEqualTo(10);
        assertThat(callForInt(sharing, "call", 0, 5)).as("the owner's").isEqualTo(10);
        assertThat(callForInt(shared, "call", 1, 5)).as("the importer's").isEqualTo(15);
        assertThat(callForInt(sharing, "call", 1, 5)).as("its own").isEqualTo(15);
        assertThat(callForInt(shared, "call", 2, 5))
                .as("an import of the importer")
                .isEqualTo(10);
        assertThat(callForInt(sharing, "call", 2, 5)).as("its own import").isEqualTo(10);
    }

    @Test
    void theTypeOfAFunctionInATableIsCheckedAcrossInstances() {
        CoreInstance shared = instantiate("shared");
        CoreInstance sharing = sharing(shared);
        assertTrap(TrapKind.BAD_INDIRECT_CALL, () -> call(shared, "call-wrong", 1));
        assertTrap(TrapKind.BAD_INDIRECT_CALL, () -> call(sharing, "call-as-decoy", 0));
        assertTrap(TrapKind.BAD_INDIRECT_CALL, () -> call(shared, "call", 3, 1));
    }

    @Test
    void aGlobalIsOneForAllThatImportIt() {
        CoreInstance shared = instantiate("shared");
        CoreInstance one = sharing(shared);
        CoreInstance other = sharing(shared);
        call(one, "count");
        call(other, "count");
        assertThat(callForInt(shared, "counter-value")).isEqualTo(44);
    }

    @Test
    void anExceptionIsCaughtInAnotherInstance() {
        CoreInstance throwing = instantiate("throwing");
        CoreInstance catching = instantiate("catching", throwing.export("tag"), throwing.export("throw"));
        assertThat(callForInt(catching, "catch", 77)).isEqualTo(77);
    }

    @Test
    void anExceptionOfAnotherTagOfTheSameTypeIsNotCaught() {
        CoreInstance throwing = instantiate("throwing");
        CoreInstance catching = instantiate("catching", throwing.export("tag"), throwing.export("throw-other"));
        assertTrap(TrapKind.OTHER, () -> call(catching, "catch", 77));
    }

    @Test
    void anExceptionOfAnotherInstanceOfTheModuleIsNotCaught() {
        CoreInstance throwing = instantiate("throwing");
        CoreInstance another = instantiate("throwing");
        CoreInstance catching = instantiate("catching", another.export("tag"), throwing.export("throw"));
        assertTrap(TrapKind.OTHER, () -> call(catching, "catch", 77));
    }

    @Test
    void asManyItemsAreNeededAsThereAreImports() {
        assertThatThrownBy(() -> instantiate("global-import")).isInstanceOf(CoreLinkException.class);
        CoreItem global = instantiate("globals").export("i32");
        assertThatThrownBy(() -> instantiate("global-import", global, global)).isInstanceOf(CoreLinkException.class);
        assertThatThrownBy(() -> instantiate("globals", global)).isInstanceOf(CoreLinkException.class);
    }

    @Test
    void anItemOfAnotherKindDoesNotFit() {
        CoreItem function = store.hostFunction(type(List.of(), List.of()), slots -> {});
        CoreItem memory = instantiate("memory").export("memory");
        assertThatThrownBy(() -> instantiate("global-import", function)).isInstanceOf(CoreLinkException.class);
        assertThatThrownBy(() -> instantiate("memory-import", function)).isInstanceOf(CoreLinkException.class);
        assertThatThrownBy(() -> instantiate("table-import", memory)).isInstanceOf(CoreLinkException.class);
        assertThatThrownBy(() -> instantiate("nesting", memory)).isInstanceOf(CoreLinkException.class);
    }

    @Test
    void aFunctionOfAnotherTypeDoesNotFit() {
        CoreItem host = store.hostFunction(type(List.of(I64), List.of(I32)), slots -> {});
        assertThatThrownBy(() -> instantiate("nesting", host)).isInstanceOf(CoreLinkException.class);
        CoreItem guest = instantiate("values").export("i64");
        assertThatThrownBy(() -> instantiate("nesting", guest)).isInstanceOf(CoreLinkException.class);
        CoreItem fitting = store.hostFunction(type(List.of(I32), List.of(I32)), slots -> {});
        instantiate("nesting", fitting);
    }

    @Test
    void aMemoryOfOtherLimitsDoesNotFit() {
        instantiate("memory-import", instantiate("memory").export("memory"));
        CoreItem unbounded = instantiate("growing-memory").export("memory");
        assertThatThrownBy(() -> instantiate("memory-import", unbounded)).isInstanceOf(CoreLinkException.class);
    }

    @Test
    void aTableFitsOnceItHasGrown() {
        CoreInstance table = instantiate("table");
        assertThatThrownBy(() -> instantiate("table-import", table.export("table")))
                .isInstanceOf(CoreLinkException.class);
        call(table, "grow", 1);
        instantiate("table-import", table.export("table"));
    }

    @Test
    void aGlobalOfAnotherTypeOrMutabilityDoesNotFit() {
        CoreInstance globals = instantiate("globals");
        assertThat(callForInt(instantiate("global-import", globals.export("i32")), "value"))
                .isEqualTo(1);
        assertThatThrownBy(() -> instantiate("global-import", globals.export("i64")))
                .isInstanceOf(CoreLinkException.class);
        assertThatThrownBy(() -> instantiate("global-import", globals.export("mutable")))
                .isInstanceOf(CoreLinkException.class);
    }

    @Test
    void anItemOfAnotherStoreIsRefused() {
        try (CoreStore another = engine.newStore(StoreLimits.DEFAULT)) {
            CoreInstance foreign = another.instantiate(module("shared"), List.of());
            CoreItem host = another.hostFunction(type(List.of(I32), List.of(I32)), slots -> {});
            CoreInstance own = instantiate("shared");
            assertThatThrownBy(() -> instantiate("nesting", host)).isInstanceOf(CoreLinkException.class);
            assertThatThrownBy(() -> instantiate("memory-import", foreign.export("memory")))
                    .isInstanceOf(CoreLinkException.class);
            List<String> names = List.of("memory", "table", "counter", "constant", "double");
            for (String strange : names) {
                List<CoreItem> items = new ArrayList<>();
                for (String name : names) {
                    items.add((name.equals(strange) ? foreign : own).export(name));
                }
                assertThatThrownBy(() -> store.instantiate(module("sharing"), items))
                        .as(strange)
                        .isInstanceOf(CoreLinkException.class);
            }
            CoreInstance throwing = another.instantiate(module("throwing"), List.of());
            CoreInstance ownThrowing = instantiate("throwing");
            assertThatThrownBy(() -> instantiate("catching", throwing.export("tag"), ownThrowing.export("throw")))
                    .isInstanceOf(CoreLinkException.class);
        }
    }

    @Test
    void theStartFunctionRunsWhenItsModuleIsInstantiated() {
        List<Integer> started = new ArrayList<>();
        CoreItem host = store.hostFunction(type(List.of(I32), List.of()), slots -> started.add((int) slots[0]));
        instantiate("start", host);
        assertThat(started).containsExactly(42);
    }

    @Test
    void whatTheHostThrowsIntoTheStartFunctionComesOut() {
        RuntimeException thrown = new RuntimeException("not now");
        CoreItem host = store.hostFunction(type(List.of(I32), List.of()), slots -> {
            throw thrown;
        });
        assertThatThrownBy(() -> instantiate("start", host)).isSameAs(thrown);
    }

    @Test
    void aStartFunctionThatTrapsEndsTheInstantiation() {
        assertTrap(TrapKind.UNREACHABLE, () -> instantiate("start-traps"));
    }

    @Test
    void anActiveSegmentThatDoesNotFitTraps() {
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> instantiate("data-out-of-bounds"));
        assertTrap(TrapKind.TABLE_OUT_OF_BOUNDS, () -> instantiate("element-out-of-bounds"));
    }

    @Test
    void anExportThatIsCalledStartIsNotCalled() {
        CoreInstance instance = instantiate("underscore-start");
        assertThat(callForInt(instance, "calls")).isZero();
    }
}
