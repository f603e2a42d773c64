package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Bytes;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics with variables. */
final class TopicTemplateTest {

    private static String resolve(String template, String input, String output) {
        return TopicTemplate.parse(template)
                .resolve(Bytes.utf8(input), Bytes.utf8(output))
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "factory/a, in/x, out, factory/a",
        "${inputTopic}, in/x, out, in/x",
        "copy/${inputTopic}/end, in/x, out, copy/in/x/end",
        "factory/${outputTopic}, in/x, alerts, factory/alerts",
        "${inputTopic.1}/${inputTopic.3}, a/b/c, out, a/c",
        "${inputTopic.2}, /a/b/, out, b",
        "${inputTopic.2}, //a/b, out, b",
        "x/${inputTopic.2}/y, a//c, out, x//y",
        "${inputTopic.2}${inputTopic.1}-${outputTopic}, a/b, c, ba-c",
        "{inputTopic}/$SYS/$, in/x, out, {inputTopic}/$SYS/$",
        "größe/${inputTopic.1}, °C/x, out, größe/°C"
    })
    void variablesStandForWhatARecordHas(String template, String input, String output, String topic) {
        assertThat(resolve(template, input, output)).isEqualTo(topic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/+",
                "a/#/${inputTopic}",
                "${inputTopic.0}",
                "${inputTopic.-1}",
                "${inputTopic.01}",
                "${inputTopic.}",
                "${inputTopic.999999999999}",
                "${inputtopic}",
                "${}",
                "${topic}",
                "a/${inputTopic",
                "a/${b${inputTopic}}",
                "nul\u0000"
            })
    void whatIsNoTopicIsRefusedAtOnce(String template) {
        assertThatThrownBy(() -> TopicTemplate.parse(template))
                .isInstanceOfSatisfying(
                        MqttEndpointException.class,
                        refused -> assertThat(refused.error()).isEqualTo(MqttError.TOPIC_INVALID))
                .hasMessageContaining("'" + template + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "${inputTopic.3}, a/b, out, '${inputTopic.3}: the record came by ''a/b'''",
        "${inputTopic}, '', out, ${inputTopic}",
        "${inputTopic.1}, '', out, ${inputTopic.1}",
        "a/${outputTopic}, in, '', ${outputTopic}",
        "${inputTopic.2}, a//c, out, is no topic",
        "a/${outputTopic}, in, x/#, is no topic",
        "${inputTopic.1}, +, out, is no topic"
    })
    void aRecordWithoutATopicIsToldWhy(String template, String input, String output, String text) {
        assertThatThrownBy(() -> resolve(template, input, output))
                .isInstanceOfSatisfying(
                        MqttEndpointException.class,
                        refused -> assertThat(refused.error()).isEqualTo(MqttError.TOPIC_UNRESOLVED))
                .hasMessageContainingAll("LEAT-MQTT-023", "'" + template + "'", text);
    }

    @Test
    void aTopicThatIsNotUtf8HasNoValue() {
        assertThatThrownBy(() -> TopicTemplate.parse("${inputTopic}")
                        .resolve(Bytes.of(new byte[] {'a', (byte) 0xFF}), Bytes.EMPTY))
                .hasMessageContainingAll("LEAT-MQTT-023", "not UTF-8");
    }

    @Test
    void aTopicThatIsTooLongIsNone() {
        assertThatThrownBy(() -> resolve("a/${outputTopic}", "in", "x".repeat(65_534)))
                .hasMessageContaining("LEAT-MQTT-023");
    }

    @Test
    void aTopicWithoutVariablesIsTheSameForAll() {
        assertThat(TopicTemplate.parse("a/b").isFixed()).isTrue();
        assertThat(TopicTemplate.parse("a/${outputTopic}").isFixed()).isFalse();
        assertThat(TopicTemplate.parse("a/${outputTopic}")).hasToString("a/${outputTopic}");
    }

    @Property
    void levelsPutTogetherAgainMakeTheTopic(
            @ForAll @Size(min = 1, max = 10) List<@CharRange(from = 'a', to = 'z') @NotEmpty String> levels) {
        StringBuilder template = new StringBuilder();
        for (int i = 1; i <= levels.size(); i++) {
            template.append(i == 1 ? "" : "/").append("${inputTopic.").append(i).append('}');
        }
        String topic = String.join("/", levels);
        assertThat(resolve(template.toString(), "/" + topic + "/", "out")).isEqualTo(topic);
    }
}
