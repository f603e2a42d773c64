package dev.leat.component.model.abi;

import dev.leat.component.model.type.ResourceType;
import java.util.Optional;

/** What the canonical functions about handles do. */
public final class Resources {

    private Resources() {}

    /** {@code resource.new}: a handle that owns a new resource of the guest's own. */
    public static int make(InstanceState instance, ResourceType type, int representation) {
        instance.checkMayLeave();
        return instance.handles().add(new HandleTable.Entry(type, representation, null));
    }

    /** {@code resource.rep}: the guest's own number for a resource. */
    public static int representation(InstanceState instance, ResourceType type, int handle) {
        return (Integer) instance.handles().get(handle, type).representation();
    }

    /**
     * {@code resource.drop}: gives a handle up.
     *
     * @return the resource to destroy, where the handle owned it
     */
    public static Optional<Object> drop(InstanceState instance, ResourceType type, int handle) {
        instance.checkMayLeave();
        HandleTable.Entry entry = instance.handles().remove(handle, type);
        return entry.owns() ? Optional.of(entry.representation()) : Optional.empty();
    }
}
