package dev.leat.component.model;

/**
 * A value of the Component Model's {@code result} type in Java. A side without a payload carries {@link Unit#UNIT}.
 *
 * @param <T> what success carries
 * @param <E> what failure carries
 */
public sealed interface Result<T, E> {

    /** Success. */
    record Ok<T, E>(T value) implements Result<T, E> {}

    /** Failure. */
    record Err<T, E>(E error) implements Result<T, E> {}

    static <T, E> Result<T, E> ok(T value) {
        return new Ok<>(value);
    }

    /** Success that carries nothing. */
    static <E> Result<Unit, E> ok() {
        return new Ok<>(Unit.UNIT);
    }

    static <T, E> Result<T, E> err(E error) {
        return new Err<>(error);
    }
}
