/** The types of the Component Model: what functions take and give, and the layout of values in memory. */
@NullMarked
package dev.leat.component.model.type;

import org.jspecify.annotations.NullMarked;
