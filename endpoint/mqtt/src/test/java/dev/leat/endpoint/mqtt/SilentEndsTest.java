package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which ends of connections look like another client that takes the session, and which like a broker in trouble. */
final class SilentEndsTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final SilentEnds ends = new SilentEnds();

    private boolean again(boolean atOnce, boolean sessionPresent, boolean silent, Duration lasted) {
        ends.connected(atOnce, sessionPresent);
        return ends.disconnected(silent, lasted);
    }

    private boolean takenAgain() {
        return again(true, true, true, SHORT);
    }

    @Test
    void theThirdInARowIsOneTooManyHoweverLongTheFirstHadLasted() {
        assertThat(again(true, false, true, LONG)).isFalse();
        assertThat(takenAgain()).isFalse();
        assertThat(takenAgain()).isTrue();
    }

    @Test
    void aConnectionThatLastsBreaksTheRow() {
        takenAgain();
        takenAgain();
        assertThat(again(true, true, true, LONG)).isFalse();
        assertThat(takenAgain()).isFalse();
        assertThat(takenAgain()).isTrue();
    }

    @Test
    void aBrokerThatWasNotThereForAWhileBreaksTheRow() {
        takenAgain();
        takenAgain();
        assertThat(again(false, true, true, SHORT)).isFalse();
    }

    @Test
    void aBrokerThatForgotTheSessionBreaksTheRow() {
        takenAgain();
        takenAgain();
        assertThat(again(true, false, true, SHORT)).isFalse();
    }

    @Test
    void anEndWithAReasonBreaksTheRow() {
        takenAgain();
        takenAgain();
        assertThat(again(true, true, false, SHORT)).isFalse();
        assertThat(takenAgain()).isFalse();
        assertThat(takenAgain()).isFalse();
        assertThat(takenAgain()).isTrue();
    }
}
