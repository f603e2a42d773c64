package dev.leat.component.core;

/** A compiled core module: immutable, safe for use by many threads, instantiated as often as needed. */
public interface CoreModule extends AutoCloseable {

    /** Frees the compiled code. Instances made before go on. */
    @Override
    void close();
}
