package dev.leat.endpoint.mqtt;

import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderContext;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderException;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoder;
import com.hivemq.client.internal.mqtt.datatypes.MqttVariableByteInteger;
import com.hivemq.client.internal.mqtt.message.MqttMessage;
import com.hivemq.client.internal.mqtt.message.publish.MqttPublishProperty;
import dev.leat.endpoint.RepeatedWarning;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Reads a PUBLISH whose response topic or payload format MQTT does not allow as if it had none.
 *
 * <p>Mosquitto passes such messages on. The client on its own would disconnect, and get the same message again as soon as
 * it is back, for ever: anybody who may publish could stop whoever subscribes.
 */
final class LenientPublishDecoder implements MqttMessageDecoder {

    private static final int QOS = 0b0110;

    private final MqttMessageDecoder strict;
    private final RepeatedWarning warning;

    LenientPublishDecoder(MqttMessageDecoder strict, Logger log) {
        this.strict = strict;
        this.warning = new RepeatedWarning(log, System::nanoTime);
    }

    @Override
    public MqttMessage decode(int flags, ByteBuf in, MqttDecoderContext context) throws MqttDecoderException {
        int start = in.readerIndex();
        int length = in.readableBytes();
        try {
            return strict.decode(flags, in, context);
        } catch (MqttDecoderException malformed) {
            Optional<ByteBuf> repaired = repaired(flags, in.slice(start, length));
            if (repaired.isEmpty()) {
                throw malformed;
            }
            MqttMessage message = strict.decode(flags, repaired.get(), context);
            in.readerIndex(start + length);
            warning.warn("a message came with what MQTT does not allow (" + malformed.getMessage()
                    + "), and was taken without that");
            return message;
        }
    }

    /** The packet without what cannot be; empty where that is not what is wrong with it. */
    private static Optional<ByteBuf> repaired(int flags, ByteBuf packet) {
        try {
            int head = Short.BYTES + packet.getUnsignedShort(0) + ((flags & QOS) == 0 ? 0 : Short.BYTES);
            packet.readerIndex(head);
            ByteBuf properties = packet.readSlice(number(packet));
            ByteBuf kept = Unpooled.buffer();
            while (properties.isReadable()) {
                int begin = properties.readerIndex();
                boolean sound = skip(properties);
                if (sound) {
                    kept.writeBytes(properties, begin, properties.readerIndex() - begin);
                }
            }
            if (kept.readableBytes() == properties.capacity()) {
                return Optional.empty();
            }
            ByteBuf whole = Unpooled.buffer().writeBytes(packet, 0, head);
            MqttVariableByteInteger.encode(kept.readableBytes(), whole);
            return Optional.of(whole.writeBytes(kept).writeBytes(packet));
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** Goes over one property, and says whether it may stay. */
    private static boolean skip(ByteBuf properties) {
        int property = properties.readUnsignedByte();
        switch (property) {
            case MqttPublishProperty.PAYLOAD_FORMAT_INDICATOR -> {
                return properties.readUnsignedByte() <= 1;
            }
            case MqttPublishProperty.RESPONSE_TOPIC -> {
                String topic =
                        properties.readSlice(properties.readUnsignedShort()).toString(StandardCharsets.UTF_8);
                return !topic.isEmpty() && topic.chars().noneMatch(each -> each == '#' || each == '+');
            }
            case MqttPublishProperty.MESSAGE_EXPIRY_INTERVAL -> properties.skipBytes(Integer.BYTES);
            case MqttPublishProperty.CONTENT_TYPE, MqttPublishProperty.CORRELATION_DATA ->
                properties.skipBytes(properties.readUnsignedShort());
            case MqttPublishProperty.SUBSCRIPTION_IDENTIFIER -> number(properties);
            case MqttPublishProperty.TOPIC_ALIAS -> properties.skipBytes(Short.BYTES);
            case MqttPublishProperty.USER_PROPERTY -> {
                properties.skipBytes(properties.readUnsignedShort());
                properties.skipBytes(properties.readUnsignedShort());
            }
            default -> throw new IllegalArgumentException("no property of a PUBLISH: " + property);
        }
        return true;
    }

    private static int number(ByteBuf in) {
        int number = MqttVariableByteInteger.decode(in);
        if (number < 0) {
            throw new IllegalArgumentException("no variable byte integer");
        }
        return number;
    }
}
