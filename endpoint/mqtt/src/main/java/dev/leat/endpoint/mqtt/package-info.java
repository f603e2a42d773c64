/**
 * MQTT v5 sources and destinations, at least once.
 *
 * <p>{@link dev.leat.endpoint.mqtt.MqttConnection} is the session with a broker, which
 * {@link dev.leat.endpoint.mqtt.MqttSource} and {@link dev.leat.endpoint.mqtt.MqttSink} may share.
 */
@NullMarked
package dev.leat.endpoint.mqtt;

import org.jspecify.annotations.NullMarked;
