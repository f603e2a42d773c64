package dev.leat.component.model.type;

import org.jspecify.annotations.Nullable;

/**
 * A resource type. Two resource types are the same only where they are the same object: each instantiation of a
 * component that defines a resource makes a new one.
 */
public final class ResourceType {

    private final @Nullable ResourceType actual;
    private @Nullable String name;

    /** @param name what messages call the resource */
    public ResourceType(String name) {
        this(null, name);
    }

    private ResourceType(@Nullable ResourceType actual, @Nullable String name) {
        this.actual = actual;
        this.name = name;
    }

    /** A resource that has no name yet: a component defines it, and may export it later. */
    public ResourceType() {
        this(null, null);
    }

    /**
     * The resource as a component exports it that says nothing of it but that it is one: for the types of others it is
     * not the same, for handles it is.
     */
    public ResourceType concealed() {
        return new ResourceType(actual(), null);
    }

    /** The resource itself, also where this is what it is {@linkplain #concealed} as. */
    public ResourceType actual() {
        return actual == null ? this : actual;
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
