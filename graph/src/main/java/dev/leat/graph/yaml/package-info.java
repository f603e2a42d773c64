/**
 * YAML as a tree that knows where everything stands. Nothing is constructed from it, nothing in a file can make it run
 * code, recurse or grow without bound, and whatever can still be read after a mistake is read.
 */
@NullMarked
package dev.leat.graph.yaml;

import org.jspecify.annotations.NullMarked;
