package dev.leat.component.model.type;

import org.jspecify.annotations.Nullable;

/**
 * Tells one written type from another of the same shape, where the Component Model asks whether a type has a name.
 * Takes no part in the equality of types: all identities are equal to each other. Compare them with {@code ==}.
 */
public final class TypeIdentity {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypeIdentity;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "";
    }
}
