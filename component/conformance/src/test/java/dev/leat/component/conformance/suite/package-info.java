/**
 * The Component Model's own test suite, run on every engine.
 *
 * <p>The suite's scripts, turned into binaries and JSON by {@code wasm-tools json-from-wast}, are read from the folder
 * that the system property {@code leat.conformance} names. Each command is a test, named by its script and line.
 */
@NullMarked
package dev.leat.component.conformance.suite;

import org.jspecify.annotations.NullMarked;
