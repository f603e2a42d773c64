package dev.leat.component.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Native memory is used again, is nobody else's meanwhile, and is gone in the end. */
class NativeBlocksTest {

    @Test
    void aBlockIsUsedAgainForItsSizeAlone() {
        try (NativeBlocks blocks = new NativeBlocks()) {
            MemorySegment first = blocks.take(20_000);
            MemorySegment second = blocks.take(20_000);
            assertThat(second).isNotEqualTo(first);
            blocks.giveBack(first);
            assertThat(blocks.take(30_000)).isNotEqualTo(first);
            assertThat(blocks.take(20_000)).isEqualTo(first);
            assertThat(blocks.bytes()).isEqualTo(70_000);
        }
    }

    @Test
    void whatIsNotUsedIsKeptUpToABound() {
        try (NativeBlocks blocks = new NativeBlocks()) {
            List<MemorySegment> taken = List.of(blocks.take(20 << 20), blocks.take(20 << 20));
            taken.forEach(blocks::giveBack);
            assertThat(blocks.bytes()).isEqualTo(20 << 20);
        }
    }

    @Test
    void sizesThatAreUsedUpLeaveNothingBehind() {
        try (NativeBlocks blocks = new NativeBlocks()) {
            for (int size = 20_000; size < 20_100; size++) {
                blocks.giveBack(blocks.take(size));
            }
            assertThat(blocks.keptSizes()).isEqualTo(100);
            for (int size = 20_000; size < 20_100; size++) {
                assertThat(blocks.take(size).byteSize()).isEqualTo(size);
            }
            assertThat(blocks.keptSizes()).isZero();
        }
    }

    @Test
    void givenBackTwiceIsGivenBackOnce() {
        try (NativeBlocks blocks = new NativeBlocks()) {
            MemorySegment block = blocks.take(20_000);
            blocks.giveBack(block);
            blocks.giveBack(block);
            assertThat(blocks.take(20_000)).isNotEqualTo(blocks.take(20_000));
        }
    }

    @Test
    void closingFreesWhatIsUsedAndWhatIsKept() {
        NativeBlocks blocks = new NativeBlocks();
        MemorySegment used = blocks.take(20_000);
        MemorySegment kept = blocks.take(20_000);
        blocks.giveBack(kept);
        blocks.close();
        for (MemorySegment block : List.of(used, kept)) {
            assertThatThrownBy(() -> block.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(blocks.bytes()).isZero();
        blocks.giveBack(used);
        blocks.close();
    }

    @Property(tries = 200)
    void noTwoTensorsShareMemory(@ForAll List<@IntRange(min = -3, max = 3) Integer> steps) {
        try (NativeBlocks blocks = new NativeBlocks()) {
            Deque<MemorySegment> used = new ArrayDeque<>();
            byte mark = 0;
            for (int step : steps) {
                if (step > 0) {
                    MemorySegment block = blocks.take(16_384L * step);
                    block.fill(++mark);
                    used.addLast(block);
                } else if (!used.isEmpty()) {
                    MemorySegment block = step == 0 ? used.removeFirst() : used.removeLast();
                    byte first = block.get(ValueLayout.JAVA_BYTE, 0);
                    assertThat(block.get(ValueLayout.JAVA_BYTE, block.byteSize() - 1))
                            .isEqualTo(first);
                    blocks.giveBack(block);
                }
            }
            assertThat(used.stream()
                            .map(block -> block.get(ValueLayout.JAVA_BYTE, 0))
                            .distinct()
                            .count())
                    .isEqualTo(used.size());
        }
    }
}
