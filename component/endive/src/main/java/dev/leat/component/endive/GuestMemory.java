package dev.leat.component.endive;

import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreMemory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * A linear memory over a byte array, which is also what {@link #segment()} shows the host.
 *
 * <p>This is the only implementation of {@link Memory} in a process that runs Leat, so that its accessors are inlined
 * into compiled guest functions. An address is a signed {@code int} here: what is negative is beyond any memory.
 *
 * <p>An instance that imports a memory gets a {@linkplain #view view} of its own, because {@code memory.init} names a
 * data segment of the instance but asks the memory for it. All views of a memory have the same bytes.
 */
final class GuestMemory implements Memory, CoreMemory {

    /** The message of the trap, in the words of the specification. */
    static final String OUT_OF_BOUNDS = "out of bounds memory access";

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private static final int PAGE = 1 << 16;
    /** The largest number of pages whose bytes fit in a Java array. */
    private static final int MOST_PAGES = Integer.MAX_VALUE / PAGE;
    /** The most that is allocated ahead of what the guest asked for. */
    private static final int MOST_HEADROOM = 32 << 20;

    private static final int REFUSED = -1;

    private final EndiveStore store;
    private final MemoryLimits declared;
    /** All views of this memory, this one included; the same list in each of them. */
    private final List<GuestMemory> views;

    private byte[] bytes;
    /** The size in bytes; the array may be longer. */
    private int size;

    private @Nullable MemorySegment segment;
    private DataSegment[] dataSegments = {};

    private GuestMemory(EndiveStore store, MemoryLimits declared, List<GuestMemory> views, byte[] bytes, int size) {
        this.store = store;
        this.declared = declared;
        this.views = views;
        this.bytes = bytes;
        this.size = size;
        this.segment = MemorySegment.ofArray(bytes).asSlice(0, size);
        views.add(this);
    }

    /**
     * Makes a memory of its initial size.
     *
     * @throws CoreLinkException where that is more than the store allows, or than the JVM has
     */
    static GuestMemory create(EndiveStore store, MemoryLimits limits) {
        long initial = (long) limits.initialPages() * PAGE;
        if (initial > store.memoryBytesLeft() || limits.initialPages() > MOST_PAGES) {
            throw new CoreLinkException("the module wants a memory of " + initial + " bytes, and the store allows "
                    + Math.min(store.memoryBytesLeft(), (long) MOST_PAGES * PAGE) + " more");
        }
        try {
            GuestMemory memory =
                    new GuestMemory(store, limits, new ArrayList<>(1), new byte[(int) initial], (int) initial);
            store.own(memory);
            return memory;
        } catch (OutOfMemoryError e) {
            throw new CoreLinkException("the Java heap has no room for a memory of " + initial + " bytes", e);
        }
    }

    /** The same memory for another instance. */
    GuestMemory view() {
        return new GuestMemory(store, declared, views, bytes, size);
    }

    /** The size in bytes. */
    int size() {
        return size;
    }

    EndiveStore store() {
        return store;
    }

    /** Whether this memory can be imported as one of these limits. */
    boolean fits(MemoryLimits wanted) {
        return pages() >= wanted.initialPages() && declared.maximumPages() <= wanted.maximumPages();
    }

    /** Gives the bytes back to the heap, whoever still holds the memory. */
    void free() {
        for (GuestMemory view : views) {
            view.bytes = new byte[0];
            view.size = 0;
            view.segment = null;
        }
    }

    @Override
    public MemorySegment segment() {
        MemorySegment current = segment;
        if (current == null) {
            throw new IllegalStateException("the store is closed");
        }
        return current;
    }

    @Override
    public int pages() {
        return size / PAGE;
    }

    @Override
    public int initialPages() {
        return declared.initialPages();
    }

    @Override
    public int maximumPages() {
        return Math.min(declared.maximumPages(), MOST_PAGES);
    }

    @Override
    public int grow(int more) {
        int before = pages();
        long after = before + Integer.toUnsignedLong(more);
        if (after > maximumPages() || after * PAGE - size > store.memoryBytesLeft()) {
            return REFUSED;
        }
        int wanted = (int) after * PAGE;
        byte[] larger = bytes;
        if (wanted > larger.length) {
            byte @Nullable [] copy = copyWithRoomFor(wanted);
            if (copy == null) {
                return REFUSED;
            }
            larger = copy;
        }
        MemorySegment visible = MemorySegment.ofArray(larger).asSlice(0, wanted);
        for (GuestMemory view : views) {
            view.bytes = larger;
            view.size = wanted;
            view.segment = visible;
        }
        return before;
    }

    private byte @Nullable [] copyWithRoomFor(int wanted) {
        long headroom = Math.min(wanted / 4, MOST_HEADROOM);
        long most = Math.min(size + store.memoryBytesLeft(), (long) maximumPages() * PAGE);
        try {
            return Arrays.copyOf(bytes, (int) Math.min(wanted + headroom, most));
        } catch (OutOfMemoryError e) {
            try {
                return Arrays.copyOf(bytes, wanted);
            } catch (OutOfMemoryError again) {
                return null;
            }
        }
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments) {
        initialize(instance, segments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments, int memoryIndex) {
        dataSegments = segments;
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active && active.index() == memoryIndex) {
                int address = (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                byte[] data = active.data();
                write(address, data, 0, data.length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segmentId, int address, int offset, int length) {
        // An active segment has been dropped when its instance was made.
        byte[] data = dataSegments[segmentId] instanceof PassiveDataSegment passive ? passive.data() : new byte[0];
        write(address, data, offset, length);
    }

    @Override
    public void drop(int segmentId) {
        dataSegments[segmentId] = PassiveDataSegment.EMPTY;
    }

    @Override
    public void write(int address, byte[] data, int offset, int length) {
        check(offset, length, data.length);
        check(address, length, size);
        System.arraycopy(data, offset, bytes, address, length);
    }

    @Override
    public byte[] readBytes(int address, int length) {
        check(address, length, size);
        return Arrays.copyOfRange(bytes, address, address + length);
    }

    @Override
    public void copy(int destination, int source, int length) {
        check(destination, length, size);
        check(source, length, size);
        System.arraycopy(bytes, source, bytes, destination, length);
    }

    /** Fills bytes whose number, unlike in {@link #fill}, is given, so that one beyond 2 GiB is seen to be. */
    void fillRange(int address, byte value, int length) {
        check(address, length, size);
        Arrays.fill(bytes, address, address + length, value);
    }

    @Override
    public void fill(byte value, int from, int to) {
        fillRange(from, value, to - from);
    }

    /** Endive calls this on each memory that it has just made: the array is zero already. */
    @Override
    public void zero() {}

    @Override
    public byte read(int address) {
        check(address, Byte.BYTES);
        return bytes[address];
    }

    @Override
    public void writeByte(int address, byte value) {
        check(address, Byte.BYTES);
        bytes[address] = value;
    }

    @Override
    public short readShort(int address) {
        check(address, Short.BYTES);
        return (short) SHORT.get(bytes, address);
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public void writeShort(int address, short value) {
        check(address, Short.BYTES);
        SHORT.set(bytes, address, value);
    }

    @Override
    public int readInt(int address) {
        check(address, Integer.BYTES);
        return (int) INT.get(bytes, address);
    }

    @Override
    public void writeI32(int address, int value) {
        check(address, Integer.BYTES);
        INT.set(bytes, address, value);
    }

    @Override
    public long readLong(int address) {
        check(address, Long.BYTES);
        return (long) LONG.get(bytes, address);
    }

    @Override
    public void writeLong(int address, long value) {
        check(address, Long.BYTES);
        LONG.set(bytes, address, value);
    }

    @Override
    public float readFloat(int address) {
        check(address, Float.BYTES);
        return (float) FLOAT.get(bytes, address);
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public void writeF32(int address, float value) {
        check(address, Float.BYTES);
        FLOAT.set(bytes, address, value);
    }

    @Override
    public double readDouble(int address) {
        check(address, Double.BYTES);
        return (double) DOUBLE.get(bytes, address);
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public void writeF64(int address, double value) {
        check(address, Double.BYTES);
        DOUBLE.set(bytes, address, value);
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public void atomicFence() {}

    /** One thread at a time uses a store, so that any object will do. */
    @Override
    @SuppressWarnings("removal")
    public Object lock(int address) {
        return this;
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, int expected, long timeout) {
        throw new WasmRuntimeException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal")
    public int waitOn(int address, long expected, long timeout) {
        throw new WasmRuntimeException("expected shared memory");
    }

    @Override
    @SuppressWarnings("removal")
    public int notify(int address, int most) {
        check(address, Integer.BYTES);
        return 0;
    }

    private void check(int address, int length) {
        if (address < 0 || address > size - length) {
            throw outOfBounds();
        }
    }

    private static void check(int start, int length, int limit) {
        if ((start | length) < 0 || start > limit - length) {
            throw outOfBounds();
        }
    }

    private static WasmRuntimeException outOfBounds() {
        return new WasmRuntimeException(OUT_OF_BOUNDS);
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }
}
