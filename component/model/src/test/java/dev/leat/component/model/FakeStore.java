package dev.leat.component.model;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.HostCall;
import java.util.List;

/** A store of the {@link FakeEngine}: its instances export a function under each name, which does nothing. */
final class FakeStore implements CoreStore {

    private static final CoreFunction NOTHING = slots -> {};

    @Override
    public CoreInstance instantiate(CoreModule module, List<? extends CoreItem> imports) {
        return name -> NOTHING;
    }

    @Override
    public CoreFunction hostFunction(CoreFunctionType type, HostCall call) {
        return call::call;
    }

    @Override
    public void setDeadline(long nanos) {
        // Nothing runs.
    }

    @Override
    public void clearDeadline() {
        // Nothing runs.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
