package dev.leat.component.core;

/** A function of a core instance, or of the host. */
public non-sealed interface CoreFunction extends CoreItem {

    /**
     * Calls the function.
     *
     * <p>Arguments and results share one array, as on a stack machine: the caller writes the arguments to the front,
     * the results replace them from index 0 on. A slot holds an {@code i32} in its low half (the high half is
     * undefined: narrow it), an {@code i64}, or the raw bits of an {@code f32} (low half) or {@code f64}.
     *
     * @param slots at least as long as the parameters and as the results; what lies behind the results is undefined
     *     afterwards
     * @throws CoreTrapException where the guest trapped; the store's instances must not be called again
     * @throws RuntimeException whatever a {@link HostCall} threw, the same object, after the guest was unwound
     */
    void call(long[] slots);
}
