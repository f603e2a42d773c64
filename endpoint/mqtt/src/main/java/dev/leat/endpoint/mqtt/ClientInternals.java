package dev.leat.endpoint.mqtt;

import com.hivemq.client.internal.mqtt.MqttClientConnectionConfig;
import com.hivemq.client.internal.mqtt.handler.publish.incoming.MqttIncomingQosHandler;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that reaches into the MQTT client, for two things that its interfaces do not offer. Where the client has
 * changed, all works without them.
 *
 * <ul>
 *   <li>The client flushes after every PUBACK, which is a system call each. Netty's own remedy, at the socket's end of the
 *       pipeline, writes at once what one turn of the event loop brought.
 *   <li>The client disconnects from a broker that sends more than the receive maximum, over and over, as the broker then
 *       sends the same messages again. Mosquitto 2.0.11, which Debian and Ubuntu ship, is such a broker: its quota grows by
 *       one with every acknowledgement. The broker is told the maximum as before; what comes above it is taken all the
 *       same, and warned about by {@link Inbound}.
 * </ul>
 */
final class ClientInternals {

    private static final Logger LOG = LoggerFactory.getLogger(ClientInternals.class);
    private static final String FLUSH = "leat.flush";
    private static final int MOST_FLUSHES = 256;
    private static final int MOST_IN_FLIGHT = 0xFFFF;
    private static final @Nullable VarHandle RECEIVE_MAXIMUM = receiveMaximum();

    private ClientInternals() {}

    private static @Nullable VarHandle receiveMaximum() {
        try {
            return MethodHandles.privateLookupIn(MqttIncomingQosHandler.class, MethodHandles.lookup())
                    .findVarHandle(MqttIncomingQosHandler.class, "receiveMaximum", int.class);
        } catch (ReflectiveOperationException changed) {
            LOG.debug("brokers that exceed the receive maximum will be disconnected from", changed);
            return null;
        }
    }

    /** From the event loop, for the connection that has just come up, before its next packet. */
    static void prepare(Mqtt5RxClient client) {
        client.getConfig().getConnectionConfig().ifPresent(connection -> {
            if (connection instanceof MqttClientConnectionConfig internal) {
                ChannelPipeline pipeline = internal.getChannel().pipeline();
                if (pipeline.get(FLUSH) == null) {
                    pipeline.addFirst(FLUSH, new FlushConsolidationHandler(MOST_FLUSHES, true));
                }
                MqttIncomingQosHandler incoming = pipeline.get(MqttIncomingQosHandler.class);
                if (incoming != null && RECEIVE_MAXIMUM != null) {
                    RECEIVE_MAXIMUM.set(incoming, MOST_IN_FLIGHT);
                }
            }
        });
    }
}
