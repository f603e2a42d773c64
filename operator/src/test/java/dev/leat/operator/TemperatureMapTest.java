package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.Receipt;
import dev.leat.dataflow.Record;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.MessageSchema;
import dev.leat.dataflow.data.Snapshot;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.operator.Journal.Counted;
import dev.leat.operator.Journal.Line;
import dev.leat.operator.OperatorLog.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample scenario's map, as its users know it. */
class TemperatureMapTest extends OnEachEngine {

    private static final String CONTEXT = "module-temperature/map";
    private static final Message FAHRENHEIT =
            message("sensor/1", "{\"temperature\": {\"value\": 1209, \"unit\": \"F\"}}");
    private static final Message CELSIUS = message("sensor/1", "{ \"temperature\":{\"unit\":\"C\",\"value\":21.5} }");

    @Test
    void fahrenheitBecomesCelsiusAndThePayloadThePublishedOne() throws Exception {
        Message result = (Message) map(Fixtures.TEMPERATURE).map(FAHRENHEIT);
        assertThat(result.payload().asUtf8())
                .isEqualTo("{\"temperature\":{\"value\":653.8888888888889,\"count\":0,\"max\":0.0,\"min\":0.0,"
                        + "\"average\":0.0,\"last\":0.0,\"unit\":\"C\",\"overtemp\":false}}");
    }

    @Test
    void celsiusKeepsTheVeryPayload() throws Exception {
        Message result = (Message) map(Fixtures.TEMPERATURE).map(CELSIUS);
        assertThat(result).isEqualTo(CELSIUS);
        assertThat(result.payload()).isSameAs(CELSIUS.payload());
    }

    @Test
    void aMeasurementOfAnotherKindKeepsTheVeryPayload() throws Exception {
        Message humidity = message("sensor/2", "{\"humidity\":{\"value\":40}}");
        Message result = (Message) map(Fixtures.TEMPERATURE).map(humidity);
        assertThat(result).isEqualTo(humidity);
        assertThat(result.payload()).isSameAs(humidity.payload());
    }

    @Test
    void allButThePayloadStaysAsItIs() throws Exception {
        Message full = FAHRENHEIT
                .withTimestamp(new DataTimestamp(7, 999_999_999, -1, "node:with:colons"))
                .withTopic(Bytes.of(new byte[] {'t', (byte) 0xff, 0}))
                .withContentType("application/json")
                .withProperty("line", "7")
                .withSchema(new MessageSchema.Inline("Temperature", "{\"type\":\"object\"}"));
        Message result = (Message) map(Fixtures.TEMPERATURE).map(full);
        assertThat(result.withPayload(full.payload())).isEqualTo(full);
        assertThat(result.payload()).isNotEqualTo(full.payload());
    }

    @Test
    void userPropertiesKeepTheirOrderAndTheTestPropertyGetsItsNewValue() throws Exception {
        Message result = (Message) map(Fixtures.TEMPERATURE)
                .map(CELSIUS.withProperty("zone", "b")
                        .withProperty("test_property_key", "old")
                        .withProperty("area", "")
                        .withProperty("zone", "a")
                        .withProperty("test_property_key", "old too"));
        assertThat(result.properties())
                .containsExactly(
                        new UserProperty("zone", "b"),
                        new UserProperty("test_property_key", "new_value"),
                        new UserProperty("area", ""),
                        new UserProperty("zone", "a"),
                        new UserProperty("test_property_key", "new_value"));
    }

    @Test
    void theRecordKeepsItsLogicalTimeAndItsReceipt() throws Exception {
        Receipt receipt = Receipt.unacknowledged();
        Record record = new Record(new Timestamp(42, 7, "other"), FAHRENHEIT, receipt);
        List<Record> emitted = map(Fixtures.TEMPERATURE).process(record);
        assertThat(emitted).hasSize(1);
        assertThat(emitted.getFirst().time()).isEqualTo(record.time());
        assertThat(emitted.getFirst().receipt()).isSameAs(receipt);
        assertThat(receipt.isReleased()).isFalse();
    }

