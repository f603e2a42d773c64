package dev.leat.component.wasmtime;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls between Java and the guests of one store: the slots that arguments and results go through, the exception
 * that a function of the host ended a guest with, and the deadline.
 *
 * <p>Calls nest: a guest calls a {@link HostFunction}, which may call a guest again. Each level has a frame on one
 * stack of native slots, and each level that fails consumes one trap object. An upcall that failed must return a trap,
 * and must not run anything that may throw to get one, least of all when the Java stack is exhausted; so a call enters
 * the guest only with a spare trap for each level at hand.
 */
final class CallStack {

    /** A {@code wasmtime_val_raw_t}. */
    static final long SLOT_BYTES = 16;

    /** Frames of usual size, for some hundred levels; a call that does not fit gets a frame of its own. */
    private static final long STACK_BYTES = 32 << 10;

    private static final int FIRST_SPARE_TRAPS = 4;

    private final long context;
    private final long limit;

    private @Nullable Thread owner;
    private boolean closed;
    private int depth;
    private long top;
    private int guestRuns;
    private final Deadline deadline;

    /** The functions of the host, by the index that the library hands back. */
    HostFunction[] hostFunctions = new HostFunction[16];

    /** What a function of the host threw and the innermost call has yet to throw on. */
    @Nullable
    Throwable pending;

    long[] spareTraps = new long[FIRST_SPARE_TRAPS];
    int spareTrapCount;

    CallStack(long context, Arena arena) {
        this.context = context;
        this.top = arena.allocate(STACK_BYTES, SLOT_BYTES).address();
        this.limit = top + STACK_BYTES;
        this.deadline = Deadline.of(context);
    }

    /** Changes whenever a guest may have run, and so whenever a memory may have grown. */
    int guestRuns() {
        return guestRuns;
    }

    /** Notes that a guest has run and now waits for the host. */
    void guestWaits() {
        guestRuns++;
    }

    Deadline deadline() {
        return deadline;
    }

    /**
     * Makes sure that this thread may use the store. Costs a comparison where the same thread used it last.
     *
     * @throws IllegalStateException where the store is closed, or in a call on another thread, or the thread's stack is
     *     too small to run guests on
     */
    @SuppressWarnings("ReferenceEquality")
    void enter() {
        if (Thread.currentThread() != owner) {
            takeOver();
        }
    }

