package dev.leat.component.endive;

import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.HostCall;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.Instance;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** A function of the host. */
final class HostFunction implements EndiveFunction {

    private final EndiveStore store;
    private final HostCall call;
    private final int typeNumber;
    private final int slots;
    private final CoreValueType[] results;

    HostFunction(EndiveStore store, CoreFunctionType type, HostCall call) {
        this.store = store;
        this.call = call;
        this.typeNumber = FunctionTypes.number(FunctionType.of(types(type.parameters()), types(type.results())));
        this.slots = type.slots();
        this.results = type.results().toArray(CoreValueType[]::new);
    }

    @Override
    public EndiveStore store() {
        return store;
    }

    @Override
    public boolean fits(FunctionTypes importer, int typeIndex) {
        return importer.is(typeIndex, typeNumber);
    }

    @Override
    public void call(long[] values) {
        store.checkOpen();
        if (values.length < slots) {
            throw new IllegalArgumentException("the function needs " + slots + " slots, not " + values.length);
        }
        call.call(values);
    }

    /** Generated code makes the array of arguments for this call alone, so it can serve as the slots. */
    @Override
    public long @Nullable [] apply(Instance caller, long... arguments) {
        long[] values = arguments.length >= slots ? arguments : Arrays.copyOf(arguments, slots);
        try {
            call.call(values);
        } catch (Throwable e) {
            store.hostFailed(e);
            throw e;
        }
        if (results.length == 0) {
            return null;
        }
        for (int i = 0; i < results.length; i++) {
            if (results[i] == CoreValueType.I32 || results[i] == CoreValueType.F32) {
                // The interpreter takes the whole slot for the value.
                values[i] = (int) values[i];
            }
        }
        return values.length == results.length ? values : Arrays.copyOf(values, results.length);
    }

    private static List<ValType> types(List<CoreValueType> types) {
        return types.stream().map(HostFunction::type).toList();
    }

    private static ValType type(CoreValueType type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
            case F32 -> ValType.F32;
            case F64 -> ValType.F64;
        };
    }
}
