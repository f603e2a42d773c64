/** For people who write modules: projects, and the tools that build them. */
@NullMarked
package dev.leat.kit;

import org.jspecify.annotations.NullMarked;
