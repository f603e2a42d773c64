/**
 * What the component model needs of a core WebAssembly engine, and nothing more.
 *
 * <p>A provider implements {@link dev.leat.component.core.CoreEngineProvider} (found by {@link
 * java.util.ServiceLoader}), {@link dev.leat.component.core.CoreEngine}, {@link dev.leat.component.core.CoreModule},
 * {@link dev.leat.component.core.CoreStore}, {@link dev.leat.component.core.CoreInstance} and the five kinds of {@link
 * dev.leat.component.core.CoreItem}.
 */
@NullMarked
package dev.leat.component.core;

import org.jspecify.annotations.NullMarked;
