package dev.leat.component.endive;

import dev.leat.component.core.CoreModule;
import org.jspecify.annotations.Nullable;

/** A user's hold on a {@link CompiledModule}. */
final class EndiveModule implements CoreModule {

    private volatile @Nullable CompiledModule compiled;

    EndiveModule(CompiledModule compiled) {
        this.compiled = compiled;
    }

    CompiledModule compiled() {
        CompiledModule module = compiled;
        if (module == null) {
            throw new IllegalStateException("the module is closed");
        }
        return module;
    }

    @Override
    public void close() {
        compiled = null;
    }
}
