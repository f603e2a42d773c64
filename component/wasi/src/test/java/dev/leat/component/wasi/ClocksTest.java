package dev.leat.component.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code wasi:clocks} and {@code wasi:io/poll}: the time that a guest sees, and how it waits. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.wasi.Guests#engines")
class ClocksTest {

    private static final String FOREVER = "18446744073709551615";

    private final String engine;

    ClocksTest(String engine) {
        this.engine = engine;
    }

    @Test
    void theWallClockIsTheOneGiven() {
        Instant noon = Instant.parse("2026-03-01T12:00:00.000000042Z");
        assertThat(run(WasiOptions.builder().wallClock(InstantSource.fixed(noon)), "wall-clock"))
                .isEqualTo(noon.getEpochSecond() + ".000000042 0.000001000");
    }

    @Test
    void aTimeBefore1970ReachesTheGuestAs1970() {
        assertThat(run(WasiOptions.builder().wallClock(InstantSource.fixed(Instant.EPOCH.minusNanos(1))), "wall-clock"))
                .startsWith("0.000000000 ");
    }

    @Test
    void theMonotonicClockIsTheOneGiven() {
        assertThat(onFakeClock(1234, "monotonic-clock")).isEqualTo("1234 1");
    }

    @Test
    void aGuestWaitsForAsLongAsItAsked() {
        assertThat(onFakeClock(1000, "sleep 500")).isEqualTo("false true 1500");
        assertThat(onFakeClock(1000, "sleep 0")).isEqualTo("true true 1000");
        assertThat(onFakeClock(1000, "sleep-until 1700")).isEqualTo("1700");
        assertThat(onFakeClock(1000, "sleep-until 300")).isEqualTo("1000");
    }

    @Test
    void pollEndsWithTheFirstThatIsReadyAndNamesAllThatAre() {
        assertThat(onFakeClock(0, "poll " + FOREVER + " 50 70 50")).isEqualTo("[1, 3] 50");
        assertThat(onFakeClock(0, "poll 0 9 0")).isEqualTo("[0, 2] 0");
    }

    @Test
    void streamsAreReadyAtOnce() {
        assertThat(onFakeClock(0, "poll-streams")).isEqualTo("[1, 2]");
    }

    @Test
    void waitingForNothingTraps() {
        assertThatThrownBy(() -> onFakeClock(0, "poll"))
                .isInstanceOf(CoreTrapException.class)
                .hasMessageContaining("nothing to wait for");
    }

    @Test
    void theMachinesClockRunsWhileAGuestWaits() {
        long before = System.nanoTime();
        run(WasiOptions.builder(), "sleep 20000000");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void aWaitEndsWithTheTimeOfTheCall() {
        try (WasiContext context = new WasiContext(WasiOptions.builder().build());
                WasiCaller caller = new WasiCaller(engine, context, Duration.ofMillis(200))) {
            assertThatThrownBy(() -> caller.run("sleep " + FOREVER))
                    .isInstanceOfSatisfying(
                            CoreTrapException.class,
                            trap -> assertThat(trap.kind()).isEqualTo(TrapKind.DEADLINE))
                    .hasMessageContaining("wasi:io/poll");
        }
    }

    @Test
    void anInterruptEndsAWaitAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> run(WasiOptions.builder(), "sleep " + FOREVER))
                .isInstanceOf(CoreTrapException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private String onFakeClock(long now, String command) {
        return run(WasiOptions.builder().monotonicClock(new FakeClock(now)), command);
    }

    private String run(WasiOptions.Builder options, String command) {
        return WasiCaller.run(engine, options.build(), command);
    }
}
