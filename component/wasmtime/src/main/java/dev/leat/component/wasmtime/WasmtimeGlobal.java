package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreGlobal;

/** A global, passed from one instance to another. */
final class WasmtimeGlobal extends WasmtimeItem implements CoreGlobal {

    WasmtimeGlobal(WasmtimeStore store, long extern) {
        super(store, extern);
    }
}
