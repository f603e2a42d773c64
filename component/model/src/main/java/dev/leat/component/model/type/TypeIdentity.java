package dev.leat.component.model.type;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells one written type from another of the same shape, where the Component Model asks whether a type has a name.
 * Takes no part in the equality of types: all identities are equal to each other. Compare them with {@code ==}.
 */
public final class TypeIdentity {

    private final @Nullable TypeIdentity original;

    /** Of a type where it is written. */
    public TypeIdentity() {
        this.original = null;
    }

    private TypeIdentity(TypeIdentity original) {
        this.original = original;
    }

    /** Of the same type where it is imported or exported under one more name. */
    public TypeIdentity renamed() {
        return new TypeIdentity(this);
    }

    /** Of the type that this one was {@link #renamed} from; empty where it was written like that. */
    public Optional<TypeIdentity> original() {
        return Optional.ofNullable(original);
    }

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
