package dev.leat.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A frontier tells what may still arrive. */
final class FrontierTest {

    private static final Timestamp ONE = new Timestamp(1, 0, "n");
    private static final Timestamp TWO = new Timestamp(2, 0, "n");

    @Test
    void itHasPassedWhatIsBeforeItAndNotItself() {
        assertThat(Frontier.at(TWO).hasPassed(ONE)).isTrue();
        assertThat(Frontier.at(TWO).hasPassed(TWO)).isFalse();
        assertThat(Frontier.BEGIN.hasPassed(ONE)).isFalse();
        assertThat(Frontier.END.hasPassed(TWO)).isTrue();
    }

    @Test
    void itsOrderIsBeginThenTimeThenEnd() {
        assertThat(Frontier.BEGIN).isLessThan(Frontier.at(ONE));
        assertThat(Frontier.at(ONE)).isLessThan(Frontier.at(TWO)).isEqualByComparingTo(Frontier.at(ONE));
        assertThat(Frontier.at(TWO)).isLessThan(Frontier.END);
        assertThat(Frontier.at(ONE).min(Frontier.at(TWO))).isEqualTo(Frontier.at(ONE));
        assertThat(Frontier.END.min(Frontier.BEGIN)).isSameAs(Frontier.BEGIN);
        assertThat(Frontier.END.isEnd()).isTrue();
        assertThat(Frontier.END.timestamp()).isEmpty();
        assertThat(Frontier.at(ONE).timestamp()).contains(ONE);
    }
}
