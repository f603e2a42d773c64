package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreTag;

/** An exception tag, passed from one instance to another. */
final class WasmtimeTag extends WasmtimeItem implements CoreTag {

    WasmtimeTag(WasmtimeStore store, long extern) {
        super(store, extern);
    }
}
