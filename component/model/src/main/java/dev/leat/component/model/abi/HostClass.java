package dev.leat.component.model.abi;

import java.util.function.ToLongFunction;

/**
 * What stands behind the handles of a resource of the host.
 *
 * @param type the class of the objects
 * @param weigher how many bytes a guest's handle keeps alive with its object, at least 0
 */
public record HostClass(Class<?> type, ToLongFunction<Object> weigher) {}
