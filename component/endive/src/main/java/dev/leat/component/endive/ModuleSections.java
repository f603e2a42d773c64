package dev.leat.component.endive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.Instruction;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.ValType;

/** Makes modules that differ from a valid one in a section or two. */
final class ModuleSections {

    private ModuleSections() {}

    /** A builder that starts out with all the module's sections and does not validate again. */
    static WasmModule.Builder copy(WasmModule module) {
        WasmModule.Builder copy = WasmModule.builder()
                .withValidation(false)
                .setTypeSection(module.typeSection())
                .setImportSection(module.importSection())
                .setFunctionSection(module.functionSection())
                .setTableSection(module.tableSection())
                .setMemorySection(module.memorySection().orElse(null))
                .setGlobalSection(module.globalSection())
                .setExportSection(module.exportSection())
                .setStartSection(module.startSection().orElse(null))
                .setElementSection(module.elementSection())
                .setCodeSection(module.codeSection())
                .setDataSection(module.dataSection())
                .setDataCountSection(module.dataCountSection().orElse(null))
                .setTagSection(module.tagSection().orElse(null));
        if (module.nameSection() != null) {
            copy.addCustomSection("name", module.nameSection());
        }
        return copy;
    }

    /** A code section with the bodies that the function gives for the indices from 0 on. */
    static CodeSection code(CodeSection original, int count, IntFunction<FunctionBody> bodies) {
        CodeSection.Builder code = CodeSection.builder().setRequiresDataCount(original.isRequiresDataCount());
        for (int i = 0; i < count; i++) {
            code.addFunctionBody(bodies.apply(i));
        }
        return code.build();
    }

    /** A function body without blocks; the final {@code end} is added. */
    static FunctionBody body(List<ValType> locals, List<Instruction> instructions) {
        Instruction end = new Instruction(instructions.size(), OpCode.END, Instruction.EMPTY_OPERANDS);
        List<AnnotatedInstruction> annotated = new ArrayList<>(
                instructions.stream().map(ModuleSections::annotate).toList());
        annotated.add(AnnotatedInstruction.builder()
                .from(end)
                .withDepth(0)
                .withScope(end)
                .build());
        return new FunctionBody(locals, annotated);
    }

    private static AnnotatedInstruction annotate(Instruction instruction) {
        return AnnotatedInstruction.builder().from(instruction).withDepth(0).build();
    }
}
