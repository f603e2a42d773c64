package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.Linker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects of the host in a guest's hands. */
class HostResourceTest extends ComponentContract {

    /** What the host keeps. */
    static final class Item {
        private final long number;

        Item(long number) {
            this.number = number;
        }
    }

    private final List<Item> opened = new ArrayList<>();
    private final List<Item> dropped = new ArrayList<>();
    private final List<Object> consumed = new ArrayList<>();
    private Guest guest;

    private Linker.HostInstance provide(Linker linker) {
        return linker.instance("leat:test/store@1.0.0")
                .resource("item", Item.class, dropped::add)
                .function("open", (context, arguments) -> {
                    Item item = new Item((Long) arguments[0]);
                    opened.add(item);
                    return item;
                })
                .function("[method]item.number", (context, arguments) -> ((Item) arguments[0]).number)
                .function("consume", (context, arguments) -> {
                    consumed.add(arguments[0]);
                    return null;
                });
    }

    @BeforeEach
    void startGuest() {
        provide(linker);
        guest = start(assembled("host-resources"));
    }

    @Test
    void aDroppedHandleIsToldToTheHostOnce() {
        assertThat(guest.call("open-and-drop", 5L)).isEqualTo(5L);
        assertThat(dropped).hasSize(1).isEqualTo(opened);
    }

    @Test
    void aHandleGivenBackToTheHostIsTheObjectItselfAndWasNotDropped() {
        guest.call("open-and-consume", 5L);
        assertThat(consumed).hasSize(1).isEqualTo(opened);
        assertThat(dropped).isEmpty();
    }

    @Test
    void anObjectPassedThroughTheGuestIsTheSame() {
        Item item = new Item(1);
        assertThat(guest.call("pass", item)).isSameAs(item);
        assertThat(dropped).isEmpty();
    }

    @Test
    void anObjectTheGuestKeepsIsDroppedWhenTheGuestDropsIt() {
        Item item = new Item(1);
        Object handle = guest.call("keep", item);
        assertThat(dropped).isEmpty();
        guest.run("drop-handle", handle);
        assertThat(dropped).containsExactly(item);
    }

    @Test
    void theSameObjectMayHaveManyHandlesEachDroppedOnItsOwn() {
        Item item = new Item(1);
        Object first = guest.call("keep", item);
        Object second = guest.call("keep", item);
        assertThat(second).isNotEqualTo(first);
        guest.run("drop-handle", first);
        guest.run("drop-handle", second);
        assertThat(dropped).containsExactly(item, item);
    }

    @Test
    void aLentObjectIsNotDropped() {
        assertThat(guest.call("peek", new Item(8))).isEqualTo(8L);
        assertThat(dropped).isEmpty();
    }

    @Test
    void aGuestThatForgetsToDropABorrowTraps() {
        assertThat(assertTrap(TrapKind.ABI, () -> guest.run("forget-borrow", new Item(8))))
                .hasMessageContaining("borrow handles still remain");
        assertThat(dropped).isEmpty();
    }

    @Test
    void aGuestThatGivesABorrowAwayTraps() {
        assertThat(assertTrap(TrapKind.ABI, () -> guest.run("give-borrow-away", new Item(8))))
                .hasMessageContaining("borrow");
        assertThat(consumed).isEmpty();
    }

    @Test
    void aHandleDroppedTwiceTrapsAndTheHostIsToldOnce() {
        assertTrap(TrapKind.ABI, () -> guest.run("drop-twice", 1L));
        assertThat(dropped).hasSize(1);
    }

    @Test
    void handlesAreUsedAgain() {
        Object first = guest.call("open-and-consume", 1L);
        for (int i = 0; i < 10_000; i++) {
            guest.call("open-and-drop", 1L);
        }
        assertThat(guest.call("open-and-consume", 1L)).isEqualTo(first);
        assertThat(dropped).hasSize(10_000);
    }

