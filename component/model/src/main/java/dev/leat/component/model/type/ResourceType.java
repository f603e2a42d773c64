package dev.leat.component.model.type;

/**
 * A resource type. Two resource types are the same only where they are the same object: each instantiation of a
 * component that defines a resource makes a new one.
 */
public final class ResourceType {

    private final String name;

    /** @param name what messages call the resource */
    public ResourceType(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
