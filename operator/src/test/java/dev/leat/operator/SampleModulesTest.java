package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.AccumulateLimits;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.OperatorLog.Level;
import dev.leat.operator.OperatorSettings.Property;
import dev.leat.operator.OperatorSettings.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sample modules that need a service or a configuration of their host; their logic is tested beside them. */
class SampleModulesTest extends OnEachEngine {

    private static final String FILTER = "modules/filter/filter.wasm";
    private static final Schema SENSOR = new Schema(
            "sensor",
            "application/schema+json",
            "{\"type\":\"object\",\"properties\":{\"humidity\":{\"type\":\"integer\"},"
                    + "\"temperature\":{\"type\":\"number\",\"multipleOf\":0.5,\"not\":{\"const\":-1}},"
                    + "\"id\":{\"pattern\":\"^[a-z]+-[0-9]{2}$\"}}}");

    private final KeptValues values = new KeptValues();

    private OperatorSettings settings(List<Schema> schemas, Property... properties) {
        HostServices services = HostServices.of(journal, journal).withStateStore(values);
        return new OperatorSettings(
                OPERATION, List.of(properties), schemas, LIMITS, AccumulateLimits.DEFAULT, services);
    }

    private TestOperation mapOf(String module, Property... properties) {
        return start(
                "modules/" + module + "/" + module + ".wasm", OperatorInterface.MAP, settings(List.of(), properties));
    }

    private static String payload(TestOperation operation, Message message) throws Exception {
        return ((Message) operation.map(message)).payload().asUtf8();
    }

    @Test
    void theFilterPassesWhatIsValidAndLogsWhatIsNot() throws Exception {
        TestOperation filter = start(FILTER, OperatorInterface.FILTER, settings(List.of(SENSOR)));
        assertThat(filter.passes(message("a", "{\"humidity\":175,\"temperature\":12.5,\"id\":\"ab-12\"}")))
                .isTrue();
        assertThat(journal.lines()).noneMatch(line -> line.level() == Level.ERROR);
        assertThat(filter.passes(message("a", "{\"humidity\":175.1,\"temperature\":12}")))
                .isFalse();
        assertThat(journal.messages()).contains("at /humidity: 175.1 is not of type \"integer\"");
        assertThat(filter.passes(message("a", "{\"temperature\":-1}"))).isFalse();
        assertThat(filter.passes(message("a", "{\"temperature\":0.3}"))).isFalse();
        assertThat(filter.passes(message("a", "{\"id\":\"ab-123\"}"))).isFalse();
        assertThat(filter.passes(message("a", "no JSON"))).isFalse();
    }

    @Test
    void theFilterRefusesToStartWithoutASchema() {
        assertProblem(OperatorProblem.INIT_REFUSED, () -> start(FILTER, OperatorInterface.FILTER, settings(List.of())));
    }

    @Test
    void theFilterTrapsOnASchemaThatIsNone() {
        Schema none = new Schema("sensor", "application/schema+json", "{\"type\":\"whole\"}");
        OperatorException trapped = assertProblem(
                OperatorProblem.INIT_TRAPPED, () -> start(FILTER, OperatorInterface.FILTER, settings(List.of(none))));
        assertThat(trapped).hasMessageContaining("must be a JSON schema");
    }

    @Test
    void otelEnrichAddsWhatTheStateStoreHas() throws Exception {
        values.with("factoryId", "factoryA").with("machineId", "machineA");
        TestOperation map = mapOf("otel-enrich", property("enrichKeys", "factoryId, machineId,absent"));
        Message result = (Message) map.map(message("probe/1", "{}").withProperty("line", "7"));
        assertThat(result.properties())
                .containsExactly(
                        new UserProperty("line", "7"),
                        new UserProperty("otel/factoryId", "factoryA"),
                        new UserProperty("otel/machineId", "machineA"));
        assertThat(result.topic().asUtf8()).isEqualTo("sensors");
        assertThat(journal.messages()).containsExactly("the state store has no absent");
    }

    @Test
    void otelTransformMakesAMetricOfThePayload() throws Exception {
        TestOperation map = mapOf(
                "otel-transform",
                property("metricName", "temperature"),
                property("metricValuePath", "temperature.value"),
                property("metricTimestampPath", "time"));
        String payload = "{\"temperature\":{\"value\":21.5},\"time\":\"1970-01-01T00:00:01Z\"}";
        Message result = (Message) map.map(message("a", payload).withProperty("otel/factoryId", "A"));
        assertThat(result.payload().asUtf8())
                .isEqualTo(
                        "{\"metrics\":[{\"name\":\"temperature\",\"value\":21.5,\"metric_type\":\"type-placeholder\","
                                + "\"unit\":null,\"timestamp\":1000000000,"
                                + "\"attributes\":[{\"key\":\"otel/factoryId\",\"value\":\"A\"}]}]}");
        assertThat(result.properties()).isEmpty();
    }

    @Test
    void otelTransformReadsTheClockWhereNoPathIsSet() throws Exception {
        TestOperation map = mapOf("otel-transform", property("metricName", "n"), property("metricValuePath", "v"));
        // Nanoseconds of this century: 19 digits from 2001 to 2286.
        assertThat(payload(map, message("a", "{\"v\":1}"))).containsPattern("\"timestamp\":[1-9][0-9]{18},");
    }

    @Test
    void opcUaMakesRowsOfTags() throws Exception {
        TestOperation map = mapOf("opc-ua", property("headers", "line=col"), property("copy_all", "true"));
        String payload = "{\"T\":{\"Value\":23.5,\"SourceTimestamp\":\"t\"},\"N\":123}";
        assertThat(payload(map, message("a", payload).withProperty("line", "7")))
                .isEqualTo("[{\"N\":123,\"col\":\"7\",\"tag\":\"T\",\"timestamp\":\"t\",\"value\":23.5}]");
    }

    @Test
    void viconverterMakesRowsOfInstances() throws Exception {
        String payload =
                "{\"id\":7,\"height\":480,\"width\":640,\"detections\":[{\"Id\":\"a\",\"insightName\":\"person\","
                        + "\"modelType\":\"yolo\",\"instances\":[{\"x\":0.1,\"y\":0.2,\"width\":0.25,\"height\":1,\"start\":0.1,"
                        + "\"end\":12,\"startTime\":\"s\",\"endTime\":\"e\",\"confidence\":0.87654321}]}]}";
        assertThat(payload(mapOf("viconverter"), message("a", payload)))
                .isEqualTo("[{\"id\":7,\"frame_width\":640,\"frame_height\":480,\"detection_id\":\"a\","
                        + "\"insight_name\":\"person\",\"model_type\":\"yolo\",\"x\":0.1,\"y\":0.2,\"width\":0.25,"
                        + "\"height\":1.0,\"start\":0.1,\"end\":12.0,\"start_time\":\"s\",\"end_time\":\"e\","
                        + "\"confidence\":0.8765432}]");
    }
}
