package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.TrapKind;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.GuestResource;
import dev.leat.component.model.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resources that a guest makes, in the host's hands. */
class GuestResourceTest extends ComponentContract {

    private static final String RESOURCES = "leat:fixtures/resources#";

    private Guest guest;

    @BeforeEach
    void startEcho() {
        guest = start(fixture("echo"));
    }

    private GuestResource counter(long value) {
        return (GuestResource) guest.call(RESOURCES + "[constructor]counter", value);
    }

    private Object value(GuestResource counter) {
        return guest.call(RESOURCES + "[method]counter.value", counter);
    }

    private Object live() {
        return guest.call(RESOURCES + "[static]counter.live");
    }

    @Test
    void aConstructorMakesAResourceThatMethodsChange() {
        GuestResource counter = counter(40);
        assertThat(guest.call(RESOURCES + "[method]counter.increment", counter, 2L))
                .isEqualTo(42L);
        assertThat(value(counter)).isEqualTo(42L);
        assertThat(counter.type().name()).isEqualTo("counter");
    }

    @Test
    void closingAResourceRunsItsDestructorOnce() {
        GuestResource first = counter(1);
        GuestResource second = counter(2);
        assertThat(live()).isEqualTo(2L);
        first.close();
        first.close();
        assertThat(live()).isEqualTo(1L);
        assertThat(value(second)).isEqualTo(2L);
    }

    @Test
    void aClosedResourceCannotBeUsed() {
        GuestResource counter = counter(1);
        counter.close();
        assertThatThrownBy(() -> value(counter))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed or given away");
    }

