package dev.leat.component.endive;

import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** A function that an instance defines. */
final class GuestFunction implements EndiveFunction {

    private final EndiveStore store;
    private final FunctionTypes types;
    private final int typeIndex;
    private final Machine machine;
    private final int index;
    private final int parameters;
    private final int results;
    private final boolean callable;

    GuestFunction(EndiveStore store, CompiledModule module, Instance instance, int index) {
        this.store = store;
        this.types = module.types();
        this.typeIndex = instance.functionType(index);
        this.machine = instance.getMachine();
        this.index = index;
        FunctionType type = types.type(typeIndex);
        this.parameters = type.params().size();
        this.results = type.returns().size();
        this.callable = type.params().stream().allMatch(ValType::isNumeric)
                && type.returns().stream().allMatch(ValType::isNumeric);
    }

    @Override
    public EndiveStore store() {
        return store;
    }

    @Override
    public boolean fits(FunctionTypes importer, int importerIndex) {
        return types.fits(typeIndex, importer, importerIndex);
    }

    @Override
    public void call(long[] slots) {
        if (!callable || slots.length < parameters || slots.length < results) {
            throw new IllegalArgumentException(
                    "the function is of type " + types.type(typeIndex) + " and was given " + slots.length + " slots");
        }
        int outer = store.enter();
        long[] values;
        try {
            values = machine.call(index, slots);
        } catch (Throwable e) {
            throw Traps.atBoundary(e, store);
        } finally {
            store.leave(outer);
        }
        if (results == 1) {
            slots[0] = values[0];
        } else if (results > 1) {
            System.arraycopy(values, 0, slots, 0, results);
        }
    }

    @Override
    public long[] apply(Instance caller, long... arguments) {
        return machine.call(index, arguments);
    }

    @Override
    public CallResult applyWithRefs(Instance caller, long[] arguments, Object[] references) {
        return machine.callWithRefs(index, arguments, references);
    }
}
