package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.data.Message;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A host that fails while a guest calls it loses the record and nothing else. */
class HostFailureTest extends OnEachEngine {

    private static final Message CELSIUS = message("sensor/1", "{\"temperature\":{\"unit\":\"C\",\"value\":1}}");

    /** Metrics that throw what they are told to, or nothing. */
    private static final class Broken implements OperatorMetrics {

        private Supplier<? extends Throwable> failure = () -> null;

        @Override
        public void addToCounter(String operation, String name, long value, Map<String, String> labels) {
            Throwable thrown = failure.get();
            switch (thrown) {
                case null -> {}
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new IllegalArgumentException(thrown);
            }
        }

        @Override
        public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {}
    }

    private final Broken broken = new Broken();

    private OperatorSettings settings(OperatorLog log) {
        return new OperatorSettings(OPERATION, List.of(property("line", "7")), List.of(), LIMITS, log, broken);
    }

    @Test
    void anExceptionOfTheHostIsToldAsTheHostsAndTheInstanceIsReplaced() throws Exception {
        TestOperation map = start(Fixtures.TEMPERATURE, OperatorInterface.MAP, settings(journal));
        IllegalStateException down = new IllegalStateException("the meter is down");
        broken.failure = () -> down;
        assertThat(assertProblem(OperatorProblem.HOST_FAILED, () -> map.map(CELSIUS)))
                .hasMessageContaining("the host failed while operation oven (map of module temperature) ran")
                .hasMessageContaining("the meter is down")
                .hasCause(down);
        broken.failure = () -> null;
        assertThat(map.map(CELSIUS)).isEqualTo(CELSIUS);
        assertThat(journal.messages().stream().filter("property line = 7"::equals))
                .hasSize(2);
    }

    @Test
    void memoryThatIsGoneIsNotTheRecordsFault() {
        TestOperation map = start(Fixtures.TEMPERATURE, OperatorInterface.MAP, settings(journal));
        OutOfMemoryError gone = new OutOfMemoryError("made up by a test");
        broken.failure = () -> gone;
        assertThatThrownBy(() -> map.map(CELSIUS)).isSameAs(gone);
    }

    @Test
    void anExceptionOfTheHostDuringInitIsToldAsTheHosts() {
        IllegalStateException full = new IllegalStateException("the disk is full");
        OperatorLog log = (level, operation, context, message) -> {
            throw full;
        };
        assertThat(assertProblem(
                        OperatorProblem.HOST_FAILED,
                        () -> start(Fixtures.TEMPERATURE, OperatorInterface.MAP, settings(log))))
                .hasMessageContaining("operation oven (map of module temperature)")
                .hasMessageContaining("the disk is full")
                .hasCause(full);
    }
}
