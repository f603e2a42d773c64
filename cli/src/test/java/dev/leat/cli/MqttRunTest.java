package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.ClockException;
import dev.leat.dataflow.HybridLogicalClock;
import dev.leat.dataflow.TimePolicy;
import dev.leat.dataflow.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MqttRunTest {

    private static final long NOW = 1_758_255_560_000L;
    private static final InstantSource WALL = InstantSource.fixed(Instant.ofEpochMilli(NOW));

    @Test
    void aTimeThatTheGraphRefusesDoesNotMoveTheSourcesClock() {
        HybridLogicalClock clock =
                MqttRun.clock("client", TimePolicy.WALL_CLOCK.withMaxDrift(Duration.ofSeconds(5)), WALL);

        assertThatThrownBy(() -> clock.merge(new Timestamp(NOW + 30_000, 0, "oven")))
                .isInstanceOf(ClockException.class);
        assertThat(clock.now().physical()).isEqualTo(NOW);
    }

    @Test
    void aTimeThatTheGraphTakesMovesIt() {
        HybridLogicalClock clock =
                MqttRun.clock("client", TimePolicy.WALL_CLOCK.withMaxDrift(Duration.ofSeconds(90)), WALL);
        clock.merge(new Timestamp(NOW + 80_000, 0, "oven"));

        assertThat(clock.now().physical()).isEqualTo(NOW + 80_000);
    }

    @Test
    void withoutABoundOfItsOwnTheGraphHasTheClocksDefault() {
        HybridLogicalClock clock = MqttRun.clock("a:b", TimePolicy.EVENT_TIME, WALL);

        assertThat(clock.nodeId()).isEqualTo("a-b");
        assertThatThrownBy(() -> clock.merge(new Timestamp(NOW + 61_000, 0, "oven")))
                .isInstanceOf(ClockException.class);
    }
}
