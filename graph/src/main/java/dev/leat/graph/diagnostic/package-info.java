/** What Leat says about what a user wrote: code, severity, place, sentence, hint. */
@NullMarked
package dev.leat.graph.diagnostic;

import org.jspecify.annotations.NullMarked;
