package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreLinkException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides what a store may use of memory among its linear memories.
 *
 * <p>The library's limit is one number for each memory, and it asks nobody when a memory grows. So whenever an instance
 * is made, the limit is set to the level at which all memories together cannot exceed the store's: a memory may grow up
 * to the level, one that is beyond it keeps what it has, and one whose own maximum is below it counts with that.
 *
 * <p>The size of a memory that its module does not export cannot be asked for: once guests have run, it counts with the
 * most that it can have grown to.
 */
final class MemoryBudget {

    private static final int PAGE_BITS = 16;

    /** A memory of the store. */
    static final class Share {

        private final long maximum;
        private long size;
        private @Nullable WasmtimeMemory memory;

        private Share(ModuleShape.Memory declared) {
            this.size = declared.minimum();
            this.maximum = declared.maximum();
        }

        /** Where its size can be asked for from now on. */
        void found(WasmtimeMemory exported) {
            memory = exported;
        }
    }

    private final long most;
    private final List<Share> shares = new ArrayList<>();
    private long level;
    private int guestRuns;

    MemoryBudget(long most) {
        this.most = most;
        this.level = most;
    }

    /** The size that no memory may grow beyond. */
    long level() {
        return level;
    }

    /**
     * Makes room for the memories of an instance.
     *
     * @param runs what has changed if a guest has run
     * @return the shares of the memories, in their order
     * @throws CoreLinkException where there is no room; nothing has changed then
     */
    List<Share> add(ModuleShape module, int runs) {
        measure(runs);
        List<Share> added = module.memories().stream().map(Share::new).toList();
        long before = sum(0);
        shares.addAll(added);
        long after = sum(0);
        long newLevel = after <= most ? findLevel() : 0;
        // Where no guest runs meanwhile, the limit may be higher while the instance is made.
        boolean fits = after <= most && (!module.starts() || largest(added) <= newLevel);
        if (!fits) {
            shares.removeAll(added);
            throw new CoreLinkException("the module wants memory of " + (after - before)
                    + " bytes, and the store allows " + most + " in all, of which the memories made before have or may"
                    + " take " + before);
        }
        level = newLevel;
        return added;
    }

    /** Takes back the shares of an instance that was not made. */
    void remove(List<Share> added) {
        shares.removeAll(added);
        level = findLevel();
    }

    /** Notes that no guest has run up to now since the last {@link #add}. */
    void noGuestRan(int runs) {
        guestRuns = runs;
    }

    static long largest(List<Share> shares) {
        return shares.stream().mapToLong(share -> share.size).max().orElse(0);
    }

    private void measure(int runs) {
        for (Share share : shares) {
            if (share.memory != null) {
                share.size = share.memory.segment().byteSize();
            } else if (runs != guestRuns) {
                share.size = Math.max(share.size, Math.min(share.maximum, level));
            }
        }
        guestRuns = runs;
    }

    /** The highest level, in whole pages, at which the memories have room. */
    private long findLevel() {
        long low = 0;
        long high = most >> PAGE_BITS;
        while (low < high) {
            long middle = (low + high + 1) / 2;
            if (sum(middle << PAGE_BITS) <= most) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low << PAGE_BITS;
    }

    /** What the memories have together when each has grown to the level. */
    private long sum(long atLevel) {
        return shares.stream()
                .mapToLong(share -> Math.max(share.size, Math.min(share.maximum, atLevel)))
                .sum();
    }
}
