package dev.leat.component.model;

import org.jspecify.annotations.Nullable;

/** A function that the host provides to components. */
@FunctionalInterface
public interface HostFunction {

    /**
     * Runs on the thread of the instance that calls.
     *
     * @param context the calling instance
     * @param arguments in the Java types that were named at {@link Linker.HostInstance#function}, or in their natural
     *     form
     * @return the result in the same way; null only where the function gives nothing back
     * @throws RuntimeException ends the guest's call; the host's call that led here gets the same exception
     */
    @Nullable
    Object call(HostContext context, Object[] arguments);
}
