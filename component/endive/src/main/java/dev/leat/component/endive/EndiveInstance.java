package dev.leat.component.endive;

import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import run.endive.runtime.Instance;
import run.endive.wasm.types.Export;

/** An instance and its exports. */
final class EndiveInstance implements CoreInstance {

    private final EndiveStore store;
    private final CompiledModule module;
    private final Instance instance;

    EndiveInstance(EndiveStore store, CompiledModule module, Instance instance) {
        this.store = store;
        this.module = module;
        this.instance = instance;
    }

    @Override
    public CoreItem export(String name) {
        store.checkOpen();
        Export export = module.exports().get(name);
        if (export == null) {
            throw new CoreLinkException("the instance exports no " + name);
        }
        int index = export.index();
        return switch (export.exportType()) {
            case FUNCTION -> function(index);
            case TABLE -> (GuestTable) instance.table(index);
            case MEMORY -> (GuestMemory) instance.memory(index);
            case GLOBAL -> new EndiveGlobal(store, instance.global(index));
            case TAG -> new EndiveTag(store, instance.tag(index));
        };
    }

    /** A function that was imported is the item that it was imported as, so that calls take no detour. */
    private EndiveFunction function(int index) {
        if (index < instance.imports().functionCount()) {
            return ((LinkedFunction) instance.imports().function(index)).target();
        }
        return new GuestFunction(store, module, instance, index);
    }
}
