package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreFunction;

/** A function of an instance or of the host. */
final class WasmtimeFunction extends WasmtimeItem implements CoreFunction {

    private final CallStack calls;
    private final long function;
    private final int parameters;
    private final int results;
    private final boolean callable;

    WasmtimeFunction(WasmtimeStore store, long extern, FunctionShape shape) {
        super(store, extern);
        this.calls = store.calls();
        this.function = item();
        this.parameters = shape.parameters();
        this.results = shape.results();
        this.callable = shape.numeric();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException where a parameter or a result is no number
     */
    @Override
    public void call(long[] slots) {
        if (!callable) {
            throw new UnsupportedOperationException("the function takes or returns references or vectors: guests can"
                    + " pass it to each other, the host cannot call it");
        }
        calls.call(function, parameters, results, slots);
    }
}
