package dev.leat.component.nn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Native memory for the inputs of one execution context, kept from one computation to the next: ONNX Runtime reads tensors
 * where they lie, which cannot be on the Java heap. Belongs to one thread at a time.
 */
final class Scratch implements AutoCloseable {

    /** What the widest vector instructions like. */
    private static final long ALIGNMENT = 64;

    private record Block(Arena arena, MemorySegment memory) {}

    private final Map<String, Block> blocks = new HashMap<>();

    /** The data as ONNX Runtime can read them, until the next call for this input. */
    ByteBuffer fill(String input, byte[] data) {
        Block block = blocks.get(input);
        if (block == null || block.memory().byteSize() < data.length) {
            if (block != null) {
                block.arena().close();
            }
            Arena arena = Arena.ofShared();
            block = new Block(arena, arena.allocate(Math.max(data.length, ALIGNMENT), ALIGNMENT));
            blocks.put(input, block);
        }
        MemorySegment.copy(data, 0, block.memory(), ValueLayout.JAVA_BYTE, 0, data.length);
        return block.memory().asSlice(0, data.length).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        blocks.values().forEach(block -> block.arena().close());
        blocks.clear();
    }
}
