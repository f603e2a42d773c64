package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.Origin;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.CloudEvents;
import dev.leat.endpoint.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a record and its origin a PUBLISH packet has. */
final class MessageWriterTest {

    private static final long NOW = 1_000_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    private static final Timestamp TIME = new Timestamp(NOW, 3, "node");

    private static Mqtt5Publish write(MqttSinkOptions options, DataModel value, Origin origin) {
        return new MessageWriter(options, 1, CLOCK)
                .write(new Record(TIME, value, Receipt.unacknowledged(), origin), true);
    }

    private static Message message(UserProperty... properties) {
        return Message.of(TIME.toDataTimestamp(), "own", Bytes.utf8("{}")).withProperties(List.of(properties));
    }

    private static Origin origin(boolean retained, long expiresAt) {
        return new Origin(Bytes.utf8("in/a"), retained, expiresAt, Optional.empty(), Optional.empty());
    }

    private static List<String> properties(Mqtt5Publish publish) {
        return publish.getUserProperties().asList().stream()
                .map(property -> property.getName() + "=" + property.getValue())
                .toList();
    }

    @Test
    void theRetainFlagOfAMessageIsKept() {
        assertThat(write(MqttSinkOptions.to("out"), message(), origin(true, Origin.NEVER))
                        .isRetain())
                .isTrue();
        assertThat(write(MqttSinkOptions.to("out"), message(), origin(false, Origin.NEVER))
                        .isRetain())
                .isFalse();
    }

    @Test
    void theRetainFlagIsNeverSetWhereThatIsAskedForOrTheBrokerKeepsNothing() {
        MqttSinkOptions never = MqttSinkOptions.to("out").withRetain(MqttSinkOptions.Retain.NEVER);
        assertThat(write(never, message(), origin(true, Origin.NEVER)).isRetain())
                .isFalse();
        assertThat(new MessageWriter(MqttSinkOptions.DEFAULT, 1, CLOCK)
                        .write(new Record(TIME, message(), Receipt.unacknowledged(), origin(true, Origin.NEVER)), false)
                        .isRetain())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "999, 1", "1000, 1", "1001, 2", "60000, 60", "9000000000000, 4294967295"})
    void whatIsLeftOfTheExpiryGoesOut(long millis, long seconds) {
        MqttSinkOptions options = MqttSinkOptions.to("out").withMessageExpiry(Duration.ofSeconds(7));
        assertThat(write(options, message(), origin(false, NOW + millis)).getMessageExpiryInterval())
                .hasValue(seconds);
    }

    @Test
    void whatDoesNotExpireHasTheExpiryOfTheDestination() {
        MqttSinkOptions options = MqttSinkOptions.to("out").withMessageExpiry(Duration.ofSeconds(7));
        assertThat(write(options, message(), Origin.NONE).getMessageExpiryInterval())
                .hasValue(7);
        assertThat(write(MqttSinkOptions.to("out"), message(), Origin.NONE).getMessageExpiryInterval())
                .isEmpty();
    }

    @Test
    void whereAnAnswerGoesIsPassedOn() {
        byte[] correlation = {1, 0, (byte) 0xFF};
        Origin asked = new Origin(
                Bytes.utf8("in"),
                false,
                Origin.NEVER,
                Optional.of(Bytes.utf8("answers/me")),
                Optional.of(Bytes.of(correlation)));
        Mqtt5Publish publish = write(MqttSinkOptions.to("out"), message(), asked);
        assertThat(publish.getResponseTopic())
                .hasValueSatisfying(topic -> assertThat(topic).hasToString("answers/me"));
        assertThat(publish.getCorrelationData())
                .hasValueSatisfying(data -> assertThat(Bytes.copyOf(data)).isEqualTo(Bytes.of(correlation)));
    }

    @Test
    void anAnswersTopicThatIsNoneFailsTheRecord() {
        Origin asked = new Origin(
                Bytes.utf8("in"), false, Origin.NEVER, Optional.of(Bytes.utf8("answers/#")), Optional.empty());
        assertThatThrownBy(() -> write(MqttSinkOptions.to("out"), message(), asked))
                .hasMessageContaining("LEAT-MQTT-009");
    }

    @Test
    void topicsAreMadeOfEachRecord() {
        MqttSinkOptions options = MqttSinkOptions.to("factory/${inputTopic.2}/${outputTopic}");
        MessageWriter writer = new MessageWriter(options, 1, CLOCK);
        for (String level : List.of("a", "b", "a")) {
            Record record = new Record(TIME, message(), Receipt.unacknowledged(), Origin.of(Bytes.utf8("in/" + level)));
            assertThat(writer.write(record, true).getTopic()).hasToString("factory/" + level + "/own");
        }
        assertThatThrownBy(() -> writer.write(new Record(TIME, message(), Receipt.unacknowledged()), true))
                .hasMessageContaining("LEAT-MQTT-023");
        assertThatThrownBy(() -> write(options, Bytes.utf8("bare"), Origin.of(Bytes.utf8("in/a"))))
                .hasMessageContainingAll("LEAT-MQTT-023", "${outputTopic}");
    }

    @Test
    void headersHaveTheLastWordOverEventsButNotOverTheProtocol() {
        MqttSinkOptions options = MqttSinkOptions.to("factory/${inputTopic}")
                .withCloudEvents(new CloudEvents(CloudEvents.Mode.CREATE_OR_REMAP, "line", CLOCK))
                .withHeaders(Headers.of(
                        new Headers.Action.AddOrReplace("id", "mine"),
                        new Headers.Action.AddOrReplace("__ts", "theirs"),
                        new Headers.Action.Remove("gone")));
        Mqtt5Publish publish = write(options, message(new UserProperty("gone", "1")), origin(false, Origin.NEVER));
        assertThat(properties(publish))
                .containsExactly(
                        "specversion=1.0",
                        "type=ms.aio-dataflow.telemetry",
                        "source=aio://line",
                        "subject=factory/in/a",
                        "time=1970-01-01T00:16:40Z",
                        "datacontenttype=application/json",
                        "id=mine",
                        "__ts=" + TIME,
                        "__protVer=1.0",
                        "__srcId=mqtt-source");
    }

    @Test
    void aRecordOfBytesHasHeadersAsWell() {
        MqttSinkOptions options =
                MqttSinkOptions.to("out").withHeaders(Headers.of(new Headers.Action.AddIfNotPresent("a", "1")));
        Mqtt5Publish publish = write(options, Bytes.utf8("bare"), Origin.NONE);
        assertThat(properties(publish)).contains("a=1");
        assertThat(publish.getContentType()).isEmpty();
        assertThat(publish.getPayloadFormatIndicator()).isEmpty();
    }
}
