package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.HostCall;
import dev.leat.component.core.StoreLimits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A native store. The library ends the process when an item of one store meets another store, or a store meets a module
 * of another engine; so whose they are is checked here.
 */
final class WasmtimeStore implements CoreStore {

    /** The size of a {@code wasmtime_instance_t}. */
    private static final long INSTANCE_BYTES = 16;

    /** Items are small and many: their memory is taken from the arena in pieces of this size. */
    private static final long CHUNK_BYTES = 4 << 10;

    private static final long LIBRARY_DEFAULT = -1;

    private final WasmtimeEngine engine;

    /** Owns all that the store keeps in native memory, and bounds the life of the views of its linear memories. */
    private final Arena arena = Arena.ofShared();

    private final long store;
    private final long context;
    private final CallStack calls;
    private final StoreLimits limits;
    private final MemoryBudget memories;
    /** What the library has been told. */
    private long memoryLimit = LIBRARY_DEFAULT;

    private final int number;

    /**
     * The {@code wasm_functype_t} of each type that functions of the host have. There are many functions of few types,
     * and making a type costs more than making a function.
     */
    private final Map<CoreFunctionType, Long> functionTypes = new HashMap<>();

    private int hostFunctionCount;
    private long chunk;
    private long chunkEnd;

    WasmtimeStore(WasmtimeEngine engine, long nativeEngine, StoreLimits limits) {
        this.engine = engine;
        this.store = StoreFunctions.storeNew(nativeEngine, 0, 0);
        this.limits = limits;
        this.memories = new MemoryBudget(limits.memoryBytes());
        limitMemories(limits.memoryBytes());
        this.context = StoreFunctions.storeContext(store);
        this.calls = new CallStack(context, arena);
        this.number = OpenStores.add(calls);
    }

    @Override
    public CoreInstance instantiate(CoreModule module, List<? extends CoreItem> imports) {
        calls.enter();
        if (!(module instanceof WasmtimeModule compiled) || compiled.engine() != engine) {
            throw new CoreLinkException("the module was compiled by another engine than the store's");
        }
        List<MemoryBudget.Share> shares = memories.add(compiled.shape(), calls.guestRuns());
        // No guest runs until the instance is made, but for a module whose start function is run with it.
        long room = Math.max(memories.level(), MemoryBudget.largest(shares));
        limitMemories(compiled.hasPolls() ? Math.max(room, PollInserter.PAGE_BYTES) : room);
        try {
            WasmtimeInstance instance = instantiate(compiled, imports);
            keep(shares, compiled.shape(), instance);
            if (compiled.hasPolls()) {
                limitMemories(memories.level());
                addPolls(compiled.shape(), instance);
            }
            return instance;
        } catch (CoreLinkException e) {
            // Where a guest has run, there is an instance, and the exception is a host function's.
            if (!compiled.shape().starts()) {
                memories.remove(shares);
            }
            throw e;
        } finally {
            if (!compiled.shape().starts()) {
                memories.noGuestRan(calls.guestRuns());
            }
            limitMemories(memories.level());
        }
    }

    private static void keep(List<MemoryBudget.Share> shares, ModuleShape shape, WasmtimeInstance instance) {
        for (int index = 0; index < shares.size(); index++) {
            MemoryBudget.Share share = shares.get(index);
            shape.memories().get(index).export().ifPresent(name -> share.found((WasmtimeMemory) instance.export(name)));
        }
    }

    /** Now that its guests can be stopped, the instance may start. */
    private void addPolls(ModuleShape shape, WasmtimeInstance instance) {
        WasmtimeMemory page = (WasmtimeMemory) instance.lookUp(PollInserter.page(shape), () -> FunctionShape.NOTHING);
        calls.deadline().addPage(page.segment().address());
        if (shape.starts()) {
            ((WasmtimeFunction) instance.lookUp(PollInserter.start(shape), () -> FunctionShape.NOTHING))
                    .call(new long[1]);
        }
    }