    private Guest bounded(long handleBytes) {
        linker.instance("leat:test/store@1.0.0").weighedResource("item", Item.class, item -> item.number, dropped::add);
        return start(
                assembled("host-resources"), new InstanceLimits(StoreLimits.DEFAULT, Optional.empty(), handleBytes));
    }

    @Test
    void whatTheHandlesOfAGuestKeepAliveIsBounded() {
        Guest small = bounded(100);
        Object first = small.call("keep", new Item(60));
        small.call("keep", new Item(40));
        small.run("drop-handle", first);
        small.call("keep", new Item(59));
        small.call("keep", new Item(1));
        assertThat(assertTrap(TrapKind.ABI, () -> small.call("keep", new Item(1))))
                .hasMessageContainingAll("hold 100 bytes", "1 more", "bound of 100");
        assertThatThrownBy(() -> small.call("keep", new Item(1))).hasMessageStartingWith("LEAT-COMPONENT-012: ");
    }

    @Test
    void anObjectThatTheHostAnswersWithCountsToo() {
        Guest small = bounded(100);
        assertThat(small.call("open-and-drop", 100L)).isEqualTo(100L);
        assertTrap(TrapKind.ABI, () -> small.call("open-and-drop", 101L));
    }

    @Test
    void whatAGuestGivesAwayOrPassesOnDoesNotCountAnyMore() {
        Guest small = bounded(100);
        for (int i = 0; i < 1000; i++) {
            small.call("pass", new Item(100));
            small.call("open-and-consume", 100L);
        }
        assertThat(consumed).hasSize(1000);
    }

    @Test
    void whatAGuestIsOnlyLentDoesNotCount() {
        assertThat(bounded(100).call("peek", new Item(1000))).isEqualTo(1000L);
    }

    @Test
    void eachInstanceHasABoundOfItsOwn() {
        bounded(100).call("keep", new Item(100));
        bounded(100).call("keep", new Item(100));
    }

    @Test
    void anObjectOfNegativeWeightIsRefused() {
        Guest small = bounded(100);
        assertThatThrownBy(() -> small.call("keep", new Item(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 bytes");
    }

    @Test
    void anObjectOfAnotherClassIsRefused() {
        assertThatThrownBy(() -> guest.call("pass", "a string"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("Item");
    }

    @Test
    void anObjectOfAnotherClassIsRefusedAsAResultOfTheHostToo() {
        linker.instance("leat:test/store@1.0.0").function("open", (context, arguments) -> "a string");
        Guest other = start(assembled("host-resources"));
        assertThatThrownBy(() -> other.call("open-and-drop", 1L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
        assertThat(dropped).isEmpty();
    }

    @Test
    void aFunctionMayNameTheClassOrOneAboveIt() {
        linker.instance("leat:test/store@1.0.0")
                .function("[method]item.number", List.of(Item.class), long.class, (context, arguments) -> 99L)
                .function("consume", List.of(Object.class), void.class, (context, arguments) -> null);
        assertThat(start(assembled("host-resources")).call("open-and-drop", 1L)).isEqualTo(99L);
    }

    @Test
    void aFunctionThatNamesAnotherClassIsRefusedWhenLinked() {
        linker.instance("leat:test/store@1.0.0")
                .function("[method]item.number", List.of(String.class), long.class, (context, arguments) -> 99L);
        assertThatThrownBy(() -> assembled("host-resources"))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-008: ")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("item");
    }

    @Test
    void whatTheHostThrowsWhileAHandleIsDroppedPassesThrough() {
        IllegalStateException thrown = new IllegalStateException("cannot let go");
        linker.instance("leat:test/store@1.0.0").resource("item", Item.class, item -> {
            throw thrown;
        });
        Guest other = start(assembled("host-resources"));
        assertThatThrownBy(() -> other.call("open-and-drop", 1L)).isSameAs(thrown);
        assertThatThrownBy(() -> other.call("open-and-drop", 1L)).hasMessageStartingWith("LEAT-COMPONENT-012: ");
    }
}