    @Test
    void whatIsNoMeasurementIsRefusedAndTheInstanceLivesOn() throws Exception {
        TestOperation oven = map(Fixtures.TEMPERATURE, property("line", "7"));
        for (String payload : List.of("", "not json", "{}", "{\"pressure\":{\"value\":1}}", "\0")) {
            assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> oven.map(message("sensor/1", payload))))
                    .hasMessage("LEAT-OPERATOR-005: operation oven (map of module temperature) refused the record: "
                            + "Failed to parse payload as JSON");
        }
        assertThat(oven.map(CELSIUS)).isEqualTo(CELSIUS);
        assertThat(journal.messages()).as("init ran once").containsOnlyOnce("property line = 7");
    }

    @Test
    void whatIsNoMessageIsRefused() {
        TestOperation oven = map(Fixtures.TEMPERATURE);
        Bytes raw = Bytes.utf8("{\"temperature\":{\"unit\":\"C\"}}");
        for (var input : List.of(raw, new Snapshot(TIME, "rgb24", 1, 1, raw))) {
            assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> oven.map(input)))
                    .hasMessageEndingWith("Unexpected input type");
        }
    }

    @Test
    void fahrenheitWithoutAValueTrapsForTheReasonThatTheGuestGives() throws Exception {
        TestOperation oven = map(Fixtures.TEMPERATURE, property("line", "7"));
        assertThat(assertProblem(
                        OperatorProblem.RECORD_TRAPPED,
                        () -> oven.map(message("sensor/1", "{\"temperature\":{\"unit\":\"F\"}}"))))
                .hasMessageContaining("operation oven (map of module temperature) trapped")
                .hasMessageContaining("a temperature in Fahrenheit must have a value");
        assertThat(oven.map(CELSIUS)).isEqualTo(CELSIUS);
        assertThat(journal.messages().stream().filter("property line = 7"::equals))
                .as("init ran again for the fresh instance, with the same properties")
                .hasSize(2);
    }

    @Test
    void eachCallIsCountedUnderTheModuleAndTheUnit() throws Exception {
        TestOperation oven = map(Fixtures.TEMPERATURE);
        oven.map(FAHRENHEIT);
        oven.map(CELSIUS);
        oven.map(message("sensor/2", "{\"humidity\":{}}"));
        assertProblem(OperatorProblem.RECORD_REFUSED, () -> oven.map(Bytes.EMPTY));
        assertThat(journal.counted())
                .containsExactly(
                        request(Map.of("module", CONTEXT)),
                        request(Map.of("module", CONTEXT, "unit", "Fahrenheit")),
                        request(Map.of("module", CONTEXT)),
                        request(Map.of("module", CONTEXT, "unit", "Celsius")),
                        request(Map.of("module", CONTEXT)),
                        request(Map.of("module", CONTEXT)));
        assertThat(journal.measured()).isEmpty();
    }

    private static Counted request(Map<String, String> labels) {
        return new Counted(OPERATION, "requests", 1, labels);
    }

    @Test
    void initGetsPropertiesAndSchemasInOrder() {
        start(
                Fixtures.TEMPERATURE,
                OperatorInterface.MAP,
                new OperatorSettings(
                        OPERATION,
                        List.of(property("b", "2"), property("a", "1"), property("ä", "𝄞"), property("b", "")),
                        List.of(
                                new OperatorSettings.Schema("s", "application/schema+json", "{}"),
                                new OperatorSettings.Schema("r", "", "")),
                        LIMITS,
                        journal,
                        journal));
        assertThat(journal.lines())
                .containsExactly(
                        info("property b = 2"),
                        info("property a = 1"),
                        info("property ä = 𝄞"),
                        info("property b = "),
                        info("module schema s (application/schema+json): {}"),
                        info("module schema r (): "));
    }

    @Test
    void aMessagesSchemaContentTypeAndPropertiesAreLogged() throws Exception {
        TestOperation oven = map(Fixtures.TEMPERATURE);
        oven.map(CELSIUS.withSchema(new MessageSchema.RegistryReference("aio-sr://temperature:1"))
                .withContentType("application/json")
                .withProperty("line", "7"));
        oven.map(CELSIUS.withSchema(new MessageSchema.Inline("t", "{}")));
        assertThat(journal.lines())
                .containsExactly(
                        info("schema reference: aio-sr://temperature:1"),
                        info("content type: application/json"),
                        info("user property: line"),
                        info("inline schema t: {}"));
    }

    private static Line info(String message) {
        return new Line(Level.INFO, OPERATION, CONTEXT, message);
    }
}
