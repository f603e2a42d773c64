package dev.leat.component.core;

import java.util.List;

/**
 * Holds core instances that can be linked with each other, and the bounds on what they may use.
 *
 * <p>Not safe for use by several threads at once: a store is confined to one thread at a time, and its owner sees to
 * the hand-over.
 */
public interface CoreStore extends AutoCloseable {

    /**
     * Instantiates a module and runs its start function.
     *
     * @param module a module compiled by this store's engine
     * @param imports one item for each entry of the module's import section, in its order; items of this store only
     * @throws CoreLinkException where an item does not fit its import
     * @throws CoreTrapException where an active segment is out of bounds or the start function traps
     */
    CoreInstance instantiate(CoreModule module, List<? extends CoreItem> imports);

    /** Makes a function of the host that guests can import. */
    CoreFunction hostFunction(CoreFunctionType type, HostCall call);

    /**
     * Bounds the time of the guest calls that follow. When the deadline passes, the call that is running ends with a
     * {@link CoreTrapException} of kind {@link TrapKind#DEADLINE}; engines look at the clock about every ten
     * milliseconds, so a call may run that much longer. Nested calls share the outermost call's deadline.
     *
     * @param nanos time from now, in nanoseconds; {@link Long#MAX_VALUE} for no deadline
     */
    void setDeadline(long nanos);

    /** Takes the deadline back. Call it when the guest has returned, on the thread that set it. */
    void clearDeadline();

    /**
     * Frees all instances, memories and functions of this store. Using one of them, or the store, afterwards throws
     * {@link IllegalStateException}; closing twice does nothing.
     */
    @Override
    void close();
}
