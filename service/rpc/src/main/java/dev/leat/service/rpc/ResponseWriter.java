package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import dev.leat.dataflow.data.UserProperty;
import java.util.ArrayList;
import java.util.List;

/** Makes responses of what was done, or why it was not. */
final class ResponseWriter {

    /** A status message goes into a user property, which may not hold more than 65,535 bytes. */
    private static final int LONGEST_MESSAGE = 4096;

    private final RpcConnection connection;
    private final Payloads payloads;

    ResponseWriter(RpcConnection connection, Payloads payloads) {
        this.connection = connection;
        this.payloads = payloads;
    }

    /** @throws IllegalArgumentException where MQTT cannot carry the reply */
    Mqtt5Publish reply(ReceivedRequest request, CommandHandler.Reply reply, long expirySeconds) {
        List<Mqtt5UserProperty> properties = new ArrayList<>();
        for (UserProperty property : reply.customUserData()) {
            if (Headers.isReserved(property.key())) {
                throw new IllegalArgumentException("user data must not be called '" + property.key() + "'");
            }
            properties.add(Mqtt5UserProperty.of(property.key(), property.value()));
        }
        boolean content = !reply.payload().isEmpty();
        add(properties, Headers.STATUS, content ? "200" : "204");
        Mqtt5PublishBuilder.Complete response = begin(request, properties, expirySeconds);
        if (content) {
            response = response.payload(reply.payload().unsafeArray()).contentType(payloads.contentType());
            if (payloads.text()) {
                response = response.payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8);
            }
        }
        return response.build();
    }

    Mqtt5Publish refusal(ReceivedRequest request, CommandRefusal refusal, long expirySeconds) {
        List<Mqtt5UserProperty> properties = new ArrayList<>();
        add(properties, Headers.STATUS, Integer.toString(refusal.status()));
        add(properties, Headers.STATUS_MESSAGE, String.valueOf(refusal.getMessage()));
        add(properties, Headers.APPLICATION_ERROR, Boolean.toString(refusal.application()));
        if (refusal.status() == 505) {
            add(properties, Headers.SUPPORTED_VERSIONS, Integer.toString(Headers.MAJOR_VERSION));
            add(properties, Headers.REQUESTED_VERSION, refusal.value().orElse(""));
        } else {
            refusal.property().ifPresent(name -> add(properties, Headers.PROPERTY_NAME, name));
            refusal.value().ifPresent(value -> add(properties, Headers.PROPERTY_VALUE, value));
        }
        return begin(request, properties, expirySeconds).build();
    }

    private Mqtt5PublishBuilder.Complete begin(
            ReceivedRequest request, List<Mqtt5UserProperty> properties, long expirySeconds) {
        add(properties, Headers.TIMESTAMP, connection.clock().now().toString());
        add(properties, Headers.SOURCE, connection.clientId());
        add(properties, Headers.PROTOCOL_VERSION, Headers.VERSION);
        var response = Mqtt5Publish.builder()
                .topic(request.responseTopic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(request.correlation().orElse(null))
                .userProperties(Mqtt5UserProperties.of(properties));
        return expirySeconds > 0 ? response.messageExpiryInterval(expirySeconds) : response;
    }

    /** What MQTT does not allow in a text becomes a space. */
    private static void add(List<Mqtt5UserProperty> properties, String name, String value) {
        StringBuilder clean = new StringBuilder(Math.min(value.length(), LONGEST_MESSAGE));
        value.codePoints()
                .limit(LONGEST_MESSAGE)
                .map(c -> Character.isISOControl(c)
                                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                                || (c & 0xFFFE) == 0xFFFE
                                || (c >= 0xFDD0 && c <= 0xFDEF)
                        ? ' '
                        : c)
                .forEach(clean::appendCodePoint);
        properties.add(Mqtt5UserProperty.of(name, clean.toString()));
    }
}
