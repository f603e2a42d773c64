package dev.leat.component.endive;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;

/**
 * Finds the functions that would become JVM methods of more than 64 KB.
 *
 * <p>Left to itself the compiler finds them one by one and starts over each time. A module with one such function is a
 * large one, so the suspects are tried first, alone.
 */
final class HugeFunctions {

    private static final String METHOD_PREFIX = "func_";
    private static final int METHOD_LIMIT = 65_535;
    /** No common instruction compiles to more; one that does is found by the compiler, only later. */
    private static final int BYTES_PER_INSTRUCTION = 16;

    private HugeFunctions() {}

    /** The indices, imports counted, of the functions that are too large; usually empty, without compiling anything. */
    static SortedSet<Integer> find(WasmModule module) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int count = module.codeSection().functionBodyCount();
        SortedSet<Integer> found = new TreeSet<>();
        boolean[] suspect = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            suspect[i] = mayBeTooLarge(module.codeSection().getFunctionBody(i));
            any |= suspect[i];
        }
        FunctionBody trap = ModuleSections.body(
                List.of(), List.of(new Instruction(0, OpCode.UNREACHABLE, Instruction.EMPTY_OPERANDS)));
        while (any) {
            WasmModule suspects = ModuleSections.copy(module)
                    .setCodeSection(ModuleSections.code(
                            module.codeSection(),
                            count,
                            i -> suspect[i] ? module.codeSection().getFunctionBody(i) : trap))
                    .build();
            try {
                ModuleCompiler.compileClasses("Suspects", suspects, Collections.emptySortedSet());
                any = false;
            } catch (RuntimeException e) {
                OptionalInt index = tooLarge(e);
                if (index.isEmpty()) {
                    // What else is wrong with the module shows again when it is compiled.
                    return found;
                }
                found.add(index.getAsInt());
                suspect[index.getAsInt() - imported] = false;
            }
        }
        return found;
    }

    /** The index of the function that the compiler failed on because it is too large. */
    static OptionalInt tooLarge(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MethodTooLargeException e && e.getMethodName().startsWith(METHOD_PREFIX)) {
                return OptionalInt.of(Integer.parseInt(e.getMethodName().substring(METHOD_PREFIX.length())));
            }
        }
        return OptionalInt.empty();
    }

    private static boolean mayBeTooLarge(FunctionBody body) {
        long weight = 0;
        for (Instruction instruction : body.instructions()) {
            weight += 1 + instruction.operandCount() / 4;
        }
        return weight > METHOD_LIMIT / BYTES_PER_INSTRUCTION;
    }
}
