package dev.leat.component.endive;

import java.util.Map;
import java.util.SortedSet;

/**
 * The classes of a compiled module, ready to be defined.
 *
 * @param mainClass the name of the class that implements {@link run.endive.runtime.Machine}
 * @param classes the bytes of each class by its binary name
 * @param interpreted the indices of the functions that are too large for a JVM method and are interpreted
 */
record ModuleClasses(String mainClass, Map<String, byte[]> classes, SortedSet<Integer> interpreted) {}
