/**
 * Components on every engine: values and resources that cross the border, how instances live and end.
 *
 * <p>Most run {@code echo.wasm} and {@code composed.wasm} of component/model's fixtures; what no compiler would write
 * stands by hand in the folder {@code components} of the test resources.
 */
@NullMarked
package dev.leat.component.conformance.components;

import org.jspecify.annotations.NullMarked;
