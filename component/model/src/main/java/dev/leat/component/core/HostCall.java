package dev.leat.component.core;

/** What a function of the host does. */
@FunctionalInterface
public interface HostCall {

    /**
     * Runs on the thread of the guest's caller.
     *
     * @param slots the arguments, replaced by the results; laid out as in {@link CoreFunction#call}. The array belongs
     *     to the engine, which uses it again: read the arguments before calling into a guest, write the results last.
     *     The high half of an {@code i32} or {@code f32} slot is ignored
     * @throws RuntimeException ends the guest's call; the caller of the outermost {@link CoreFunction#call} gets the
     *     same exception
     */
    void call(long[] slots);
}
