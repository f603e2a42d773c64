/** {@code leat serve}: runs what resources describe, and says how it stands. */
@NullMarked
package dev.leat.platform.server;

import org.jspecify.annotations.NullMarked;
