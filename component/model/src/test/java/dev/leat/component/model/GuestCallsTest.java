package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** What it takes for guests to call each other is planned once for all instances of a linked component. */
class GuestCallsTest {

    private final Component composed = Component.compile(new FakeEngine(), Fixtures.bytes("composed"));
    private final LinkedComponent linked = new Linker(MethodHandles.lookup()).link(composed);

    @Test
    void theFirstInstancePlansAndTheSecondPlansNothing() {
        assertThat(linked.guestCalls().planned()).isZero();
        linked.instantiate(InstanceLimits.DEFAULT).close();
        int once = linked.guestCalls().planned();
        assertThat(once).as("the guests of the fixture call each other").isPositive();
        linked.instantiate(InstanceLimits.DEFAULT).close();
        linked.instantiate(InstanceLimits.DEFAULT).close();
        assertThat(linked.guestCalls().planned()).isEqualTo(once);
    }

    @Test
    void theSideThatIsCalledIsPlannedOnceToo() {
        int lifts = composed.plan().lifts().size();
        assertThat(lifts).isPositive();
        for (int lift = 0; lift < lifts; lift++) {
            assertThat(linked.guestCalls().callee(lift))
                    .isSameAs(linked.guestCalls().callee(lift));
        }
        assertThat(linked.guestCalls().planned()).isEqualTo(lifts);
    }
}
