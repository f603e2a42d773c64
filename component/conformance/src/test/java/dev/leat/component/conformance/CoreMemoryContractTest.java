package dev.leat.component.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memories and tables, and the limits that a store sets them. */
class CoreMemoryContractTest extends CoreContract {

    private static final int PAGE = 65536;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static MemorySegment segment(CoreInstance instance) {
        return ((CoreMemory) instance.export("memory")).segment();
    }

    @Test
    void hostAndGuestSeeTheSameBytes() {
        CoreInstance instance = instantiate("memory");
        assertThat(segment(instance).asSlice(16, 6).toArray(ValueLayout.JAVA_BYTE))
                .isEqualTo("active".getBytes(StandardCharsets.US_ASCII));
        segment(instance).set(INT, 101, 0x80c0e0f0);
        assertThat(callForInt(instance, "load32", 101)).isEqualTo(0x80c0e0f0);
        assertThat(callForInt(instance, "load8", 101)).isEqualTo(0xf0);
        assertThat(callForInt(instance, "load8-signed", 101)).isEqualTo((byte) 0xf0);
        assertThat(callForInt(instance, "load16", 102)).isEqualTo(0xc0e0);
        call(instance, "store64", 203, 0x0102030405060708L);
        assertThat(segment(instance).get(INT, 203)).isEqualTo(0x05060708);
        assertThat(call(instance, "load64", 203)[0]).isEqualTo(0x0102030405060708L);
        call(instance, "store8", 5, 0x1ff);
        call(instance, "store16", 6, 0x1fffe);
        assertThat(callForInt(instance, "load32", 4)).isEqualTo(0xfffeff00);
        call(instance, "store-f32", 300, Float.floatToRawIntBits(1.5f));
        call(instance, "store-f64", 308, Double.doubleToRawLongBits(-2.5));
        assertThat(callForInt(instance, "load-f32", 300)).isEqualTo(Float.floatToRawIntBits(1.5f));
        assertThat(call(instance, "load-f64", 308)[0]).isEqualTo(Double.doubleToRawLongBits(-2.5));
    }

