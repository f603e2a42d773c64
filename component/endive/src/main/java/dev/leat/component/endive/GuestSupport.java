package dev.leat.component.endive;

import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.OpcodeImpl;
import run.endive.runtime.TableInstance;
import run.endive.runtime.WasmException;
import run.endive.runtime.WasmRuntimeException;

/**
 * The operations of generated code that Leat does itself: the methods that {@link SupportClass} puts in place of
 * Endive's. Public because generated classes, which have loaders of their own, call it; not for anybody else.
 */
public final class GuestSupport {

    private static final String TABLE_BOUNDS = "out of bounds table access";

    private GuestSupport() {}

    /** What generated code does at each call and at the end of each loop: looks whether the time is up. */
    public static void checkInterruption() {
        DeadlineTicker.poll();
    }

    /** The effective address of an access, negative where it lies beyond 2 GiB. */
    public static int getAddr(int base, int offset) {
        return (base | offset) < 0 ? -1 : base + offset;
    }

    /**
     * Calls a function that a table holds and another instance defines.
     *
     * @param typeId the type that the caller expects, an index into its own types
     * @param funcId the function's index in the callee's instance
     */
    public static long[] callIndirect(long[] args, int typeId, int funcId, Instance callee, FunctionTypes caller) {
        FunctionTypes types = ModuleLoader.typesOf(callee.getMachine().getClass());
        if (!types.fits(callee.functionType(funcId), caller, typeId)) {
            throw new WasmRuntimeException("indirect call type mismatch");
        }
        return callee.getMachine().call(funcId, args);
    }

    /** Whether the exception was thrown with the very tag that the instance knows by that index. */
    @SuppressWarnings("ReferenceEquality")
    public static boolean exceptionMatches(WasmException exception, int tag, Instance instance) {
        return instance.tag(tag) == exception.instance().tag(exception.tagIdx());
    }

    /** {@code memory.fill}, of a length that may be beyond 2 GiB. */
    public static void memoryFill(int address, byte value, int size, Memory memory) {
        ((GuestMemory) memory).fillRange(address, value, size);
    }

    /** {@code table.get}; the reference is the function's index in the instance, so it must be the instance's own. */
    @SuppressWarnings("ReferenceEquality")
    public static int tableGet(int index, int tableIndex, Instance instance) {
        TableInstance table = instance.table(tableIndex);
        if (index < 0 || index >= table.size()) {
            throw new WasmRuntimeException(TABLE_BOUNDS);
        }
        Instance owner = table.instance(index);
        int reference = table.ref(index);
        if (reference != -1 && owner != null && owner != instance) {
            throw new WasmRuntimeException("table.get of another instance's function is not supported");
        }
        return reference;
    }

    /** {@code table.copy}. */
    public static void tableCopy(
            int destination, int source, int size, int destinationTable, int sourceTable, Instance instance) {
        long length = Integer.toUnsignedLong(size);
        if (Integer.toUnsignedLong(source) + length
                        > instance.table(sourceTable).size()
                || Integer.toUnsignedLong(destination) + length
                        > instance.table(destinationTable).size()) {
            throw new WasmRuntimeException(TABLE_BOUNDS);
        }
        OpcodeImpl.TABLE_COPY(instance, sourceTable, destinationTable, size, source, destination);
    }

    /** The types of the module that the class was compiled from. */
    public static FunctionTypes typesOf(Class<?> generated) {
        return ModuleLoader.typesOf(generated);
    }
}
