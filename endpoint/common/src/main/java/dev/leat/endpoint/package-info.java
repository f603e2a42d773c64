/** What destinations of several kinds do to messages before they write them. */
@NullMarked
package dev.leat.endpoint;

import org.jspecify.annotations.NullMarked;
