package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.HostCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bound on the time of calls. */
class CallTimeTest {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final Deadlines store = new Deadlines();

    @Test
    void aCallSetsItsDeadlineAndTakesItBack() {
        CallTime time = new CallTime(store, HOUR);
        time.begin();
        assertThat(time.left()).isPositive().isLessThanOrEqualTo(HOUR);
        time.end();
        assertThat(time.left()).isEqualTo(Long.MAX_VALUE);
        assertThat(store.events).containsExactly("set " + HOUR, "clear");
    }

    @Test
    void aCallInsideAnotherSharesTheOuterOnesTime() {
        CallTime time = new CallTime(store, HOUR);
        time.begin();
        time.begin();
        time.end();
        assertThat(time.left()).isLessThanOrEqualTo(HOUR);
        assertThat(store.events).containsExactly("set " + HOUR);
        time.end();
        assertThat(store.events).containsExactly("set " + HOUR, "clear");
    }

    @Test
    void noTimeIsLeftAfterTheDeadline() {
        CallTime time = new CallTime(store, 0);
        time.begin();
        assertThat(time.left()).isZero();
    }

    @Test
    void aCallWithoutABoundLeavesTheStoreAlone() {
        CallTime time = new CallTime(store, Long.MAX_VALUE);
        time.begin();
        assertThat(time.left()).isEqualTo(Long.MAX_VALUE);
        time.end();
        assertThat(store.events).isEmpty();
    }

    @Test
    void aBoundOfCenturiesDoesNotOverflow() {
        CallTime time = new CallTime(store, Long.MAX_VALUE - 1);
        time.begin();
        assertThat(time.left()).isGreaterThan(HOUR);
    }

    /** A store that notes its deadlines and can do nothing else. */
    private static final class Deadlines implements CoreStore {

        private final List<String> events = new ArrayList<>();

        @Override
        public void setDeadline(long nanos) {
            events.add("set " + nanos);
        }

        @Override
        public void clearDeadline() {
            events.add("clear");
        }

        @Override
        public CoreInstance instantiate(CoreModule module, List<? extends CoreItem> imports) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CoreFunction hostFunction(CoreFunctionType type, HostCall call) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
