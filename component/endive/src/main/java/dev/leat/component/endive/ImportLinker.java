package dev.leat.component.endive;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreGlobal;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.CoreTable;
import dev.leat.component.core.CoreTag;
import java.util.List;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.ImportTag;
import run.endive.runtime.ImportValues;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryImport;

/**
 * Gives a module's imports their items. Kinds, stores and the types of functions and memories are checked here; tables,
 * globals and tags Endive checks itself.
 */
final class ImportLinker {

    private final EndiveStore store;
    private final CompiledModule module;

    ImportLinker(EndiveStore store, CompiledModule module) {
        this.store = store;
        this.module = module;
    }

    ImportValues link(List<? extends CoreItem> items) {
        List<Import> imports = module.imports();
        if (items.size() != imports.size()) {
            throw new CoreLinkException(
                    "the module has " + imports.size() + " imports and was given " + items.size() + " items");
        }
        ImportValues.Builder values = ImportValues.builder();
        for (int i = 0; i < imports.size(); i++) {
            link(values, i, imports.get(i), items.get(i));
        }
        return values.build();
    }

    private void link(ImportValues.Builder values, int index, Import wanted, CoreItem item) {
        String name = NumberedImports.nameOf(index);
        if (!kindOf(item).equals(kindOf(wanted))) {
            throw new CoreLinkException(
                    describe(index) + " is a " + kindOf(wanted) + " and was given a " + kindOf(item));
        }
        switch (item) {
            case EndiveFunction function
            when function.store() == store -> {
                int type = ((FunctionImport) wanted).typeIndex();
                if (!function.fits(module.types(), type)) {
                    throw new CoreLinkException(describe(index) + " is a function of type "
                            + module.types().type(type) + " and was given one of another type");
                }
                values.addFunction(new LinkedFunction(name, module.types().type(type), function));
            }
            case GuestMemory memory
            when memory.store() == store -> {
                if (!memory.fits(((MemoryImport) wanted).limits())) {
                    throw new CoreLinkException(describe(index) + " is a memory of " + ((MemoryImport) wanted).limits()
                            + " and was given one of other limits");
                }
                values.addMemory(new ImportMemory("", name, memory.view()));
            }
            case GuestTable table when table.store() == store -> values.addTable(new ImportTable("", name, table));
            case EndiveGlobal global
            when global.store() == store -> values.addGlobal(new ImportGlobal("", name, global.global()));
            case EndiveTag tag when tag.store() == store -> values.addTag(new ImportTag("", name, tag.tag()));
            default -> throw new CoreLinkException(describe(index) + " was given an item of another store");
        }
    }

    private String describe(int index) {
        return "import " + index + " (" + module.importName(index) + ")";
    }

    private static String kindOf(CoreItem item) {
        return switch (item) {
            case CoreFunction function -> "function";
            case CoreMemory memory -> "memory";
            case CoreTable table -> "table";
            case CoreGlobal global -> "global";
            case CoreTag tag -> "tag";
        };
    }

    private static String kindOf(Import wanted) {
        return switch (wanted.importType()) {
            case FUNCTION -> "function";
            case MEMORY -> "memory";
            case TABLE -> "table";
            case GLOBAL -> "global";
            case TAG -> "tag";
        };
    }
}
