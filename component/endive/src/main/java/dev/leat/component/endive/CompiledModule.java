package dev.leat.component.endive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.Import;

/** A module with its classes: what all its instances, in whatever store, have in common. */
final class CompiledModule {

    private final WasmModule module;
    private final List<String> importNames;
    private final Map<String, Export> exports;
    private final ModuleLoader loader;
    private final boolean interprets;

    /**
     * @param module the module as it was compiled, with {@link NumberedImports}
     * @param importNames the imports as the module's author named them
     * @param interprets whether some of its functions are interpreted
     */
    CompiledModule(WasmModule module, List<String> importNames, ModuleLoader loader, boolean interprets) {
        this.module = module;
        this.importNames = List.copyOf(importNames);
        this.loader = loader;
        this.interprets = interprets;
        this.exports = new HashMap<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            exports.put(export.name(), export);
        }
    }

    WasmModule module() {
        return module;
    }

    List<Import> imports() {
        return module.importSection().stream().toList();
    }

    String importName(int index) {
        return importNames.get(index);
    }

    Map<String, Export> exports() {
        return exports;
    }

    /** What the memories that an instance makes start out with together. */
    long initialMemoryBytes() {
        return module.memorySection()
                .map(section -> IntStream.range(0, section.memoryCount())
                        .mapToLong(index ->
                                (long) section.getMemory(index).limits().initialPages() << 16)
                        .sum())
                .orElse(0L);
    }

    /** The name of the main class; those of the others begin with it. */
    String className() {
        return loader.getName();
    }

    FunctionTypes types() {
        return loader.types();
    }

    boolean interprets() {
        return interprets;
    }

    Machine newMachine(Instance instance) {
        return loader.newMachine(instance);
    }
}
