/** The canonical ABI: values between Java objects and a guest's memory. */
@NullMarked
package dev.leat.component.model.abi;

import org.jspecify.annotations.NullMarked;
