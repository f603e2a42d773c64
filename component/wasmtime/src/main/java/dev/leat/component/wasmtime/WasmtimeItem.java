package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreItem;
import java.util.function.Supplier;

/** An item of a store, as a {@code wasmtime_extern_t} that lives as long as the store. */
abstract class WasmtimeItem {

    /** The size of a {@code wasmtime_extern_t}: a kind, padding, and the largest of the items. */
    static final long EXTERN_BYTES = 32;

    private static final byte FUNCTION = 0;
    private static final byte GLOBAL = 1;
    private static final byte TABLE = 2;
    private static final byte MEMORY = 3;
    private static final byte TAG = 5;

    private static final long ITEM_OFFSET = 8;

    private final WasmtimeStore store;
    private final long extern;

    WasmtimeItem(WasmtimeStore store, long extern) {
        this.store = store;
        this.extern = extern;
    }

    final WasmtimeStore store() {
        return store;
    }

    /** The {@code wasmtime_extern_t}. */
    final long extern() {
        return extern;
    }

    /** The {@code wasmtime_func_t}, {@code wasmtime_memory_t} and so on inside it. */
    final long item() {
        return extern + ITEM_OFFSET;
    }

    /** Where the library is to write a function that goes into an extern at this address. */
    static long newFunction(long extern) {
        Symbols.MEMORY.set(Symbols.INT8, extern, FUNCTION);
        return extern + ITEM_OFFSET;
    }

    /** The item that the library has written; {@code type} is looked at for a function only. */
    static CoreItem of(WasmtimeStore store, long extern, Supplier<FunctionShape> type) {
        byte kind = Symbols.MEMORY.get(Symbols.INT8, extern);
        return switch (kind) {
            case FUNCTION -> new WasmtimeFunction(store, extern, type.get());
            case GLOBAL -> new WasmtimeGlobal(store, extern);
            case TABLE -> new WasmtimeTable(store, extern);
            case MEMORY -> new WasmtimeMemory(store, extern);
            case TAG -> new WasmtimeTag(store, extern);
            default -> throw new IllegalStateException("an export of a kind that the engine does not allow: " + kind);
        };
    }
}
