package dev.leat.endpoint.mqtt;

import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderContext;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttDecoderException;
import com.hivemq.client.internal.mqtt.codec.decoder.MqttMessageDecoder;
import com.hivemq.client.internal.mqtt.message.MqttMessage;
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

    // MQTT v5, 3.3.2.3 and 2.2.2.2.
    private static final int PAYLOAD_FORMAT = 0x01;
    private static final int MESSAGE_EXPIRY = 0x02;
    private static final int CONTENT_TYPE = 0x03;
    private static final int RESPONSE_TOPIC = 0x08;
    private static final int CORRELATION_DATA = 0x09;
    private static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    private static final int TOPIC_ALIAS = 0x23;
    private static final int USER_PROPERTY = 0x26;

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
            writeNumber(whole, kept.readableBytes());
            return Optional.of(whole.writeBytes(kept).writeBytes(packet));
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    /** Goes over one property, and says whether it may stay. */
    private static boolean skip(ByteBuf properties) {
        int property = properties.readUnsignedByte();
        switch (property) {
            case PAYLOAD_FORMAT -> {
                return properties.readUnsignedByte() <= 1;
            }
            case RESPONSE_TOPIC -> {
                String topic =
                        properties.readSlice(properties.readUnsignedShort()).toString(StandardCharsets.UTF_8);
                return !topic.isEmpty() && topic.chars().noneMatch(each -> each == '#' || each == '+');
            }
            case MESSAGE_EXPIRY -> properties.skipBytes(Integer.BYTES);
            case CONTENT_TYPE, CORRELATION_DATA -> properties.skipBytes(properties.readUnsignedShort());
            case SUBSCRIPTION_IDENTIFIER -> number(properties);
            case TOPIC_ALIAS -> properties.skipBytes(Short.BYTES);
            case USER_PROPERTY -> {
                properties.skipBytes(properties.readUnsignedShort());
                properties.skipBytes(properties.readUnsignedShort());
            }
            default -> throw new IllegalArgumentException("no property of a PUBLISH: " + property);
        }
        return true;
    }

    /** A variable byte integer. */
    private static int number(ByteBuf in) {
        int number = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int part = in.readUnsignedByte();
            number |= (part & 0x7F) << shift;
            if (part < 0x80) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of more than four bytes");
    }

    private static void writeNumber(ByteBuf out, int number) {
        int left = number;
        while (left >= 0x80) {
            out.writeByte(left & 0x7F | 0x80);
            left >>= 7;
        }
        out.writeByte(left);
    }
}
