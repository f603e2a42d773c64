package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A frontier is a bound on what may still arrive. */
final class FrontierTest {

    private static final Timestamp TEN = new Timestamp(10, 3, "n");

    @Test
    void aFrontierHasPassedWhatLiesBeforeItsMillisecond() {
        assertThat(Frontier.at(11).hasPassed(TEN)).isTrue();
        assertThat(Frontier.at(10).hasPassed(TEN)).isFalse();
        assertThat(Frontier.BEGIN.hasPassed(TEN)).isFalse();
        assertThat(Frontier.END.hasPassed(new Timestamp(Long.MAX_VALUE - 1, -1, "n")))
                .isTrue();
    }

    @Test
    void theFrontierOfWhatIsMergedIsTheEarlierOne() {
        assertThat(Frontier.at(10).min(Frontier.at(11))).isEqualTo(Frontier.at(10));
        assertThat(Frontier.END.min(Frontier.at(11))).isEqualTo(Frontier.at(11));
        assertThat(Frontier.BEGIN.min(Frontier.END)).isEqualTo(Frontier.BEGIN);
    }

    @Test
    void frontiersAreOrderedFromBeginToEnd() {
        assertThat(new Frontier[] {Frontier.BEGIN, Frontier.at(0), Frontier.at(1), Frontier.END})
                .isSorted();
        assertThat(Frontier.BEGIN).hasToString("BEGIN");
        assertThat(Frontier.END).hasToString("END");
        assertThat(Frontier.at(7)).hasToString("7");
    }
}
