package dev.leat.component.endive;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.HostCall;
import dev.leat.component.core.StoreLimits;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExecutionListener;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;

/** A set of instances, and the state of the calls into them. */
final class EndiveStore implements CoreStore {

    private static final long NONE = Long.MAX_VALUE;
    private static final VarHandle DEADLINE = deadlineHandle();
    /** Called at each instruction that is interpreted. */
    private static final ExecutionListener INTERPRETER_POLL = (instruction, stack) -> DeadlineTicker.poll();

    private final StoreLimits limits;
    private final List<GuestMemory> memories = new ArrayList<>();
    private final Map<String, CompiledModule> modulesByClass = new HashMap<>();
    private boolean closed;

    /** Calls into guests that have not returned, the nested ones included. */
    private int depth;

    private @Nullable Thread runner;
    private @Nullable Throwable hostFailure;
    private boolean watched;
    /** When the time is up, by {@link System#nanoTime}, or {@link #NONE}. */
    private volatile long deadline = NONE;
    /** The deadline that the ticker saw pass. One set later is another number, so this need not be taken back. */
    private volatile long expired = NONE;

    EndiveStore(StoreLimits limits) {
        this.limits = limits;
    }

    StoreLimits limits() {
        return limits;
    }

    /** What the memories of the store may yet grow by together, in bytes. */
    long memoryBytesLeft() {
        long left = limits.memoryBytes();
        for (GuestMemory memory : memories) {
            left -= memory.size();
        }
        return left;
    }

    /** Refuses a module whose memories do not fit before any of them is made. */
    private void requireRoom(CompiledModule module) {
        long left = memoryBytesLeft();
        long wanted = module.initialMemoryBytes();
        if (wanted > left) {
            throw new CoreLinkException("the module wants memory of " + wanted + " bytes, and the store has " + left
                    + " left of " + limits.memoryBytes());
        }
    }

    /** Keeps the memory to free it when the store closes. */
    void own(GuestMemory memory) {
        memories.add(memory);
    }

    @Override
    public CoreInstance instantiate(CoreModule module, List<? extends CoreItem> imports) {
        CompiledModule compiled = ((EndiveModule) module).compiled();
        checkOpen();
        requireRoom(compiled);
        ImportValues linked = new ImportLinker(this, compiled).link(imports);
        modulesByClass.put(compiled.className(), compiled);
        Instance.Builder builder = Instance.builder(compiled.module())
                .withStart(false)
                .withImportValues(linked)
                .withMemoryFactory(memoryLimits -> GuestMemory.create(this, memoryLimits))
                .withTableFactory((table, initial) -> GuestTable.create(this, table, initial))
                .withMachineFactory(compiled::newMachine);
        if (compiled.interprets()) {
            builder.withUnsafeExecutionListener(INTERPRETER_POLL);
        }
        int outer = enter();
        try {
            return new EndiveInstance(this, compiled, builder.build());
        } catch (Throwable e) {
            throw Traps.atBoundary(e, this);
        } finally {
            leave(outer);
        }
    }

    @Override
    public CoreFunction hostFunction(CoreFunctionType type, HostCall call) {
        checkOpen();
        return new HostFunction(this, type, call);
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    /**
     * Begins a call into a guest.
     *
     * @return what {@link #leave} must be given when the call ends
     */
    int enter() {
        checkOpen();
        if (depth == 0) {
            if (expired == deadline && deadline != NONE) {
                throw Traps.deadline(List.of());
            }
            runner = Thread.currentThread();
        }
        return depth++;
    }

    /**
     * Ends a call, and those nested in it: where the stack ran over, they may not have come to their own end.
     *
     * @param outer the calls that were under way before it
     */
    void leave(int outer) {
        depth = outer;
        if (outer == 0) {
            runner = null;
            hostFailure = null;
        }
    }

    /** Notes that a function of the host threw this on its way to the outermost call. */
    void hostFailed(Throwable failure) {
        hostFailure = failure;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isHostFailure(Throwable failure) {
        return failure == hostFailure;
    }

    @Nullable
    CompiledModule moduleOfClass(String className) {
        return modulesByClass.get(className);
    }

    @Override
    public void setDeadline(long nanos) {
        checkOpen();
        if (nanos == Long.MAX_VALUE) {
            clearDeadline();
            return;
        }
        if (!watched) {
            watched = true;
            DeadlineTicker.watch(this);
        }
        long now = System.nanoTime();
        long end = now + Math.min(nanos, Long.MAX_VALUE / 2);
        deadline = end == NONE ? end - 1 : end;
        if (nanos <= 0) {
            expired = deadline;
        }
        DeadlineTicker.wake();
    }

    @Override
    public void clearDeadline() {
        // No fence: that the ticker sees it a little later does no harm, since what it notes is which deadline passed.
        DEADLINE.setRelease(this, NONE);
    }

    private static VarHandle deadlineHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(EndiveStore.class, "deadline", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    boolean hasDeadline() {
        return deadline != NONE;
    }

    /** Called by the ticker: whether the deadline has passed, noting which one. */
    boolean expire(long now) {
        long end = deadline;
        if (end == NONE || now - end < 0) {
            return false;
        }
        expired = end;
        return true;
    }

    @SuppressWarnings("ReferenceEquality")
    boolean isOverdueOnThisThread() {
        return runner == Thread.currentThread() && hasDeadline() && expired == deadline;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (depth > 0) {
            throw new IllegalStateException("the store is closed by a function that one of its guests called");
        }
        closed = true;
        DeadlineTicker.forget(this);
        memories.forEach(GuestMemory::free);
        memories.clear();
        modulesByClass.clear();
    }
}
