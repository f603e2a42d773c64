package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A module hears of it where its counts and measurements are refused. */
class MetricsInterfaceTest extends OnEachEngine {

    /** Takes counters, and refuses histograms for one reason or the other. */
    private record Refusing(MetricsException.Reason reason) implements OperatorMetrics {
        @Override
        public void addToCounter(String operation, String name, long value, Map<String, String> labels) {}

        @Override
        public void recordToHistogram(String operation, String name, double value, Map<String, String> labels) {
            throw new MetricsException(reason, name + " is a counter");
        }
    }

    private String ask(MetricsException.Reason reason, String topic) throws Exception {
        OperatorSettings settings =
                new OperatorSettings(OPERATION, List.of(), List.of(), LIMITS, journal, new Refusing(reason));
        return ((Message) start(Fixtures.ASKER, OperatorInterface.MAP, settings).map(message(topic, "")))
                .payload()
                .asUtf8();
    }

    @Test
    void whatIsTakenIsOk() throws Exception {
        assertThat(ask(MetricsException.Reason.LOCK, "count/requests")).isEqualTo("ok");
    }

    @Test
    void aMetricOfAnotherKindIsAnIncompatibleType() throws Exception {
        assertThat(ask(MetricsException.Reason.INCOMPATIBLE_TYPE, "measure/requests"))
                .isEqualTo("incompatible-type requests is a counter");
    }

    @Test
    void aMetricThatFindsNoRoomIsALockError() throws Exception {
        assertThat(ask(MetricsException.Reason.LOCK, "measure/requests")).isEqualTo("lock-error requests is a counter");
    }
}
