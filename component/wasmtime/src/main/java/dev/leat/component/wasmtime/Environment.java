package dev.leat.component.wasmtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The environment variables of this process, as native code sees them. */
final class Environment {

    private Environment() {}

    /** Sets a variable for native code that reads it later; where the system has no {@code setenv}, nothing happens. */
    static void set(String name, String value) {
        Optional<MemorySegment> setenv = Linker.nativeLinker().defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        MethodHandle handle = Linker.nativeLinker()
                .downcallHandle(
                        setenv.get(),
                        FunctionDescriptor.of(Symbols.INT32, Symbols.POINTER, Symbols.POINTER, Symbols.INT32));
        try (Arena arena = Arena.ofConfined()) {
            var unused = (int) handle.invokeExact(
                    arena.allocateFrom(name).address(),
                    arena.allocateFrom(value).address(),
                    1);
        } catch (Throwable e) {
            throw Symbols.<RuntimeException>rethrow(e);
        }
    }
}
