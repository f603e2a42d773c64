package dev.leat.endpoint.otel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a batch is due, by a clock of the test's. */
final class TempoTest {

    private final Tempo tempo = new Tempo(60_000, 100, 20);

    @Test
    void aSingleMessageWaitsForTheWholeLatency() {
        tempo.came(1_000, 1);
        assertThat(tempo.untilDue(1_000)).isEqualTo(60_000);
        assertThat(tempo.untilDue(61_000)).isZero();
    }

    @Test
    void aFlowThatStopsIsDueAfterTheLeastLull() {
        tempo.came(1_000, 50);
        tempo.came(1_010, 50);
        assertThat(tempo.untilDue(1_010)).isEqualTo(100);
        assertThat(tempo.untilDue(1_200)).isNegative();
    }

    @Test
    void messagesThatComeSlowlyAreWaitedForLonger() {
        for (int i = 0; i <= 10; i++) {
            tempo.came(1_000 + 500 * i, 1);
        }
        // A gap of 500, twenty times.
        assertThat(tempo.untilDue(6_000)).isEqualTo(10_000);
    }

    @Test
    void noFlowOutlivesTheLatency() {
        tempo.came(0, 1);
        tempo.came(50_000, 1);
        assertThat(tempo.untilDue(50_000)).isEqualTo(10_000);
    }

    @Test
    void anotherBatchBeginsAnew() {
        tempo.came(0, 10);
        tempo.reset();
        tempo.came(70_000, 1);
        assertThat(tempo.untilDue(70_000)).isEqualTo(60_000);
    }
}
