package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import com.hivemq.client.mqtt.datatypes.MqttTopic;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.Backoff;
import dev.leat.endpoint.Material;
import dev.leat.endpoint.RepeatedWarning;
import dev.leat.endpoint.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The parts of the endpoints that need no broker. */
final class PartsTest {

    @Property
    void pausesDoubleUpToTheLongestAndChanceTakesAtMostHalf(
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double chance) {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), () -> chance);
        long step = 200;
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.nextMillis()).isBetween(step / 2, step);
            step = Math.min(step * 2, 30_000);
        }
        backoff.reset();
        assertThat(backoff.nextMillis()).isBetween(100L, 200L);
    }

    @Test
    void aWarningIsLoggedAtOnceAndThenOnceAMinuteWithACount() throws Exception {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        RepeatedWarning warning = new RepeatedWarning(LoggerFactory.getLogger(PartsTest.class), nanos::get);
        try (ConnectionLog log = new ConnectionLog()) {
            warning.warn("first");
            warning.warn("second");
            nanos.addAndGet(Duration.ofSeconds(59).toNanos());
            warning.warn("third");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            warning.warn("fourth");
            warning.warn("fifth");
            assertThat(log.await("")).isEqualTo("first");
            assertThat(log.await("")).isEqualTo("fourth (and 2 times before that)");
        }
        assertThat(LoggerFactory.getLogger(PartsTest.class)).isInstanceOf(Logger.class);
    }

    @Test
    void topicFiltersMatchAsMqttSaysAndSharedOnesBySpellingOfEither() {
        TopicFilters filters = new TopicFilters(List.of("a/+/c", "b/#", "$shared/g/s/+", "$share/g/t"));
        assertThat(filters.all()).map(Object::toString).containsExactly("a/+/c", "b/#", "$share/g/s/+", "$share/g/t");
        for (String topic : List.of("a/x/c", "b", "b/x/y", "s/1", "t")) {
            assertThat(filters.matches(MqttTopic.of(topic))).as(topic).isTrue();
            assertThat(filters.matches(MqttTopic.of(topic))).as(topic).isTrue();
        }
        for (String topic : List.of("a/c", "a/x/y/c", "c", "s", "s/1/2")) {
            assertThat(filters.matches(MqttTopic.of(topic))).as(topic).isFalse();
        }
    }

    @Property
    void textIsToldFromOtherBytes(@ForAll byte[] bytes) {
        boolean text;
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            text = true;
        } catch (CharacterCodingException malformed) {
            text = false;
        }
        assertThat(Utf8.isWellFormed(bytes)).isEqualTo(text);
        assertThat(Bytes.of(bytes).asStrictUtf8().isPresent()).isEqualTo(text);
    }

    @Property
    void anyTextIsText(@ForAll String text) {
        assertThat(Utf8.isWellFormed(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        MqttConnectionOptions.Builder builder = MqttConnectionOptions.builder("h", 1883, "c");
        assertThat(builder.build().sessionExpiry()).isEqualTo(Duration.ofMinutes(10));
        assertThat(builder.build().maxInFlight()).isEqualTo(100);
        assertThatThrownBy(() -> MqttConnectionOptions.of("", 1883, "c")).hasMessageContaining("host");
        assertThatThrownBy(() -> MqttConnectionOptions.of("h", 0, "c")).hasMessageContaining("port");
        assertThatThrownBy(() -> MqttConnectionOptions.of("h", 1883, " ")).hasMessageContaining("clientId");
        assertThatThrownBy(() -> MqttConnectionOptions.of("h", 1883, "nul\u0000"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MqttConnectionOptions.builder("h", 1883, "c")
                        .connectProperty("nul\u0000", "")
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MqttAuthentication.Token("", Material.of("t"), Duration.ofSeconds(1)))
                .hasMessageContaining("method");
        assertThatThrownBy(() -> new MqttAuthentication.Token("m", Material.of("t"), Duration.ofNanos(1)))
                .hasMessageContaining("check");
        assertThatThrownBy(() -> builder.qos(2).build()).hasMessageContaining("qos");
        assertThatThrownBy(() -> builder.qos(1).maxInFlight(65_536).build()).hasMessageContaining("maxInFlight");
        assertThatThrownBy(() -> builder.maxInFlight(1)
                        .keepAlive(Duration.ofSeconds(65_536))
                        .build())
                .hasMessageContaining("keepAlive");
    }
}
