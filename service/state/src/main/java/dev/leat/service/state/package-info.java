/**
 * The state store: keys and values that modules, graphs and other programs share, in memory or durable on disk.
 *
 * <p>{@link dev.leat.service.state.EmbeddedStateStore} is the store; the MQTT protocol, without its transport, is in
 * {@code dev.leat.service.state.protocol}.
 */
@NullMarked
package dev.leat.service.state;

import org.jspecify.annotations.NullMarked;
