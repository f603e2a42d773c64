package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreTable;

/** A table, passed from one instance to another. */
final class WasmtimeTable extends WasmtimeItem implements CoreTable {

    WasmtimeTable(WasmtimeStore store, long extern) {
        super(store, extern);
    }
}