    private void takeOver() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
        if (depth > 0) {
            throw new IllegalStateException("the store is in a call on another thread: " + owner);
        }
        CallerStack.check();
        owner = Thread.currentThread();
    }

    /** Calls a guest; see {@link dev.leat.component.core.CoreFunction#call}. */
    void call(long function, int parameters, int results, long[] slots) {
        enter();
        int count = Math.max(1, Math.max(parameters, results));
        long frame = top;
        long end = frame + frameBytes(count);
        if (end > limit) {
            callInFrameOfItsOwn(function, parameters, results, slots, count);
            return;
        }
        top = end;
        try {
            call(function, frame, count, parameters, results, slots);
        } finally {
            top = frame;
        }
    }

    private void callInFrameOfItsOwn(long function, int parameters, int results, long[] slots, int count) {
        try (Scratch scratch = new Scratch()) {
            call(function, scratch.zeroed(frameBytes(count)), count, parameters, results, slots);
        }
    }

    /** A frame is the slots, and behind them the place for a trap. */
    private static long frameBytes(int count) {
        return (count + 1) * SLOT_BYTES;
    }

    private void call(long function, long frame, int count, int parameters, int results, long[] slots) {
        for (int index = 0; index < parameters; index++) {
            Symbols.MEMORY.set(Symbols.INT64, frame + index * SLOT_BYTES, slots[index]);
        }
        long outTrap = frame + count * SLOT_BYTES;
        prepare(outTrap);
        long error;
        depth++;
        try {
            error = StoreFunctions.functionCall(context, function, frame, count, outTrap);
        } finally {
            depth--;
            guestRuns++;
        }
        long trap = Symbols.MEMORY.get(Symbols.POINTER, outTrap);
        if ((error | trap) != 0) {
            throw failure(error, trap);
        }
        for (int index = 0; index < results; index++) {
            slots[index] = Symbols.MEMORY.get(Symbols.INT64, frame + index * SLOT_BYTES);
        }
    }

    /** Instantiates a module, which may run its start function; see {@link StoreFunctions#instanceNew}. */
    void instantiate(long module, long imports, int count, long outInstance, long outTrap) {
        prepare(outTrap);
        long error;
        depth++;
        try {
            error = StoreFunctions.instanceNew(context, module, imports, count, outInstance, outTrap);
        } finally {
            depth--;
            guestRuns++;
        }
        long trap = Symbols.MEMORY.get(Symbols.POINTER, outTrap);
        if ((error | trap) != 0) {
            throw failure(error, trap);
        }
    }

    /**
     * Forgets what a level that ran out of stack could not tidy up, takes back a deadline that is no more, and sees to
     * the trap that this level may need.
     */
    private void prepare(long outTrap) {
        Symbols.MEMORY.set(Symbols.POINTER, outTrap, 0);
        pending = null;
        deadline.beforeCall();
        if (spareTrapCount <= depth) {
            addSpareTraps();
        }
    }

    /** What a call that failed is to throw: the host's own exception where there is one. Frees the error and the trap. */
    private RuntimeException failure(long error, long trap) {
        Throwable thrown = pending;
        pending = null;
        if (thrown != null) {
            if (trap != 0) {
                ErrorFunctions.trapDelete(trap);
            }
            if (error != 0) {
                ErrorFunctions.errorDelete(error);
            }
            throw Symbols.<RuntimeException>rethrow(thrown);
        }
        dropGuestException();
        return trap != 0 ? NativeErrors.takeTrap(trap, deadline) : NativeErrors.takeFailure(error);
    }

    /** Lets go of an exception that a guest threw and no guest caught: the store would keep it. */
    private void dropGuestException() {
        if (StoreFunctions.hasException(context)) {
            try (Scratch scratch = new Scratch()) {
                long reference = scratch.zeroed(24);
                if (StoreFunctions.takeException(context, reference)) {
                    StoreFunctions.exceptionUnroot(reference);
                }
            }
        }
    }

    private void addSpareTraps() {
        if (depth >= spareTraps.length) {
            spareTraps = Arrays.copyOf(spareTraps, 2 * spareTraps.length);
        }
        try (Scratch scratch = new Scratch()) {
            String message = "a function of the host failed";
            long text = scratch.string(message);
            while (spareTrapCount <= depth) {
                long trap = ErrorFunctions.trapNew(text, message.length());
                spareTraps[spareTrapCount++] = trap;
            }
        }
    }

    /** Sets the deadline; see {@link dev.leat.component.core.CoreStore#setDeadline}. */
    void setDeadline(long nanos) {
        enter();
        if (nanos == Long.MAX_VALUE) {
            clearDeadline();
            return;
        }
        deadline.set(DeadlineTicker.ticks(nanos));
    }

    void clearDeadline() {
        enter();
        deadline.clear(depth > 0);
    }

    /** Gives a function of the host the index that the library is to hand back. */
    int add(HostFunction function, int index) {
        if (index == hostFunctions.length) {
            hostFunctions = Arrays.copyOf(hostFunctions, 2 * index);
        }
        hostFunctions[index] = function;
        return index;
    }

    /**
     * Ends the use of the store; the store's native parts may be freed then.
     *
     * @return false where it was closed before
     * @throws IllegalStateException where the store is in a call
     */
    boolean close() {
        if (closed) {
            return false;
        }
        if (depth > 0) {
            throw new IllegalStateException("the store cannot be closed: it is in a call on " + owner);
        }
        closed = true;
        owner = null;
        deadline.close();
        guestRuns++;
        while (spareTrapCount > 0) {
            ErrorFunctions.trapDelete(spareTraps[--spareTrapCount]);
        }
        return true;
    }
}
