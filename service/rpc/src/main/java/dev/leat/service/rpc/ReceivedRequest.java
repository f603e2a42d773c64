package dev.leat.service.rpc;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.DataflowError;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A request on its way to the handler: what is wrong with it, and where its answer goes. Immutable. */
record ReceivedRequest(Mqtt5Publish publish, MqttTopic responseTopic, long receivedNanos) {

    private static final int CORRELATION_BYTES = 16;

    /** Empty where nobody can be answered: a client sees nothing but its timeout. */
    static Optional<ReceivedRequest> of(Mqtt5Publish publish, long nanoTime) {
        // The client's type is a topic: one with wildcards does not get here.
        return publish.getResponseTopic().map(topic -> new ReceivedRequest(publish, topic, nanoTime));
    }

    Optional<ByteBuffer> correlation() {
        return publish.getCorrelationData();
    }

    /** What tells a request that came twice from two requests. */
    Optional<Bytes> identity() {
        return correlation()
                .filter(data -> data.remaining() == CORRELATION_BYTES)
                .map(data -> {
                    byte[] topic = responseTopic.toString().getBytes(StandardCharsets.UTF_8);
                    ByteBuffer both = ByteBuffer.allocate(CORRELATION_BYTES + topic.length);
                    return Bytes.of(both.put(data.duplicate()).put(topic).array());
                });
    }

    /** How long the invoker still waits, in nanoseconds; where it did not say, for ever. */
    long nanosLeft(long nanoTime) {
        OptionalLong seconds = publish.getMessageExpiryInterval();
        return seconds.isEmpty()
                ? Long.MAX_VALUE
                : Duration.ofSeconds(seconds.getAsLong()).toNanos() - (nanoTime - receivedNanos);
    }

    /**
     * What the handler is to do.
     *
     * @throws CommandRefusal where the request is not one
     */
    CommandHandler.Call check(Payloads payloads, TopicPattern pattern, HybridLogicalClock clock) throws CommandRefusal {
        ByteBuffer data = correlation().orElseThrow(() -> CommandRefusal.missing(Headers.CORRELATION_DATA));
        if (data.remaining() != CORRELATION_BYTES) {
            throw CommandRefusal.invalid(
                    400,
                    "the correlation data takes " + data.remaining() + " bytes, not " + CORRELATION_BYTES,
                    Headers.CORRELATION_DATA,
                    Integer.toString(data.remaining()));
        }
        Optional<String> version = Headers.find(publish, Headers.PROTOCOL_VERSION);
        if (!Headers.isSpoken(version)) {
            throw CommandRefusal.invalid(
                    505,
                    "the protocol version " + version.orElse("") + " is not spoken here",
                    Headers.PROTOCOL_VERSION,
                    version.orElse(""));
        }
        if (publish.getMessageExpiryInterval().isEmpty()) {
            throw CommandRefusal.missing(Headers.MESSAGE_EXPIRY);
        }
        checkPayload(payloads);
        Optional<Timestamp> time = time(clock);
        Map<String, String> tokens =
                pattern.match(publish.getTopic().toString()).orElse(Map.of());
        return new CommandHandler.Call(
                publish.getPayload().map(Bytes::copyOf).orElse(Bytes.EMPTY),
                Headers.custom(publish),
                tokens,
                time,
                Headers.find(publish, Headers.SOURCE),
                Duration.ofSeconds(publish.getMessageExpiryInterval().orElse(0)));
    }

    private void checkPayload(Payloads payloads) throws CommandRefusal {
        Optional<String> type = publish.getContentType().map(Object::toString);
        if (!payloads.accept(type)) {
            throw CommandRefusal.invalid(
                    415,
                    "the content type is " + type.orElse("") + ", not " + payloads.contentType(),
                    Headers.CONTENT_TYPE,
                    type.orElse(""));
        }
        boolean text = publish.getPayloadFormatIndicator()
                .filter(Mqtt5PayloadFormatIndicator.UTF_8::equals)
                .isPresent();
        if (text && !payloads.text()) {
            throw CommandRefusal.invalid(
                    415, "the payload says that it is text, and bytes are asked for", Headers.FORMAT_INDICATOR, "1");
        }
    }

    private Optional<Timestamp> time(HybridLogicalClock clock) throws CommandRefusal {
        Optional<String> text = Headers.find(publish, Headers.TIMESTAMP);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Timestamp> time = Timestamp.tryParse(text.get());
        if (time.isEmpty()) {
            throw CommandRefusal.invalid(
                    400, "the timestamp '" + text.get() + "' is none", Headers.TIMESTAMP, text.get());
        }
        try {
            clock.merge(time.get());
        } catch (ClockException unusable) {
            throw unusable.error() == DataflowError.COUNTER_OVERFLOW
                    ? CommandRefusal.invalid(500, String.valueOf(unusable.getMessage()), "Counter", "")
                    : CommandRefusal.invalid(503, String.valueOf(unusable.getMessage()), "MaxClockDrift", "");
        }
        return time;
    }
}
