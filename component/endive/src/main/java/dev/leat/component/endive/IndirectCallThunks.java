package dev.leat.component.endive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionSection;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.TypeSection;
import run.endive.wasm.types.ValType;

/**
 * Lets interpreted functions call through a table by way of small compiled functions.
 *
 * <p>The interpreter checks the type of a function from another instance against the wrong module's types and cannot be
 * told better, where compiled code can ({@link GuestSupport#callIndirect}). So each {@code call_indirect} of an
 * interpreted function becomes a {@code call} of a function, added behind the others, that does nothing but the same
 * {@code call_indirect}.
 */
final class IndirectCallThunks {

    private final WasmModule module;
    private final Map<Target, Integer> thunks = new LinkedHashMap<>();
    private final int firstThunk;

    private record Target(int type, int table) {}

    private IndirectCallThunks(WasmModule module) {
        this.module = module;
        this.firstThunk = module.importSection().count(ExternalType.FUNCTION)
                + module.functionSection().functionCount();
    }

    /** The module with its interpreted functions rewritten; the same one where there are none. */
    static WasmModule add(WasmModule module, SortedSet<Integer> interpreted) {
        return interpreted.isEmpty() ? module : new IndirectCallThunks(module).rewrite(interpreted);
    }

    private WasmModule rewrite(SortedSet<Integer> interpreted) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int count = module.codeSection().functionBodyCount();
        List<FunctionBody> bodies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FunctionBody body = module.codeSection().getFunctionBody(i);
            bodies.add(interpreted.contains(i + imported) ? rewrite(body) : body);
        }
        TypeSection.Builder types = TypeSection.builder();
        for (int i = 0; i < module.typeSection().typeCount(); i++) {
            types.addRecType(module.typeSection().getRecType(i));
        }
        FunctionSection.Builder functions = FunctionSection.builder();
        for (int i = 0; i < module.functionSection().functionCount(); i++) {
            functions.addFunctionType(module.functionSection().getFunctionType(i));
        }
        int nextType = module.typeSection().subTypeCount();
        for (Target target : thunks.keySet()) {
            FunctionType type = module.typeSection().getType(target.type());
            List<ValType> parameters = new ArrayList<>(type.params());
            parameters.add(ValType.I32);
            types.addFunctionType(FunctionType.of(parameters, type.returns()));
            functions.addFunctionType(nextType++);
            bodies.add(thunk(target, parameters.size()));
        }
        return ModuleSections.copy(module)
                .setTypeSection(types.build())
                .setFunctionSection(functions.build())
                .setCodeSection(ModuleSections.code(module.codeSection(), bodies.size(), bodies::get))
                .build();
    }

    private FunctionBody rewrite(FunctionBody body) {
        List<AnnotatedInstruction> instructions = new ArrayList<>();
        for (AnnotatedInstruction instruction : body.instructions()) {
            instructions.add(instruction.opcode() == OpCode.CALL_INDIRECT ? callOfThunk(instruction) : instruction);
        }
        return new FunctionBody(body.localTypes(), instructions);
    }

    private AnnotatedInstruction callOfThunk(AnnotatedInstruction indirect) {
        Target target = new Target((int) indirect.operand(0), (int) indirect.operand(1));
        int thunk = thunks.computeIfAbsent(target, key -> firstThunk + thunks.size());
        return AnnotatedInstruction.builder()
                .from(new Instruction(indirect.address(), OpCode.CALL, new long[] {thunk}))
                .withDepth(indirect.depth())
                .build();
    }

    private static FunctionBody thunk(Target target, int parameters) {
        List<Instruction> instructions = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            instructions.add(new Instruction(i, OpCode.LOCAL_GET, new long[] {i}));
        }
        instructions.add(new Instruction(parameters, OpCode.CALL_INDIRECT, new long[] {target.type(), target.table()}));
        return ModuleSections.body(List.of(), instructions);
    }
}
