package dev.leat.component.endive;

import dev.leat.component.core.CoreModuleException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryImport;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/** Refuses, in words that help, what Endive would fail on with an error of its own. */
final class UnsupportedFeatures {

    private UnsupportedFeatures() {}

    static void refuse(WasmModule module) {
        module.memorySection().ifPresent(memories -> {
            for (int i = 0; i < memories.memoryCount(); i++) {
                refuseShared(memories.getMemory(i).limits());
            }
        });
        module.importSection().stream()
                .filter(MemoryImport.class::isInstance)
                .map(MemoryImport.class::cast)
                .forEach(memory -> refuseShared(memory.limits()));
        for (FunctionType type : module.typeSection().types()) {
            if (type != null
                    && (type.params().contains(ValType.V128) || type.returns().contains(ValType.V128))) {
                throw new CoreModuleException(
                        "the module uses SIMD, which the endive engine cannot do; use the wasmtime engine");
            }
        }
    }

    private static void refuseShared(MemoryLimits limits) {
        if (limits.shared()) {
            throw new CoreModuleException("the module uses shared memory, which is not supported");
        }
    }
}
