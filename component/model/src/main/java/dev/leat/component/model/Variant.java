package dev.leat.component.model;

import java.util.Optional;

/**
 * A value of a variant type where no Java type was named for it.
 *
 * @param name the case, as written in WIT
 * @param payload what the case carries; empty where it carries nothing
 */
public record Variant(String name, Optional<Object> payload) {

    public static Variant of(String name) {
        return new Variant(name, Optional.empty());
    }

    public static Variant of(String name, Object payload) {
        return new Variant(name, Optional.of(payload));
    }
}
