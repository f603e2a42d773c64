package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.model.InstanceLimits;
import dev.leat.operator.Journal.Line;
import dev.leat.operator.OperatorLog.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a guest prints before it dies is one entry of the log, in its place among the others, and of bounded length. */
class ModuleStateTest {

    private final Journal journal = new Journal();
    private final ModuleState state = new ModuleState(
            new OperatorSettings("oven", List.of(), List.of(), InstanceLimits.DEFAULT, journal, journal));

    private static Line line(Level level, String context, String message) {
        return new Line(level, "oven", context, message);
    }

    @Test
    void aPanicArrivesWhole() {
        state.printed(true, "thread 'main' panicked at src/lib.rs:7:5:");
        state.printed(true, "boom");
        state.printed(true, "");
        state.printed(true, "note: run with RUST_BACKTRACE=1");
        assertThat(journal.lines()).isEmpty();
        state.flush();
        state.flush();
        assertThat(journal.lines())
                .containsExactly(line(
                        Level.WARN,
                        "stderr",
                        "thread 'main' panicked at src/lib.rs:7:5:\nboom\n\nnote: run with RUST_BACKTRACE=1"));
    }

    @Test
    void theOrderAmongOtherEntriesStays() {
        state.printed(true, "first");
        state.log(Level.INFO, "context", "second");
        state.printed(true, "third");
        state.printed(false, "fourth");
        assertThat(journal.messages()).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void aGuestThatPrintsWithoutEndIsLoggedInParts() {
        String text = "x".repeat(999);
        for (int i = 0; i < 1000; i++) {
            state.printed(true, text);
        }
        state.flush();
        assertThat(journal.messages())
                .hasSizeBetween(15, 17)
                .allSatisfy(entry -> assertThat(entry).hasSizeLessThanOrEqualTo((64 << 10) + 100));
        assertThat(journal.messages().stream().flatMap(String::lines))
                .hasSize(1000)
                .allMatch(text::equals);
    }
}
