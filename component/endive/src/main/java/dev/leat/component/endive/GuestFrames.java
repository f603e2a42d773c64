package dev.leat.component.endive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import run.endive.wasm.types.NameCustomSection;

/** Finds the guest's functions in a Java stack trace. Those that the interpreter runs leave no trace there. */
final class GuestFrames {

    private static final int MOST = 64;
    private static final String PACKAGE = "leat.wasm.";
    private static final int DIGITS = 16;
    private static final String METHOD = "func_";

    private GuestFrames() {}

    /** The name of the main class that the module of that digest is compiled to; its other classes' names begin so. */
    static String className(String digest) {
        return PACKAGE + "M" + digest.substring(0, DIGITS);
    }

    /** The guest's functions on the stack, innermost first. */
    static List<String> of(Throwable failure, EndiveStore store) {
        return Arrays.stream(failure.getStackTrace())
                .flatMap(element -> frame(element, store).stream())
                .limit(MOST)
                .toList();
    }

    private static Optional<String> frame(StackTraceElement element, EndiveStore store) {
        String className = element.getClassName();
        int length = PACKAGE.length() + 1 + DIGITS;
        if (!className.startsWith(PACKAGE)
                || className.length() < length
                || !element.getMethodName().startsWith(METHOD)) {
            return Optional.empty();
        }
        int index = Integer.parseInt(element.getMethodName().substring(METHOD.length()));
        CompiledModule module = store.moduleOfClass(className.substring(0, length));
        return Optional.of(name(module, index));
    }

    private static String name(@Nullable CompiledModule module, int index) {
        NameCustomSection names = module == null ? null : module.module().nameSection();
        String name = names == null ? null : names.nameOfFunction(index);
        return name == null ? "function " + index : name;
    }
}
