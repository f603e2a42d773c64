/** An embedded MQTT broker. */
@NullMarked
package dev.leat.platform.broker;

import org.jspecify.annotations.NullMarked;
