package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** An instance. Items are looked up when they are asked for, and kept. */
final class WasmtimeInstance implements CoreInstance {

    private final WasmtimeStore store;
    private final WasmtimeModule module;

    /** The {@code wasmtime_instance_t}. */
    private final long instance;

    private final Map<String, CoreItem> exports = new HashMap<>();

    WasmtimeInstance(WasmtimeStore store, WasmtimeModule module, long instance) {
        this.store = store;
        this.module = module;
        this.instance = instance;
    }

    @Override
    public CoreItem export(String name) {
        store.calls().enter();
        // What the host has added is its own: a guest that got the poll page could read it when it is away, in native
        // code.
        if (!module.shape().exports().contains(name)) {
            throw noExport(name);
        }
        return exports.computeIfAbsent(name, any -> lookUp(name, () -> module.exportedFunction(name)));
    }

    /** Looks an item up, among them what the host itself has added; {@code type} is looked at for a function only. */
    CoreItem lookUp(String name, Supplier<FunctionShape> type) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        try (Scratch scratch = new Scratch()) {
            long extern = store.allocateExtern();
            if (!StoreFunctions.instanceExport(store.context(), instance, scratch.bytes(bytes), bytes.length, extern)) {
                throw noExport(name);
            }
            return WasmtimeItem.of(store, extern, type);
        }
    }

    private static CoreLinkException noExport(String name) {
        return new CoreLinkException("the instance has no export " + name);
    }
}
