/** The WebAssembly Component Model on the JVM: decode, validate, link, instantiate, lift and lower. */
@NullMarked
package dev.leat.component.model;

import org.jspecify.annotations.NullMarked;
