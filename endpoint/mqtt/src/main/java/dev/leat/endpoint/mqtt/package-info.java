/** MQTT v5 sources and destinations. */
@NullMarked
package dev.leat.endpoint.mqtt;

import org.jspecify.annotations.NullMarked;
