package dev.leat.component.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The host sees a guest's memory as it is, and the limits of the store hold. */
class MemoryTest {

    private static final long PAGE = 1 << 16;

    private final CoreEngine engine = TestEngine.open();
    private final CoreStore store = engine.newStore(new StoreLimits(10 * PAGE, 20));
    private final List<Runnable> looks = new ArrayList<>();
    private final CoreFunction look = store.hostFunction(TestEngine.NOTHING, slots -> looks.forEach(Runnable::run));
    private final CoreInstance instance = TestEngine.instantiate(engine, store, "memory", look);
    private final CoreMemory memory = (CoreMemory) instance.export("memory");

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    @Test
    void theSegmentIsAsLargeAsTheMemory() {
        assertThat(memory.segment().byteSize()).isEqualTo(PAGE);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> memory.segment().get(ValueLayout.JAVA_BYTE, PAGE));
        assertThat(((CoreMemory) instance.export("second")).segment().byteSize())
                .isEqualTo(2 * PAGE);
    }

    @Test
    void hostAndGuestReadWhatTheOtherWrote() {
        assertThat(memory.segment().asSlice(8, 4).toArray(ValueLayout.JAVA_BYTE))
                .isEqualTo("leat".getBytes(StandardCharsets.US_ASCII));

        memory.segment().set(ValueLayout.JAVA_INT, 100, 0x1234_5678);
        call("store", 104, 77);

        assertThat(call("load", 100)).isEqualTo(0x1234_5678);
        assertThat(memory.segment().get(ValueLayout.JAVA_INT, 104)).isEqualTo(77);
    }

    @Test
    void theSegmentStaysTheSameObjectWhileTheSizeStays() {
        MemorySegment before = memory.segment();

        call("load", 0);

        assertThat(memory.segment()).isSameAs(before);
    }

    @Test
    void theSegmentGrowsWithTheMemoryAndTheOldOneStaysGood() {
        MemorySegment before = memory.segment();

        assertThat(call("grow", 3)).isEqualTo(1);

        assertThat(memory.segment().byteSize()).isEqualTo(4 * PAGE);
        assertThat(memory.segment().address()).isEqualTo(before.address());
        assertThat(before.get(ValueLayout.JAVA_BYTE, 8)).isEqualTo((byte) 'l');
    }

    @Test
    void aFunctionOfTheHostSeesWhatTheGuestGrewBeforeItsCall() {
        List<Long> sizes = new ArrayList<>();
        looks.add(() -> sizes.add(memory.segment().byteSize()));
        sizes.add(memory.segment().byteSize());

        call("grow-and-look", 1);

        assertThat(sizes).containsExactly(PAGE, 2 * PAGE);
    }

    @Test
    void aMemoryGrowsToTheLimitAndNoFurther() {
        // The other memory, of two pages, may grow as far.
        assertThat(call("grow", 4)).isEqualTo(1);
        assertThat(call("grow", 1)).isEqualTo(-1);
        assertThat(memory.segment().byteSize()).isEqualTo(5 * PAGE);
    }

    @Test
    void whatAnInstanceHasUsedIsMissingToTheNextOnes() {
        assertThat(call("grow", 4)).isEqualTo(1);
        TestEngine.instantiate(engine, store, "memory", look);

        assertThat(call("grow", 1)).as("5 and 2 pages, and 1 and 2").isEqualTo(-1);
        assertThatExceptionOfType(CoreLinkException.class)
                .isThrownBy(() -> TestEngine.instantiate(engine, store, "memory", look))
                .withMessageContaining("memory of " + 3 * PAGE + " bytes");
        assertThatExceptionOfType(CoreLinkException.class)
                .isThrownBy(() -> TestEngine.instantiate(engine, store, "memory", look));
    }

    @Test
    void oneMemoryHasAllThatTheStoreAllows() throws Exception {
        try (CoreStore own = engine.newStore(new StoreLimits(10 * PAGE, 20))) {
            CoreInstance alone = own.instantiate(engine.compile(growing()), List.of());
            CoreFunction grow = TestEngine.function(alone, "grow");
            assertThat(TestEngine.call(grow, 9)).isEqualTo(1);
            assertThat(TestEngine.call(grow, 1)).isEqualTo(-1);
        }
    }

    @Test
    void anyNumberOfInstancesStayWithinTheLimitTogether() throws Exception {
        try (CoreStore own = engine.newStore(new StoreLimits(100 * PAGE, 20))) {
            List<CoreInstance> instances = new ArrayList<>();
            for (int index = 0; index < 7; index++) {
                instances.add(own.instantiate(engine.compile(growing()), List.of()));
                for (CoreInstance one : instances) {
                    TestEngine.call(TestEngine.function(one, "grow"), 5 + index);
                }
                long sum = instances.stream()
                        .mapToLong(one ->
                                ((CoreMemory) one.export("memory")).segment().byteSize())
                        .sum();
                assertThat(sum).isLessThanOrEqualTo(100 * PAGE);
            }
        }
    }

    /** A module of a memory of one page that grows: {@code (memory (export "memory") 1)} and a function for it. */
    private static byte[] growing() {
        return HexFormat.of()
                .parseHex("0061736d0100000001060160017f017f030201000503010001071102066d656d6f7279"
                        + "02000467726f7700000a08010600200040000b");
    }

    @Test
    void aMemoryAskedToGrowByTooMuchDoesNotGrow() {
        assertThat(call("grow", 10)).isEqualTo(-1);
        assertThat(call("grow", 65536)).isEqualTo(-1);
        assertThat(call("grow", -1)).isEqualTo(-1);
        assertThat(memory.segment().byteSize()).isEqualTo(PAGE);
    }

    @Test
    void aTableGrowsToTheLimitAndNoFurther() {
        assertThat(call("grow-table", 19)).isEqualTo(1);
        assertThat(call("grow-table", 1)).isEqualTo(-1);
    }

    @Test
    void aSegmentOfAClosedStoreIsDead() {
        MemorySegment segment = memory.segment();

        store.close();

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0));
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(memory::segment);
    }

    private int call(String name, long... arguments) {
        return TestEngine.call(TestEngine.function(instance, name), arguments);
    }
}
