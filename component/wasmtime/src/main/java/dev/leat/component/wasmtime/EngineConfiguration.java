package dev.leat.component.wasmtime;

/**
 * How guests are compiled and run. One configuration serves the process: a compiled module fits any engine of ours.
 *
 * <p>What is left at the library's default: all proposals that it supports and has on by default (among them tail
 * calls, multiple memories, SIMD, bulk memory, reference types and garbage collection), Cranelift at full optimisation,
 * and hardware traps for memory accesses out of bounds.
 */
final class EngineConfiguration {

    /** The release of libwasmtime that this binding is written for; its structures change between releases. */
    static final String RELEASE = "50";

    /**
     * The stack that guests may use below the outermost call, host functions in between included: 512 KiB, wasmtime's
     * own default. Guests run on the thread that calls them, whose stack has to hold this, what the callers above use,
     * and what Java and the library need below the deepest guest: {@link CallerStack#MINIMUM_BYTES} altogether. Java's
     * default of 1 MiB leaves the callers about a quarter of it.
     */
    static final long MAX_WASM_STACK_BYTES = 512L << 10;

    /**
     * The address space reserved for each memory, all that 32 bits can name. Such a memory never moves, and guests need
     * no bounds checks: the hardware does them.
     */
    private static final long MEMORY_RESERVATION_BYTES = 1L << 32;

    /** The environment variable that asks for code to debug; the system property of the same name in lower case does, too. */
    static final String DEBUG_VARIABLE = "LEAT_DEBUG_GUESTS";

    /** Whether guests are compiled for debuggers. */
    private static final boolean DEBUG =
            Boolean.getBoolean("leat.debug.guests") || "1".equals(System.getenv(DEBUG_VARIABLE));

    /**
     * Whether guests are stopped at {@linkplain PollInserter polls}, not by the epoch. Where code is to be debugged it must be
     * the user's own; and pages are protected only where it has been tried.
     */
    static final boolean POLLS = !DEBUG && Platform.HOST.system().equals("linux");

    /** What of the configuration compiled code depends on: part of the key of every compiled module on disk. */
    static final String FINGERPRINT =
            (POLLS ? "polls" : "epochs") + ",canonical-nans,no-threads,no-relaxed-simd,exceptions,"
                    + "memory-fixed,memory-reservation=" + MEMORY_RESERVATION_BYTES
                    + (DEBUG ? ",debug" : "");

    private EngineConfiguration() {}

    /** Makes the native engine. */
    static long newEngine() {
        // Polls move a guest's instructions away from where its DWARF has them: lines would be wrong.
        Environment.set("WASMTIME_BACKTRACE_DETAILS", DEBUG ? "1" : "0");
        long config = EngineFunctions.configNew();
        EngineFunctions.setEpochInterruption(config, !POLLS);
        EngineFunctions.setNanCanonicalization(config, true);
        EngineFunctions.setMaxWasmStack(config, MAX_WASM_STACK_BYTES);
        EngineFunctions.setThreads(config, false);
        EngineFunctions.setRelaxedSimd(config, false);
        EngineFunctions.setExceptions(config, true);
        EngineFunctions.setParallelCompilation(config, true);
        EngineFunctions.setMemoryMayMove(config, false);
        EngineFunctions.setMemoryReservation(config, MEMORY_RESERVATION_BYTES);
        if (DEBUG) {
            EngineFunctions.setDebugInfo(config, true);
            EngineFunctions.setUnoptimised(config);
        }
        long engine = EngineFunctions.engineNew(config);
        if (engine == 0) {
            throw new IllegalStateException("libwasmtime does not take the engine's configuration");
        }
        return engine;
    }
}
