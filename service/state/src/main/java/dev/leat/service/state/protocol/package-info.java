/**
 * The state store protocol of Azure IoT Operations, without a transport: requests and responses in RESP3, notifications,
 * topics, and {@link dev.leat.service.state.protocol.StateStoreService}, which answers requests from a store.
 */
@NullMarked
package dev.leat.service.state.protocol;

import org.jspecify.annotations.NullMarked;
