package dev.leat.component.model.abi;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.type.ResourceType;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the canonical ABI keeps for one component instance: its handles, and whether it may be entered or left. */
public final class InstanceState {

    private final HandleTable handles = new HandleTable();
    private final BiConsumer<ResourceType, Integer> destroy;
    private boolean entered;
    private boolean mayLeave = true;
    private @Nullable CoreTrapException trap;

    /** @param destroy runs the destructor of a resource that this instance defines */
    public InstanceState(BiConsumer<ResourceType, Integer> destroy) {
        this.destroy = destroy;
    }

    HandleTable handles() {
        return handles;
    }

    /** Runs the destructor of a resource that this instance defines. */
    public void destroy(ResourceType type, int representation) {
        destroy.accept(type, representation);
    }

    /** @throws ComponentException where the instance trapped before, or is being called already */
    public void enter() {
        if (trap != null) {
            throw new ComponentException(
                    ComponentProblem.NOT_CALLABLE,
                    "cannot enter component instance: it trapped before (" + trap.getMessage()
                            + "); make a new instance",
                    trap);
        }
        if (entered) {
            throw Trap.of("cannot enter component instance: it is being called already");
        }
        entered = true;
    }

    public void exit() {
        entered = false;
    }

    /** From now on the instance cannot be entered. */
    public void trapped(CoreTrapException cause) {
        trap = cause;
    }

    boolean mayLeave() {
        return mayLeave;
    }

    void setMayLeave(boolean value) {
        mayLeave = value;
    }

    public void checkMayLeave() {
        if (!mayLeave) {
            throw Trap.of("cannot leave component instance");
        }
    }
}
