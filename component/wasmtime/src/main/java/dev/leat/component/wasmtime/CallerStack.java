package dev.leat.component.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at the size of a thread's stack before guests run on it.
 *
 * <p>The library counts the stack that guests use, and traps at {@link EngineConfiguration#MAX_WASM_STACK_BYTES}; it
 * does not know where the thread's stack ends. On a thread whose stack is smaller a guest that recurses would run into
 * the guard pages of the virtual machine, which ends the process. What is checked is the size of the stack, once for
 * each thread and store; how deep the caller already is, it cannot see. A caller that may be more than about 200 KiB
 * deep needs a larger stack.
 */
final class CallerStack {

    /** The stack that guests may use, and what Java needs around it: its guard and shadow zones, host functions. */
    static final long MINIMUM_BYTES = EngineConfiguration.MAX_WASM_STACK_BYTES + (256L << 10);

    private static final StackSize STACK_SIZE = switch (Platform.HOST.system()) {
        case "linux" -> new LinuxStackSize();
        case "macos" -> new MacStackSize();
        default -> OptionalLong::empty;
    };

    private CallerStack() {}

    /**
     * Makes sure that this thread's stack is large enough for guests.
     *
     * @throws IllegalStateException where it is not
     */
    static void check() {
        OptionalLong size = STACK_SIZE.ofThisThread();
        if (size.isPresent() && size.getAsLong() < MINIMUM_BYTES) {
            throw new IllegalStateException(Thread.currentThread() + " has a stack of " + (size.getAsLong() >> 10)
                    + " KiB, and guests need one of at least " + (MINIMUM_BYTES >> 10)
                    + " KiB: give the thread or the virtual machine (-Xss) a larger one");
        }
    }

    /** How a system tells the size of a thread's stack. */
    @FunctionalInterface
    private interface StackSize {

        /** In bytes; empty where the system does not tell. */
        OptionalLong ofThisThread();
    }

    private static Optional<MethodHandle> systemFunction(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup system = linker.defaultLookup();
        return system.find(name).map(address -> linker.downcallHandle(address, type));
    }

    /** {@code pthread_getattr_np}, of glibc and musl. */
    private static final class LinuxStackSize implements StackSize {

        /** More than a {@code pthread_attr_t} has anywhere. */
        private static final long ATTRIBUTES_BYTES = 128;

        private final Optional<MethodHandle> self =
                systemFunction("pthread_self", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        private final Optional<MethodHandle> getAttributes = systemFunction(
                "pthread_getattr_np",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        private final Optional<MethodHandle> getSize = systemFunction(
                "pthread_attr_getstacksize",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        private final Optional<MethodHandle> destroy = systemFunction(
                "pthread_attr_destroy", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

        @Override
        public OptionalLong ofThisThread() {
            if (self.isEmpty() || getAttributes.isEmpty() || getSize.isEmpty() || destroy.isEmpty()) {
                return OptionalLong.empty();
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment attributes = arena.allocate(ATTRIBUTES_BYTES, Long.BYTES);
                MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
                if ((int) getAttributes.get().invokeExact((long) self.get().invokeExact(), attributes) != 0) {
                    return OptionalLong.empty();
                }
                int result = (int) getSize.get().invokeExact(attributes, size);
                int ignored = (int) destroy.get().invokeExact(attributes);
                return result == 0 ? OptionalLong.of(size.get(ValueLayout.JAVA_LONG, 0)) : OptionalLong.empty();
            } catch (Throwable e) {
                throw Symbols.<RuntimeException>rethrow(e);
            }
        }
    }

    /** {@code pthread_get_stacksize_np}, of macOS. */
    private static final class MacStackSize implements StackSize {

        private final Optional<MethodHandle> self =
                systemFunction("pthread_self", FunctionDescriptor.of(ValueLayout.JAVA_LONG));
        private final Optional<MethodHandle> getSize = systemFunction(
                "pthread_get_stacksize_np", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

        @Override
        public OptionalLong ofThisThread() {
            if (self.isEmpty() || getSize.isEmpty()) {
                return OptionalLong.empty();
            }
            try {
                return OptionalLong.of(
                        (long) getSize.get().invokeExact((long) self.get().invokeExact()));
            } catch (Throwable e) {
                throw Symbols.<RuntimeException>rethrow(e);
            }
        }
    }
}
