package dev.leat.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.UserProperty;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which attributes a message has when it goes out. */
final class CloudEventsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-26T10:15:30.123456Z"));
    private static final MessageSchema SCHEMA = new MessageSchema.RegistryReference("aio-sr://ns/oven:2");
    private static final List<UserProperty> EVENT = List.of(
            new UserProperty("mine", "kept"),
            new UserProperty("specversion", "1.0"),
            new UserProperty("type", "com.example.reading"),
            new UserProperty("source", "urn:oven"),
            new UserProperty("id", "7"),
            new UserProperty("subject", "oven/1"),
            new UserProperty("datacontenttype", "text/plain"),
            new UserProperty("dataschema", "urn:old"));

    private static Message message(List<UserProperty> properties) {
        return Message.of(new DataTimestamp(1, 0, 0, "n"), "t", Bytes.utf8("x")).withProperties(properties);
    }

    private static List<String> after(CloudEvents.Mode mode, Message message) {
        return new CloudEvents(mode, "line-1", CLOCK, () -> "42")
                .apply(message, "out/a").properties().stream()
                        .map(property -> property.key() + "=" + property.value())
                        .toList();
    }

    @Test
    void anEventIsPassedOnWithTheContentTypeAndSchemaOfWhatGoesOut() {
        Message out = message(EVENT).withContentType("application/json").withSchema(SCHEMA);
        assertThat(after(CloudEvents.Mode.PROPAGATE, out))
                .containsExactly(
                        "mine=kept",
                        "specversion=1.0",
                        "type=com.example.reading",
                        "source=urn:oven",
                        "id=7",
                        "subject=oven/1",
                        "datacontenttype=application/json",
                        "dataschema=aio-sr://ns/oven:2");
    }

    @Test
    void anEventWhoseOutputSaysNothingOfItselfIsPassedOnAsItCame() {
        assertThat(new CloudEvents(CloudEvents.Mode.PROPAGATE, "line-1", CLOCK).apply(message(EVENT), "out"))
                .isEqualTo(message(EVENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"specversion", "type", "source", "id"})
    void whatMissesARequiredAttributeIsNoEventAndStaysAsItIs(String missing) {
        Message message = message(EVENT.stream()
                        .filter(property -> !property.key().equals(missing))
                        .toList())
                .withContentType("application/json");
        assertThat(CloudEvents.isEvent(message)).isFalse();
        assertThat(new CloudEvents(CloudEvents.Mode.PROPAGATE, "line-1", CLOCK).apply(message, "out"))
                .isSameAs(message);
    }

    @Test
    void anEventIsMadeOfAnyMessage() {
        Message out = message(List.of(new UserProperty("mine", "kept")))
                .withContentType("application/json")
                .withSchema(SCHEMA);
        assertThat(after(CloudEvents.Mode.CREATE_OR_REMAP, out))
                .containsExactly(
                        "mine=kept",
                        "specversion=1.0",
                        "type=ms.aio-dataflow.telemetry",
                        "source=aio://line-1",
                        "id=42",
                        "subject=out/a",
                        "time=2026-11-26T10:15:30.123Z",
                        "datacontenttype=application/json",
                        "dataschema=aio-sr://ns/oven:2");
    }

    @Test
    void anEventTakesThePlaceOfTheOneThatCame() {
        assertThat(after(
                        CloudEvents.Mode.CREATE_OR_REMAP,
                        message(EVENT).withSchema(new MessageSchema.Inline("oven", "{}"))))
                .containsExactly(
                        "mine=kept",
                        "specversion=1.0",
                        "type=ms.aio-dataflow.telemetry",
                        "source=aio://line-1",
                        "id=42",
                        "subject=out/a",
                        "time=2026-11-26T10:15:30.123Z");
    }

    @Test
    void eachEventHasAnIdOfItsOwn() {
        CloudEvents events = new CloudEvents(CloudEvents.Mode.CREATE_OR_REMAP, "line-1", CLOCK);
        assertThat(Stream.generate(() -> events.apply(message(List.of()), "out")
                                .property("id")
                                .orElseThrow())
                        .limit(100))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(UUID.fromString(id)).hasToString(id));
    }
}
