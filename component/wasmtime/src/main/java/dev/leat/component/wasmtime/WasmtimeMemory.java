package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreMemory;
import java.lang.foreign.MemorySegment;

/**
 * A linear memory. It never moves (see {@link EngineConfiguration}) and grows only while a guest runs: so its size is
 * asked for once after each run of a guest, and in between the segment is a field.
 */
final class WasmtimeMemory extends WasmtimeItem implements CoreMemory {

    private final CallStack calls;
    private final long context;
    private MemorySegment segment;
    private int guestRuns;

    WasmtimeMemory(WasmtimeStore store, long extern) {
        super(store, extern);
        this.calls = store.calls();
        this.context = store.context();
        this.segment = view(StoreFunctions.memoryDataSize(context, item()));
        this.guestRuns = calls.guestRuns();
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the store has been closed, an access throws {@link IllegalStateException}.
     */
    @Override
    public MemorySegment segment() {
        if (guestRuns != calls.guestRuns()) {
            refresh();
        }
        return segment;
    }

    @Override
    public boolean growsInPlace() {
        return true;
    }

    private void refresh() {
        calls.enter();
        long size = StoreFunctions.memoryDataSize(context, item());
        if (size != segment.byteSize()) {
            segment = view(size);
        }
        guestRuns = calls.guestRuns();
    }

    private MemorySegment view(long size) {
        return MemorySegment.ofAddress(StoreFunctions.memoryData(context, item()))
                .reinterpret(size, store().arena(), null);
    }
}
