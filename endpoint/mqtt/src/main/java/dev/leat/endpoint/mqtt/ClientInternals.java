package dev.leat.endpoint.mqtt;

import com.hivemq.client.internal.mqtt.MqttClientConnectionConfig;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoder;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoder;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoders;
import com.hivemq.client.internal.mqtt.handler.publish.incoming.MqttIncomingQosHandler;
import com.hivemq.client.mqtt.mqtt5.Mqtt5RxClient;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5MessageType;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that reaches into the MQTT client, for four things that its interfaces do not offer. Where the client
 * has changed, all works without them.
 *
 * <ul>
 *   <li>The client flushes after every PUBACK, which is a system call each. Netty's own remedy, at the socket's end of the
 *       pipeline, writes at once what one turn of the event loop brought.
 *   <li>The client disconnects from a broker that sends more than the receive maximum, over and over, as the broker then
 *       sends the same messages again. Mosquitto 2.0.11, which Debian 11 ships, is such a broker: its quota grows by one
 *       with every acknowledgement. The broker is told the maximum as before; what comes above it is taken all the same,
 *       and warned about by {@link Inbound}.
 *   <li>The client disconnects where a PUBACK says that a packet was too large; see {@link LenientPubAckDecoder}.
 *   <li>The client disconnects where a message has a response topic that is none; see {@link LenientPublishDecoder}.
 * </ul>
 */
final class ClientInternals {

    private static final Logger LOG = LoggerFactory.getLogger(ClientInternals.class);
    private static final String FLUSH = "leat.flush";
    private static final int MOST_FLUSHES = 256;
    private static final int MOST_IN_FLIGHT = 0xFFFF;
    private static final @Nullable VarHandle RECEIVE_MAXIMUM =
            field(MqttIncomingQosHandler.class, "receiveMaximum", int.class);
    private static final @Nullable VarHandle DECODERS = field(MqttDecoder.class, "decoders", MqttMessageDecoders.class);
    private static final @Nullable VarHandle DECODER_TABLE =
            field(MqttMessageDecoders.class, "decoders", MqttMessageDecoder[].class);

    private ClientInternals() {}

    private static @Nullable VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException changed) {
            LOG.debug("the client has no field {}.{} any more", owner.getName(), name, changed);
            return null;
        }
    }

    /** From the event loop, for the connection that has just come up, before its next packet. */
    static void prepare(Mqtt5RxClient client) {
        client.getConfig().getConnectionConfig().ifPresent(connection -> {
            if (connection instanceof MqttClientConnectionConfig internal) {
                ChannelPipeline pipeline = internal.getChannel().pipeline();
                batchFlushes(pipeline);
                tolerateMoreThanTheReceiveMaximum(pipeline);
                readLeniently(pipeline);
            }
        });
    }

    private static void batchFlushes(ChannelPipeline pipeline) {
        if (pipeline.get(FLUSH) == null) {
            pipeline.addFirst(FLUSH, new FlushConsolidationHandler(MOST_FLUSHES, true));
        }
    }

    private static void tolerateMoreThanTheReceiveMaximum(ChannelPipeline pipeline) {
        MqttIncomingQosHandler incoming = pipeline.get(MqttIncomingQosHandler.class);
        if (incoming != null && RECEIVE_MAXIMUM != null) {
            RECEIVE_MAXIMUM.set(incoming, MOST_IN_FLIGHT);
        }
    }

    private static void readLeniently(ChannelPipeline pipeline) {
        MqttDecoder decoder = pipeline.get(MqttDecoder.class);
        if (decoder == null || DECODERS == null || DECODER_TABLE == null) {
            return;
        }
        MqttMessageDecoder[] table =
                (MqttMessageDecoder[]) DECODER_TABLE.get((MqttMessageDecoders) DECODERS.get(decoder));
        int index = Mqtt5MessageType.PUBACK.getCode();
        if (!(table[index] instanceof LenientPubAckDecoder)) {
            table[index] = new LenientPubAckDecoder(table[index]);
        }
        int publish = Mqtt5MessageType.PUBLISH.getCode();
        if (!(table[publish] instanceof LenientPublishDecoder)) {
            table[publish] = new LenientPublishDecoder(table[publish], LOG);
        }
    }
}
