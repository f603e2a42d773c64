package dev.leat.component.nn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Native memory for the tensors of one instance. A block that comes back is kept for the next tensor of its size, since
 * most modules make tensors of one size over and over. Belongs to one thread at a time.
 */
final class NativeBlocks implements AutoCloseable {

    /** Below, the Java heap is cheaper, copy and all. */
    static final long SMALLEST = 16 << 10;

    /** How many bytes that nobody uses are kept. */
    private static final long KEPT = 32 << 20;

    /** What the widest vector instructions like. */
    private static final long ALIGNMENT = 64;

    private final Map<MemorySegment, Arena> used = new HashMap<>();
    /** By size; none of them is empty, since a guest may go through millions of sizes. */
    private final Map<Long, Deque<Map.Entry<MemorySegment, Arena>>> free = new HashMap<>();

    private long freeBytes;

    /** Memory of that size, with anything in it. */
    MemorySegment take(long bytes) {
        Deque<Map.Entry<MemorySegment, Arena>> kept = free.get(bytes);
        if (kept != null) {
            Map.Entry<MemorySegment, Arena> block = kept.removeLast();
            if (kept.isEmpty()) {
                free.remove(bytes);
            }
            freeBytes -= bytes;
            used.put(block.getKey(), block.getValue());
            return block.getKey();
        }
        Arena arena = Arena.ofShared();
        MemorySegment block = arena.allocate(bytes, ALIGNMENT);
        used.put(block, arena);
        return block;
    }

    /** What was taken and is not used any more. */
    void giveBack(MemorySegment block) {
        Arena arena = used.remove(block);
        if (arena == null) {
            return;
        }
        if (freeBytes + block.byteSize() > KEPT) {
            arena.close();
            return;
        }
        freeBytes += block.byteSize();
        free.computeIfAbsent(block.byteSize(), any -> new ArrayDeque<>()).addLast(Map.entry(block, arena));
    }

    /** What was taken, and is somebody else's from now on, who has to close it. Empty where it was not taken here. */
    Optional<Arena> detach(MemorySegment block) {
        return Optional.ofNullable(used.remove(block));
    }

    /** How many bytes there are, used or kept. */
    long bytes() {
        return freeBytes
                + used.keySet().stream().mapToLong(MemorySegment::byteSize).sum();
    }

    /** Of how many sizes blocks are kept. */
    int keptSizes() {
        return free.size();
    }

    @Override
    public void close() {
        used.values().forEach(Arena::close);
        used.clear();
        free.values().forEach(kept -> kept.forEach(block -> block.getValue().close()));
        free.clear();
        freeBytes = 0;
    }
}
