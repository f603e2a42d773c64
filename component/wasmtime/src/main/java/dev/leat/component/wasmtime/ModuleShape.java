package dev.leat.component.wasmtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a module the host must know beside its machine code.
 *
 * @param functions the exported functions, by name
 * @param memories the memories that each instance makes, in the order of their indices; not the imported ones
 * @param starts whether instantiating it runs a function of it
 */
record ModuleShape(Map<String, FunctionShape> functions, List<Memory> memories, boolean starts) {

    /**
     * A memory.
     *
     * @param minimum the size that it starts out with, in bytes
     * @param maximum the size that it cannot grow beyond, in bytes
     * @param export a name that it is exported by, where it is
     */
    record Memory(long minimum, long maximum, Optional<String> export) {

        /** Stands for any size beyond 64 TiB; some of them can be added up. */
        static final long HUGE = 1L << 46;
    }
}
