package dev.leat.component.model.abi;

/** How a Java class takes the parts of a record, tuple or case, and gives them back. */
public interface Shape {

    /** Puts parts together, in the order of the type. */
    Object make(Object[] parts);

    /** One part of what {@link #make} made. */
    Object part(Object value, int index);
}
