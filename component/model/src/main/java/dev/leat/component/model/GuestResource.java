package dev.leat.component.model;

import dev.leat.component.model.abi.InstanceState;
import dev.leat.component.model.type.ResourceType;

/**
 * A resource that a guest defines, owned by the host. Pass it to the guest's functions; close it when it is not needed
 * any more. Belongs to the thread of its component instance.
 */
public final class GuestResource implements AutoCloseable {

    private final ResourceType type;
    private final InstanceState owner;
    private final int representation;
    private boolean gone;

    /** For the canonical ABI only: a guest makes resources. */
    public GuestResource(ResourceType type, InstanceState owner, int representation) {
        this.type = type;
        this.owner = owner;
        this.representation = representation;
    }

    public ResourceType type() {
        return type;
    }

    /** For the canonical ABI only: whether the resource lives in that component instance. */
    public boolean belongsTo(InstanceState instance) {
        return owner == instance;
    }

    /**
     * The guest's own number for the resource.
     *
     * @throws IllegalStateException where the resource was closed, or given away
     */
    public int representation() {
        if (gone) {
            throw new IllegalStateException("the resource " + type.name() + " was closed or given away");
        }
        return representation;
    }

    /** Gives the resource away: from now on the guest owns it. */
    public int release() {
        int number = representation();
        gone = true;
        return number;
    }

    /** Runs the guest's destructor. Closing twice does nothing. */
    @Override
    public void close() {
        if (!gone) {
            gone = true;
            owner.destroy(type, representation);
        }
    }
}
