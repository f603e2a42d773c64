package dev.leat.component.model.abi;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.model.binary.Definition.Encoding;
import dev.leat.component.model.type.ResourceType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One side of the canonical ABI: a guest's memory, how it allocates and writes strings, and its handles. Used by one
 * thread, for one call after the other.
 */
public final class Abi {

    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The most that the lists and strings of one call may take in Java. */
    private static final long MAXIMUM_CARRIED = 256L << 20;

    private static final long UNSIGNED = 0xffff_ffffL;

    private final InstanceState instance;
    private final @Nullable CoreMemory memory;
    private final @Nullable CoreFunction realloc;
    private final Encoding encoding;
    private final Function<ResourceType, @Nullable InstanceState> owners;
    private final long[] reallocSlots = new long[4];
    private final Call call = new Call();
    private MemorySegment segment = MemorySegment.NULL;
    private long carried;

    /** @param owners the component instance that defines a resource type; null for types of the host */
    public Abi(
            InstanceState instance,
            Optional<CoreMemory> memory,
            Optional<CoreFunction> realloc,
            Encoding encoding,
            Function<ResourceType, @Nullable InstanceState> owners) {
        this.instance = instance;
        this.memory = memory.orElse(null);
        this.realloc = realloc.orElse(null);
        this.encoding = encoding;
        this.owners = owners;
    }

    public InstanceState instance() {
        return instance;
    }

    Encoding encoding() {
        return encoding;
    }

    Call call() {
        return call;
    }

    /** Starts reading the values of a call. */
    void begin() {
        carried = 0;
        refresh();
    }

    /**
     * Counts what a list or string is about to take in Java. A guest may write many lists that all point to the same
     * bytes: what is small over there is not bounded by the guest's memory over here.
     */
    void carry(long bytes) {
        carried += bytes;
        if (carried > MAXIMUM_CARRIED) {
            throw Trap.of("the lists and strings of one call take more than " + (MAXIMUM_CARRIED >> 20) + " MiB");
        }
    }

    /** Looks at the memory as it is now. Needed after each call into the guest. */
    void refresh() {
        if (memory != null && !(memory.growsInPlace() && segment.byteSize() > 0)) {
            segment = memory.segment();
        }
    }

    /** Whether the memory reaches that far. Nothing is read or written that was not asked about before. */
    private boolean reaches(long end) {
        if (end > segment.byteSize() && memory != null) {
            segment = memory.segment();
        }
        return end <= segment.byteSize();
    }

    MemorySegment segment() {
        return segment;
    }

    /** Checks that {@code length} bytes at {@code address} lie in memory. */
    void checkRange(long address, long length, int alignment, String what) {
        if ((address & (alignment - 1)) != 0) {
            throw Trap.of("unaligned pointer");
        }
        if (!reaches(address + length)) {
            throw Trap.of(what);
        }
    }

    static long address(long slot) {
        return slot & UNSIGNED;
    }

    /** Asks the guest for memory. */
    long allocate(int alignment, long size) {
        return reallocate(0, 0, alignment, size);
    }

    long reallocate(long old, long oldSize, int alignment, long size) {
        if (realloc == null) {
            throw new IllegalStateException("no realloc: the plan asks for one where values point to memory");
        }
        if (size > Integer.MAX_VALUE) {
            throw Trap.of("a value of " + size + " bytes is too large for a guest");
        }
        long[] slots = reallocSlots;
        slots[0] = old;
        slots[1] = oldSize;
        slots[2] = alignment;
        slots[3] = size;
        boolean mayLeave = instance.mayLeave();
        instance.setMayLeave(false);
        realloc.call(slots);
        instance.setMayLeave(mayLeave);
        long address = slots[0] & UNSIGNED;
        refresh();
        if ((address & (alignment - 1)) != 0) {
            throw Trap.of("realloc return: result not aligned");
        }
        if (!reaches(address + size)) {
            throw Trap.of("realloc return: beyond end of memory");
        }
        return address;
    }

    /** The component instance that defines a guest's resource type. */
    InstanceState owner(ResourceType type) {
        InstanceState owner = owners.apply(type);
        if (owner == null) {
            throw new IllegalStateException("the host defines " + type.name());
        }
        return owner;
    }

    /**
     * Gives a resource to the guest, which owns it from now on.
     *
     * @param bytes what the guest keeps alive with it of the host's memory
     */
    int lowerOwn(ResourceType type, Object representation, long bytes) {
        return instance.handles().add(new HandleTable.Entry(type, representation, null, bytes));
    }

    /** Lends a resource to the guest for the length of the call. */
    int lowerBorrow(ResourceType type, Object representation) {
        if (representation instanceof Integer number && owners.apply(type) == instance) {
            return number;
        }
        call.borrowed();
        return instance.handles().add(new HandleTable.Entry(type, representation, call));
    }

    /** Takes a resource that the guest gives away. */
    Object liftOwn(ResourceType type, int handle) {
        return instance.handles().removeOwn(handle, type).representation();
    }

    /** Looks at a resource that the guest lends. */
    Object liftBorrow(ResourceType type, int handle) {
        HandleTable.Entry entry = instance.handles().get(handle, type);
        call.lentFrom(entry);
        return entry.representation();
    }
}
