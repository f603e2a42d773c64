package dev.leat.component.model.type;

import org.jspecify.annotations.Nullable;

/**
 * A resource type. Two resource types are the same only where they are the same object: each instantiation of a
 * component that defines a resource makes a new one.
 */
public final class ResourceType {

    private @Nullable String name;

    /** @param name what messages call the resource */
    public ResourceType(String name) {
        this.name = name;
    }

    /** A resource that has no name yet: a component defines it, and may export it later. */
    public ResourceType() {
        this.name = null;
    }

    /** Names a resource that has no name. Called while the component is compiled, by its thread. */
    public void exportedAs(String exported) {
        if (name == null) {
            name = exported;
        }
    }

    public String name() {
        return name == null ? "resource" : name;
    }

    @Override
    public String toString() {
        return name();
    }
}
