package dev.leat.endpoint.mqtt;

import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderContext;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderException;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoder;
import com.hivemq.client.internal.mqtt.datatypes.MqttUserPropertiesImpl;
import com.hivemq.client.internal.mqtt.datatypes.MqttUtf8StringImpl;
import com.hivemq.client.internal.mqtt.message.MqttMessage;
import com.hivemq.client.internal.mqtt.message.publish.puback.MqttPubAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.netty.buffer.ByteBuf;

/**
 * Reads a PUBACK with reason code 0x95, packet too large, which MQTT does not allow there, as a refusal for good.
 *
 * <p>Mosquitto answers so to a message above its {@code message_size_limit}. The client on its own would disconnect, and
 * then send the same message again, for ever.
 */
final class LenientPubAckDecoder implements MqttMessageDecoder {

    private static final int REASON_CODE = 2;
    private static final int PACKET_TOO_LARGE = 0x95;
    private static final MqttUtf8StringImpl REASON = MqttUtf8StringImpl.of("the broker says: packet too large");

    private final MqttMessageDecoder strict;

    LenientPubAckDecoder(MqttMessageDecoder strict) {
        this.strict = strict;
    }

    @Override
    public MqttMessage decode(int flags, ByteBuf in, MqttDecoderContext context) throws MqttDecoderException {
        if (in.readableBytes() <= REASON_CODE
                || in.getUnsignedByte(in.readerIndex() + REASON_CODE) != PACKET_TOO_LARGE) {
            return strict.decode(flags, in, context);
        }
        int packetIdentifier = in.readUnsignedShort();
        in.skipBytes(in.readableBytes());
        return new MqttPubAck(
                packetIdentifier,
                Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID,
                REASON,
                MqttUserPropertiesImpl.NO_USER_PROPERTIES);
    }
}
