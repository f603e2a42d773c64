package dev.leat.component.wasmtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of a module the host must know beside its machine code.
 *
 * @param functions the exported functions, by name
 * @param exports the names of all that is exported
 * @param importedMemories how many memories are imported; they come before the module's own
 * @param memories the memories that each instance makes, in the order of their indices; not the imported ones
 * @param start the index of the function that instantiating it runs
 * @param hasCode whether it has functions of its own
 */
record ModuleShape(
        Map<String, FunctionShape> functions,
        Set<String> exports,
        int importedMemories,
        List<Memory> memories,
        Optional<Integer> start,
        boolean hasCode) {

    /** Whether instantiating it runs a function. */
    boolean starts() {
        return start.isPresent();
    }

    /** How many memories its functions can name. */
    int memoryCount() {
        return importedMemories + memories.size();
    }

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
