/** From definitions to a plan: index spaces resolved, nested components inlined, types checked. */
@NullMarked
package dev.leat.component.model.link;

import org.jspecify.annotations.NullMarked;
