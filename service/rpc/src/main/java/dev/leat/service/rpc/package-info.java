/**
 * What goes over MQTT between programs: the command protocol of Azure IoT Operations, and over it the schema registry; the
 * state store protocol. Each as client and as server.
 *
 * <p>{@link dev.leat.service.rpc.RpcConnection} is the session with a broker that they share.
 */
@NullMarked
package dev.leat.service.rpc;

import org.jspecify.annotations.NullMarked;
