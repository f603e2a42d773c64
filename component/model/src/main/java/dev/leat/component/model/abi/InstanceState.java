package dev.leat.component.model.abi;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.type.ResourceType;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the canonical ABI keeps for one component instance: its handles, and whether it may be entered or left. */
public final class InstanceState {

    private final HandleTable handles;
    private final BiConsumer<ResourceType, Integer> destroy;
    private boolean entered;
    private boolean mayLeave = true;
    private @Nullable CoreTrapException trap;

    /**
     * @param destroy runs the destructor of a resource that this instance defines
     * @param bytes counts what the handles hold
     */
    public InstanceState(BiConsumer<ResourceType, Integer> destroy, HandleBytes bytes) {
        this.handles = new HandleTable(bytes);
        this.destroy = destroy;
    }

    HandleTable handles() {
        return handles;
    }

    /** Runs the destructor of a resource that this instance defines. */
    public void destroy(ResourceType type, int representation) {
        destroy.accept(type, representation);
    }

    /**
     * @throws ComponentException where the instance trapped before
     * @throws CoreTrapException where the instance is being called already
     */
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

    /** A call ended half-way, by a trap or by an exception of the host: from now on the instance cannot be entered. */
    public void failed(Throwable cause) {
        trap = cause instanceof CoreTrapException one
                ? one
                : new CoreTrapException(TrapKind.OTHER, "the host failed during a call: " + cause, List.of());
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