    @Test
    void aResourceGivenAwayCannotBeUsedAndClosingItDoesNothing() {
        GuestResource counter = counter(7);
        assertThat(guest.call(RESOURCES + "consume", counter)).isEqualTo(7L);
        assertThat(live()).isEqualTo(0L);
        counter.close();
        assertThat(live()).isEqualTo(0L);
        assertThatThrownBy(() -> value(counter)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aResourceThatComesBackIsANewOneInJava() {
        GuestResource given = counter(7);
        GuestResource back = (GuestResource) guest.call(RESOURCES + "pass", given);
        assertThat(value(back)).isEqualTo(7L);
        assertThat(live()).isEqualTo(1L);
        assertThatThrownBy(given::representation).isInstanceOf(IllegalStateException.class);
        back.close();
        assertThat(live()).isEqualTo(0L);
    }

    @Test
    void aLentResourceStaysTheHosts() {
        GuestResource counter = counter(3);
        for (int i = 0; i < 1000; i++) {
            assertThat(guest.call(RESOURCES + "peek", counter)).isEqualTo(3L);
        }
        assertThat(live()).isEqualTo(1L);
    }

    @Test
    void oneResourceMayBeGivenAwayWhereAnotherIsLent() {
        GuestResource consumed = counter(1);
        GuestResource kept = counter(2);
        GuestResource merged = (GuestResource) guest.call(RESOURCES + "[static]counter.merge", consumed, kept);
        assertThat(value(merged)).isEqualTo(3L);
        assertThat(value(kept)).isEqualTo(2L);
        assertThat(live()).isEqualTo(2L);
    }

    @Test
    void theSameResourceCannotBeGivenAwayAndLentInOneCall() {
        GuestResource counter = counter(1);
        assertThatThrownBy(() -> guest.call(RESOURCES + "[static]counter.merge", counter, counter))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void resourcesStandInListsOptionsResultsAndRecords() {
        List<?> made = (List<?>) guest.call(RESOURCES + "make", List.of(1L, 2L, 3L));
        assertThat(guest.call(RESOURCES + "sum", made)).isEqualTo(6L);

        Optional<?> maybe = (Optional<?>) guest.call(RESOURCES + "maybe", Optional.of(made.getFirst()));
        assertThat(value((GuestResource) maybe.orElseThrow())).isEqualTo(1L);
        assertThat(guest.call(RESOURCES + "maybe", Optional.empty())).isEqualTo(Optional.empty());

        Result<?, ?> attempt = (Result<?, ?>) guest.call(RESOURCES + "attempt", Result.ok(9L));
        assertThat(value((GuestResource) ((Result.Ok<?, ?>) attempt).value())).isEqualTo(9L);
        assertThat(guest.call(RESOURCES + "attempt", Result.err("no"))).isEqualTo(Result.err("no"));

        Map<?, ?> labelled =
                (Map<?, ?>) guest.call(RESOURCES + "relabel", Map.of("label", "old", "counter", made.get(1)), "new");
        assertThat(labelled.get("label")).isEqualTo("new");
        assertThat(value((GuestResource) labelled.get("counter"))).isEqualTo(2L);
    }

    record Labelled(String label, GuestResource counter) {}

    @Test
    void aResourceMayStandInAJavaRecord() {
        Labelled answer = (Labelled) guest.typed(
                RESOURCES + "relabel",
                List.of(Labelled.class, String.class),
                Labelled.class,
                new Labelled("old", counter(5)),
                "new");
        assertThat(answer.label()).isEqualTo("new");
        assertThat(value(answer.counter())).isEqualTo(5L);
    }

    @Test
    void aThousandResourcesLiveSideBySide() {
        List<GuestResource> counters = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            counters.add(counter(i));
        }
        assertThat(live()).isEqualTo(1000L);
        assertThat(guest.call(RESOURCES + "sum", counters)).isEqualTo(999L * 1000 / 2);
        counters.forEach(GuestResource::close);
        assertThat(live()).isEqualTo(0L);
    }

    @Test
    void anotherInstancesResourceIsRefused() {
        Guest other = start(guest.linked());
        GuestResource foreign = (GuestResource) other.call(RESOURCES + "[constructor]counter", 1L);
        assertThatThrownBy(() -> value(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another instance");
    }

    @Test
    void anotherComponentsResourceIsRefused() {
        try (Component again = Component.compile(engine(provider), Binaries.fixture("echo"))) {
            Guest other = start(linker.link(again));
            GuestResource foreign = (GuestResource) other.call(RESOURCES + "[constructor]counter", 1L);
            assertThatThrownBy(() -> value(foreign)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsNoResourceIsRefused() {
        assertThatThrownBy(() -> guest.call(RESOURCES + "peek", 17))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Integer")
                .hasMessageContaining("counter");
    }

    @Test
    void aFunctionPlannedForAnotherComponentIsRefused() {
        var planned = assembled("two-versions").function(List.of("leat:fixtures/greeter@0.2.0", "answer"));
        assertThatThrownBy(() -> guest.instance().function(planned))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leat:fixtures/greeter@0.2.0#answer");
    }

    // What follows is about handles and destructors that were written by hand.

    private final List<Object> destroyed = new ArrayList<>();

    private Guest destructors() {
        linker.root().function("destroyed", (context, arguments) -> {
            destroyed.add(arguments[0]);
            return null;
        });
        return start(assembled("destructors"), callTime(Duration.ofMillis(200)));
    }

    @Test
    void aDestructorMayCallTheHost() {
        Guest things = destructors();
        ((GuestResource) things.call("make", 0L)).close();
        things.run("drop", things.call("make", 0L));
        assertThat(destroyed).containsExactly(0L, 0L);
    }

    @Test
    void aDestructorThatTrapsEndsTheInstance() {
        Guest things = destructors();
        GuestResource thing = (GuestResource) things.call("make", 1L);
        assertTrap(TrapKind.UNREACHABLE, thing::close);
        thing.close();
        assertThatThrownBy(() -> things.call("make", 0L)).hasMessageStartingWith("LEAT-COMPONENT-012: ");
    }

    @Test
    void aDestructorHasTheTimeOfACall() {
        Guest things = destructors();
        GuestResource thing = (GuestResource) things.call("make", 2L);
        assertTrap(TrapKind.DEADLINE, thing::close);
    }

    @Test
    void whatTheHostThrowsInADestructorPassesThroughAndEndsTheInstance() {
        IllegalStateException thrown = new IllegalStateException("the host does not want to know");
        linker.root().function("destroyed", (context, arguments) -> {
            throw thrown;
        });
        Guest things = start(assembled("destructors"));
        GuestResource thing = (GuestResource) things.call("make", 0L);
        assertThatThrownBy(thing::close).isSameAs(thrown);
        assertThatThrownBy(() -> things.call("make", 0L))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-012: ");
    }

    @Test
    void handlesThatWereGivenBackAreUsedAgain() {
        Guest things = destructors();
        Object first = things.call("handle-of", things.call("make", 0L));
        Object second = things.call("handle-of", things.call("make", 0L));
        assertThat(second).isNotEqualTo(first);
        things.run("drop-handle", first);
        assertThat(things.call("handle-of", things.call("make", 0L))).isEqualTo(first);
        for (int i = 0; i < 10_000; i++) {
            things.run("drop", things.call("make", 0L));
        }
        assertThat((Long) things.call("handle-of", things.call("make", 0L))).isLessThan(10L);
    }

    @Test
    void aHandleThatTheGuestMadeUpTraps() {
        Guest things = destructors();
        assertTrap(TrapKind.ABI, () -> things.run("drop-handle", 77L));
    }

    @Test
    void aHandleDroppedTwiceTraps() {
        Guest things = destructors();
        Object handle = things.call("handle-of", things.call("make", 0L));
        things.run("drop-handle", handle);
        assertTrap(TrapKind.ABI, () -> things.run("drop-handle", handle));
    }

    @Test
    void aGuestThatGivesBackAHandleItDoesNotHoldTraps() {
        Guest things = destructors();
        assertTrap(TrapKind.ABI, () -> things.call("take-back", 0L));
    }

    @Test
    void aLentResourceOfTheGuestsOwnIsItsNumber() {
        Guest things = destructors();
        GuestResource thing = (GuestResource) things.call("make", 12L);
        assertThat(thing.representation()).isEqualTo(12);
        assertThat(things.call("number", thing)).isEqualTo(12L);
        assertThat(things.call("rep", things.call("handle-of", thing))).isEqualTo(12L);
    }

    @Test
    void aResourceOfAClosedInstanceCannotBeClosedAnyMore() {
        GuestResource counter = counter(1);
        guest.instance().close();
        assertThatThrownBy(counter::close).isInstanceOf(RuntimeException.class);
    }
}
