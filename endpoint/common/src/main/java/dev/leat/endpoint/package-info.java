/** What endpoints of several kinds share: changes to messages, credentials, pauses between attempts, repeated warnings. */
@NullMarked
package dev.leat.endpoint;

import org.jspecify.annotations.NullMarked;
