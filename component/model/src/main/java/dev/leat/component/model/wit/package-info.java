/** What a component says about itself, for people to read: its world as WIT, and what produced it. */
@NullMarked
package dev.leat.component.model.wit;

import org.jspecify.annotations.NullMarked;
