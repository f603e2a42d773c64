package dev.leat.component.nn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Native memory for the inputs of one execution context that lie on the Java heap, kept from one computation to the next:
 * ONNX Runtime reads tensors where they lie, and there it cannot. Belongs to one thread at a time.
 */
final class Scratch implements AutoCloseable {

    /** What the widest vector instructions like. */
    private static final long ALIGNMENT = 64;

    private record Block(Arena arena, MemorySegment memory) {}

    private final Map<String, Block> blocks = new HashMap<>();

    /** The data as ONNX Runtime can read them, until the next call for this input. */
    ByteBuffer fill(String input, MemorySegment data) {
        if (data.isNative()) {
            return buffer(data);
        }
        Block block = blocks.get(input);
        if (block == null || block.memory().byteSize() < data.byteSize()) {
            if (block != null) {
                block.arena().close();
            }
            Arena arena = Arena.ofShared();
            block = new Block(arena, arena.allocate(Math.max(data.byteSize(), ALIGNMENT), ALIGNMENT));
            blocks.put(input, block);
        }
        MemorySegment.copy(data, 0, block.memory(), 0, data.byteSize());
        return buffer(block.memory().asSlice(0, data.byteSize()));
    }

    /** All memory, which is somebody else's from now on, who has to close it. */
    List<Arena> detach() {
        List<Arena> arenas = blocks.values().stream().map(Block::arena).toList();
        blocks.clear();
        return arenas;
    }

    private static ByteBuffer buffer(MemorySegment memory) {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        blocks.values().forEach(block -> block.arena().close());
        blocks.clear();
    }
}