    @Test
    void theSegmentIsBoundedByThePresentSize() {
        CoreInstance instance = instantiate("memory");
        MemorySegment before = segment(instance);
        assertThat(before.byteSize()).isEqualTo(PAGE);
        assertThatThrownBy(() -> before.get(ValueLayout.JAVA_BYTE, PAGE)).isInstanceOf(IndexOutOfBoundsException.class);
        segment(instance).set(INT, 0, 17);
        assertThat(callForInt(instance, "grow", 2)).isEqualTo(1);
        MemorySegment after = segment(instance);
        assertThat(after.byteSize()).isEqualTo(3 * PAGE);
        assertThat(after.get(INT, 0)).isEqualTo(17);
        after.set(INT, 3 * PAGE - 4, 18);
        assertThat(callForInt(instance, "load32", 3 * PAGE - 4)).isEqualTo(18);
        assertThatThrownBy(() -> after.get(ValueLayout.JAVA_BYTE, 3 * PAGE))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatAMemoryGrowsByIsZero() {
        CoreInstance instance = instantiate("growing-memory");
        for (int pages = 1; pages < 20; pages++) {
            assertThat(callForInt(instance, "grow", 1)).isEqualTo(pages);
            assertThat(callForInt(instance, "load32", (pages + 1) * PAGE - 4)).isZero();
            call(instance, "store32", (pages + 1) * PAGE - 4, pages);
        }
        for (int pages = 1; pages < 20; pages++) {
            assertThat(callForInt(instance, "load32", (pages + 1) * PAGE - 4)).isEqualTo(pages);
        }
    }

    @Test
    void anAccessBeyondTheEndTraps() {
        CoreInstance instance = instantiate("memory");
        assertThat(callForInt(instance, "load8", PAGE - 1)).isZero();
        assertThat(callForInt(instance, "load32", PAGE - 4)).isZero();
        List<Long> addresses = List.of((long) PAGE, PAGE + 3L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fffcL, 0xffff_ffffL);
        for (long address : addresses) {
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load8", address));
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "store16", address, 1));
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load64", address));
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "store-f32", address, 1));
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load8-offset", address));
        }
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load32", PAGE - 3));
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load64", PAGE - 7));
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load8-offset", 1));
        assertThat(callForInt(instance, "load8-offset", 0)).isZero();
    }

    @Test
    void anAddressDoesNotWrapAround() {
        CoreInstance instance = instantiate("memory");
        for (long address : new long[] {0, 0x7fff_fff0L, 0x7fff_fff8L, 0x8000_0000L, 0xffff_fff8L}) {
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "load8-high-offset", address));
        }
    }

    @Test
    void bulkOperationsAreCheckedAsAWhole() {
        CoreInstance instance = instantiate("memory");
        call(instance, "fill", 10, 0xab, 5);
        assertThat(callForInt(instance, "load32", 11)).isEqualTo(0xabababab);
        call(instance, "copy", 12, 10, 5);
        assertThat(callForInt(instance, "load8", 16)).isEqualTo(0xab);
        call(instance, "fill", PAGE, 1, 0);
        call(instance, "copy", PAGE, PAGE, 0);
        for (long length : new long[] {2, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "fill", PAGE - 1, 1, length));
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "copy", PAGE - 1, 0, length));
            assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "copy", 0, PAGE - 1, length));
        }
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "fill", PAGE + 1, 1, 0));
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "fill", 0xffff_fff0L, 1, 0x20));
        assertThat(callForInt(instance, "load8", PAGE - 1)).isZero();
    }

    @Test
    void aPassiveSegmentIsThereUntilItIsDropped() {
        CoreInstance instance = instantiate("memory");
        call(instance, "init", 1000, 1, 3);
        assertThat(callForInt(instance, "load32", 1000)).isEqualTo('a' | 's' << 8 | 's' << 16);
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "init", 0, 0, 8));
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "init", 0, 7, 1));
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "init", PAGE - 1, 0, 2));
        call(instance, "drop");
        call(instance, "init", 0, 0, 0);
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "init", 0, 0, 1));
    }

    @Test
    void anActiveSegmentIsDroppedOnceItIsInPlace() {
        CoreInstance instance = instantiate("memory");
        call(instance, "init-active", 0, 0, 0);
        assertTrap(TrapKind.MEMORY_OUT_OF_BOUNDS, () -> call(instance, "init-active", 0, 0, 1));
    }

    @Test
    void aMemoryGrowsToItsOwnMaximum() {
        CoreInstance instance = instantiate("memory");
        assertThat(callForInt(instance, "grow", 0)).isEqualTo(1);
        assertThat(callForInt(instance, "grow", 4)).isEqualTo(-1);
        assertThat(callForInt(instance, "grow", 3)).isEqualTo(1);
        assertThat(callForInt(instance, "grow", 1)).isEqualTo(-1);
        assertThat(callForInt(instance, "grow", 0xffff_ffffL)).isEqualTo(-1);
        assertThat(callForInt(instance, "size")).isEqualTo(4);
    }

    @Test
    void aMemoryGrowsNoFurtherThanItsStoreAllows() {
        try (CoreStore small = engine.newStore(new StoreLimits(10 * PAGE + 100, 50))) {
            CoreInstance instance = small.instantiate(module("growing-memory"), List.of());
            assertThat(callForInt(instance, "grow", 10)).isEqualTo(-1);
            assertThat(callForInt(instance, "grow", 9)).isEqualTo(1);
            assertThat(callForInt(instance, "grow", 1)).isEqualTo(-1);
            assertThat(callForInt(instance, "grow", 0x7fff_ffffL)).isEqualTo(-1);
            assertThat(callForInt(instance, "grow", 0xffff_ffffL)).isEqualTo(-1);
            call(instance, "store32", 10 * PAGE - 4, 3);
        }
    }

    @Test
    void aTableGrowsNoFurtherThanItsStoreAllows() {
        try (CoreStore small = engine.newStore(new StoreLimits(PAGE, 50))) {
            CoreInstance instance = small.instantiate(module("table"), List.of());
            assertThat(callForInt(instance, "grow", 49)).isEqualTo(-1);
            assertThat(callForInt(instance, "grow", 48)).isEqualTo(2);
            assertThat(callForInt(instance, "grow", 1)).isEqualTo(-1);
            assertThat(callForInt(instance, "grow", 0x7fff_ffffL)).isEqualTo(-1);
            assertThat(callForInt(instance, "grow", 0xffff_ffffL)).isEqualTo(-1);
            assertThat(callForInt(instance, "size")).isEqualTo(50);
        }
        CoreInstance instance = instantiate("table");
        assertThat(callForInt(instance, "grow", 99))
                .as("beyond its own maximum")
                .isEqualTo(-1);
        assertThat(callForInt(instance, "grow", 98)).isEqualTo(2);
    }

    @Test
    void aModuleThatStartsOutBeyondTheLimitsIsNotInstantiated() {
        try (CoreStore small = engine.newStore(new StoreLimits(99 * PAGE, 999))) {
            assertThatThrownBy(() -> small.instantiate(module("large-memory"), List.of()))
                    .isInstanceOf(CoreLinkException.class);
            assertThatThrownBy(() -> small.instantiate(module("large-table"), List.of()))
                    .isInstanceOf(CoreLinkException.class);
        }
        try (CoreStore enough = engine.newStore(new StoreLimits(100 * PAGE, 1000))) {
            enough.instantiate(module("large-memory"), List.of());
            enough.instantiate(module("large-table"), List.of());
        }
    }
}
