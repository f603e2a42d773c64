package dev.leat.service.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.operator.service.CommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics with tokens: what they stand for goes in and comes out again, and what is no topic is refused. */
final class TopicPatternTest {

    private static TopicPattern parse(String text) {
        return TopicPattern.parse("pattern", text);
    }

    @Test
    void tokensAreReplacedByTheirValues() {
        TopicPattern pattern = parse("rpc/{executorId}/{ex:line}/{commandName}");
        assertThat(pattern.topic(Map.of("executorId", "oven", "line", "3", "commandName", "reset")))
                .isEqualTo("rpc/oven/3/reset");
        assertThat(pattern.topic(Map.of("executorId", "oven", "ex:line", "3", "commandName", "reset")))
                .isEqualTo("rpc/oven/3/reset");
        assertThat(pattern.filter(Map.of("commandName", "reset"))).isEqualTo("rpc/+/+/reset");
        assertThat(pattern.match("rpc/oven/3/reset"))
                .contains(Map.of("executorId", "oven", "ex:line", "3", "commandName", "reset"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a//b",
                "/a",
                "a/",
                "a/+",
                "#",
                "a/#",
                "$SYS/a",
                "a/{}",
                "a/{ex:}",
                "a/{b c}",
                "a/b{c}",
                "a/{b}c",
                "a b",
                "a/\u0001",
                "a/\ud800"
            })
    void whatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(CommandException.Reason.CONFIGURATION_INVALID))
                .hasMessageStartingWith("LEAT-RPC-001: the pattern");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "#", "{x}", "a b", "\u0000"})
    void whatIsNoLevelIsNoValue(String value) {
        assertThatThrownBy(() -> parse("a/{t}").topic(Map.of("t", value))).hasMessageContaining("{t}");
    }

    @Test
    void aTokenWithoutAValueIsNamed() {
        assertThatThrownBy(() -> parse("a/{t}").topic(Map.of())).hasMessageContainingAll("{t}", "a/{t}", "no value");
    }

    @Test
    void aTokenThatStandsTwiceStandsForTheSame() {
        assertThat(parse("{t}/{t}").match("a/a")).contains(Map.of("t", "a"));
        assertThat(parse("{t}/{t}").match("a/b")).isEmpty();
    }

    @Property
    void valuesComeOutAsTheyWentIn(
            @ForAll("patterns") List<String> levels,
            @ForAll("levels") List<String> values,
            @ForAll("level") String other) {
        String text = String.join("/", levels);
        TopicPattern pattern = parse(text);
        Map<String, String> tokens = new HashMap<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            String level = levels.get(i);
            if (level.startsWith("{")) {
                String name = level.substring(1, level.length() - 1);
                expected.add(tokens.computeIfAbsent(name, any -> values.get(tokens.size() % values.size())));
            } else {
                expected.add(level);
            }
        }
        String topic = pattern.topic(tokens);
        assertThat(topic).isEqualTo(String.join("/", expected));
        assertThat(pattern.match(topic)).contains(tokens);
        assertThat(pattern.filter(tokens)).isEqualTo(topic);
        assertThat(pattern.match(topic + "/" + other)).isEmpty();
        assertThat(com.hivemq.client.mqtt.datatypes.MqttTopicFilter.of(pattern.filter(Map.of()))
                        .matches(com.hivemq.client.mqtt.datatypes.MqttTopic.of(topic)))
                .isTrue();
    }

    @Provide
    Arbitrary<String> level() {
        return Arbitraries.strings()
                .withChars("abzAZ09_-.:;~äß漢")
                .ofMinLength(1)
                .ofMaxLength(6);
    }

    @Provide
    Arbitrary<List<String>> levels() {
        return level().list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> patterns() {
        return Arbitraries.oneOf(
                        level(),
                        Arbitraries.of("{executorId}", "{commandName}", "{ex:line}", "{modelId}", "{invokerClientId}"))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }
}
