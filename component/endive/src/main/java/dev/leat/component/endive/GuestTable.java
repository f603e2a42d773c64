package dev.leat.component.endive;

import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreTable;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/** A table that grows no further than its store allows. */
final class GuestTable extends TableInstance implements CoreTable {

    private static final int REFUSED = -1;

    private final EndiveStore store;

    private GuestTable(EndiveStore store, Table table, int initial) {
        super(table, initial);
        this.store = store;
    }

    static GuestTable create(EndiveStore store, Table declared, int initial) {
        TableLimits limits = declared.limits();
        if (limits.min() > store.limits().tableElements()) {
            throw new CoreLinkException("the module wants a table of " + limits.min()
                    + " elements, and the store allows " + store.limits().tableElements());
        }
        // Growing changes the limits, and those of the declaration are shared by all instances of the module.
        TableLimits own = new TableLimits(limits.min(), limits.max(), limits.shared());
        return new GuestTable(store, new Table(declared.elementType(), own, declared.initialize()), initial);
    }

    EndiveStore store() {
        return store;
    }

    @Override
    public int grow(int size, int value, Instance instance) {
        return mayGrow(size) ? super.grow(size, value, instance) : REFUSED;
    }

    @Override
    public int growWithRef(int size, Object value, Instance instance) {
        return mayGrow(size) ? super.growWithRef(size, value, instance) : REFUSED;
    }

    private boolean mayGrow(int size) {
        return size() + Integer.toUnsignedLong(size) <= store.limits().tableElements();
    }
}
