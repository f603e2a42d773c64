package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import dev.leat.operator.Journal.Counted;
import dev.leat.operator.OperatorLog.Level;
import dev.leat.operator.OperatorSettings.Property;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample scenario's filter, as its users know it. */
class TemperatureFilterTest extends OnEachEngine {

    private static final Property LOWER = property("temperature_lower_bound", "10");
    private static final Property UPPER = property("temperature_upper_bound", "20.5");

    private static Message celsius(String value) {
        return message("sensor/1", "{\"temperature\":{\"unit\":\"C\",\"value\":" + value + "}}");
    }

    @Test
    void onlyWhatLiesStrictlyBetweenBothBoundsPasses() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE, LOWER, UPPER);
        assertThat(filter.passes(celsius("9.999"))).isFalse();
        assertThat(filter.passes(celsius("10"))).isFalse();
        assertThat(filter.passes(celsius("10.000001"))).isTrue();
        assertThat(filter.passes(celsius("20.499"))).isTrue();
        assertThat(filter.passes(celsius("20.5"))).isFalse();
        assertThat(filter.passes(celsius("21"))).isFalse();
    }

    @Test
    void withoutBoundsWhatTungstenSurvivesPasses() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE);
        assertThat(filter.passes(celsius("-40"))).isFalse();
        assertThat(filter.passes(celsius("-39.9"))).isTrue();
        assertThat(filter.passes(celsius("3421.9"))).isTrue();
        assertThat(filter.passes(celsius("3422"))).isFalse();
    }

    @Test
    void aBoundThatIsNoNumberIsAnErrorInTheLogAndTheDefaultStays() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE, property("temperature_lower_bound", "cold"), UPPER);
        assertThat(journal.lines())
                .filteredOn(line -> line.level() == Level.ERROR)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.context()).isEqualTo("module-temperature/filter");
                    assertThat(line.message())
                            .contains("temperature_lower_bound")
                            .contains("cold");
                });
        assertThat(filter.passes(celsius("-39"))).isTrue();
        assertThat(filter.passes(celsius("21"))).isFalse();
    }

    @Test
    void fahrenheitAndOtherMeasurementsDoNotPass() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE);
        assertThat(filter.passes(message("sensor/1", "{\"temperature\":{\"unit\":\"F\",\"value\":20}}")))
                .isFalse();
        assertThat(filter.passes(message("sensor/1", "{\"temperature\":{\"unit\":\"F\"}}")))
                .isFalse();
        assertThat(filter.passes(message("sensor/1", "{\"humidity\":{\"value\":20}}")))
                .isFalse();
    }

    @Test
    void whatIsNoMessageIsRefused() {
        TestOperation filter = filter(Fixtures.TEMPERATURE);
        assertThat(assertProblem(OperatorProblem.RECORD_REFUSED, () -> filter.passes(Bytes.EMPTY)))
                .hasMessage("LEAT-OPERATOR-005: operation oven (filter of module temperature) refused the record: "
                        + "Unexpected input type");
    }

    @Test
    void celsiusWithoutAValueTrapsAndTheBoundsHoldForTheNextRecord() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE, LOWER, UPPER);
        assertThat(assertProblem(
                        OperatorProblem.RECORD_TRAPPED,
                        () -> filter.passes(message("sensor/1", "{\"temperature\":{\"unit\":\"C\"}}"))))
                .hasMessageContaining("a temperature in Celsius must have a value");
        assertThat(filter.passes(celsius("15"))).isTrue();
        assertThat(filter.passes(celsius("10"))).isFalse();
    }

    @Test
    void whatIsNoMeasurementTraps() {
        TestOperation filter = filter(Fixtures.TEMPERATURE);
        assertThat(assertProblem(OperatorProblem.RECORD_TRAPPED, () -> filter.passes(message("sensor/1", "{"))))
                .hasMessageContaining("the payload must be a measurement");
    }

    @Test
    void initRunsOnceForEachInstance() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE, LOWER);
        for (int i = 0; i < 100; i++) {
            filter.passes(celsius("15"));
            assertProblem(OperatorProblem.RECORD_REFUSED, () -> filter.passes(Bytes.EMPTY));
        }
        assertThat(initialisations()).as("instances after refusals").isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertProblem(OperatorProblem.RECORD_TRAPPED, () -> filter.passes(celsius("null")));
            filter.passes(celsius("15"));
        }
        assertThat(initialisations()).as("instances after three traps").isEqualTo(4);
        assertThat(journal.messages()).noneMatch(message -> message.contains("init must run once"));
    }

    private long initialisations() {
        return journal.messages().stream()
                .filter("property temperature_lower_bound = 10"::equals)
                .count();
    }

    @Test
    void eachCallIsCountedUnderTheModule() throws Exception {
        TestOperation filter = filter(Fixtures.TEMPERATURE);
        filter.passes(celsius("15"));
        filter.passes(celsius("-100"));
        assertThat(journal.counted())
                .hasSize(2)
                .containsOnly(new Counted(OPERATION, "requests", 1, Map.of("module", "module-temperature/filter")));
    }
}