    private void limitMemories(long bytes) {
        if (bytes != memoryLimit) {
            StoreFunctions.storeLimiter(
                    store, bytes, limits.tableElements(), LIBRARY_DEFAULT, LIBRARY_DEFAULT, LIBRARY_DEFAULT);
            memoryLimit = bytes;
        }
    }

    private WasmtimeInstance instantiate(WasmtimeModule compiled, List<? extends CoreItem> imports) {
        long instance = allocate(INSTANCE_BYTES);
        long handle = compiled.share();
        try (Scratch scratch = new Scratch()) {
            long externs = scratch.zeroed(Math.max(1, imports.size()) * WasmtimeItem.EXTERN_BYTES);
            long next = externs;
            for (CoreItem item : imports) {
                MemorySegment.copy(Symbols.MEMORY, own(item).extern(), Symbols.MEMORY, next, WasmtimeItem.EXTERN_BYTES);
                next += WasmtimeItem.EXTERN_BYTES;
            }
            calls.instantiate(handle, externs, imports.size(), instance, scratch.pointer());
        } finally {
            EngineFunctions.moduleDelete(handle);
        }
        return new WasmtimeInstance(this, compiled, instance);
    }

    private WasmtimeItem own(CoreItem item) {
        if (item instanceof WasmtimeItem candidate && candidate.store() == this) {
            return candidate;
        }
        throw new CoreLinkException("an import is given an item of another store: " + item);
    }

    @Override
    public CoreFunction hostFunction(CoreFunctionType type, HostCall call) {
        calls.enter();
        int index = calls.add(new HostFunction(type, call), hostFunctionCount++);
        long extern = allocateExtern();
        StoreFunctions.functionNew(
                context,
                functionTypes.computeIfAbsent(type, WasmtimeStore::newFunctionType),
                HostFunction.STUB,
                HostFunction.environment(number, index),
                0,
                WasmtimeItem.newFunction(extern));
        return new WasmtimeFunction(this, extern, FunctionShape.of(type));
    }

    private static long newFunctionType(CoreFunctionType type) {
        try (Scratch scratch = new Scratch()) {
            return StoreFunctions.functionTypeNew(
                    valueTypes(scratch, type.parameters()), valueTypes(scratch, type.results()));
        }
    }

    private static long valueTypes(Scratch scratch, List<CoreValueType> types) {
        long array = scratch.zeroed(Math.max(1, types.size()) * Symbols.POINTER.byteSize());
        for (int index = 0; index < types.size(); index++) {
            byte kind = switch (types.get(index)) {
                case I32 -> 0;
                case I64 -> 1;
                case F32 -> 2;
                case F64 -> 3;
            };
            Symbols.MEMORY.set(
                    Symbols.POINTER, array + index * Symbols.POINTER.byteSize(), StoreFunctions.valueTypeNew(kind));
        }
        long vector = scratch.vector();
        StoreFunctions.valueTypeVectorNew(vector, types.size(), array);
        return vector;
    }

    @Override
    public void setDeadline(long nanos) {
        calls.setDeadline(nanos);
    }

    @Override
    public void clearDeadline() {
        calls.clearDeadline();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException where a guest of the store is running: a function of the host cannot close it
     */
    @Override
    public void close() {
        if (calls.close()) {
            OpenStores.remove(number);
            functionTypes.values().forEach(StoreFunctions::functionTypeDelete);
            StoreFunctions.storeDelete(store);
            arena.close();
        }
    }

    CallStack calls() {
        return calls;
    }

    /** The {@code wasmtime_context_t}. */
    long context() {
        return context;
    }

    Arena arena() {
        return arena;
    }

    /** Room for a {@code wasmtime_extern_t} that lives as long as the store. */
    long allocateExtern() {
        return allocate(WasmtimeItem.EXTERN_BYTES);
    }

    private long allocate(long bytes) {
        if (chunk + bytes > chunkEnd) {
            chunk = arena.allocate(CHUNK_BYTES, Long.BYTES).address();
            chunkEnd = chunk + CHUNK_BYTES;
        }
        long address = chunk;
        chunk += bytes;
        return address;
    }
}
