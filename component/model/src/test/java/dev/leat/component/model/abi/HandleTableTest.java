package dev.leat.component.model.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.type.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandleTableTest {

    private final ResourceType file = new ResourceType("file");
    private final ResourceType socket = new ResourceType("socket");
    private final HandleTable table = new HandleTable(new HandleBytes(Long.MAX_VALUE));

    private int own(Object representation) {
        return table.add(new HandleTable.Entry(file, representation, null));
    }

    @Test
    void theFirstHandleIsOneForNoGuestTakesNullForAHandle() {
        assertThat(own("a")).isEqualTo(1);
    }

    @Test
    void aHandleThatWasGivenUpIsTheNextToBeUsed() {
        own("a");
        int middle = own("b");
        own("c");
        table.remove(middle, file);
        assertThat(own("d")).isEqualTo(middle);
        assertThat(own("e")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 15, 16, 17, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void aHandleThatIsNotInUseTraps(int handle) {
        own("a");
        assertThatThrownBy(() -> table.get(handle, file))
                .isInstanceOf(CoreTrapException.class)
                .hasMessage("unknown handle index " + Integer.toUnsignedString(handle));
    }

    @Test
    void aHandleOfAnotherTypeTrapsAndStays() {
        int handle = own("a");
        assertThatThrownBy(() -> table.remove(handle, socket))
                .isInstanceOf(CoreTrapException.class)
                .hasMessageContaining("expected socket")
                .hasMessageContaining("file");
        assertThat(table.get(handle, file).representation()).isEqualTo("a");
    }

    @Test
    void aBorrowedHandleCannotBeGivenAway() {
        Call call = new Call();
        call.begin();
        call.borrowed();
        int handle = table.add(new HandleTable.Entry(file, "a", call));
        assertThatThrownBy(() -> table.removeOwn(handle, file)).hasMessageContaining("cannot lift own resource");
    }

    @Test
    void aBorrowedHandleHasToBeDroppedBeforeTheCallEnds() {
        Call call = new Call();
        call.begin();
        call.borrowed();
        int handle = table.add(new HandleTable.Entry(file, "a", call));
        assertThatThrownBy(call::checkReturned).hasMessageContaining("borrow handles still remain");
        table.remove(handle, file);
        call.checkReturned();
    }

    @Test
    void aLentHandleStaysUntilTheCallIsOver() {
        int handle = own("a");
        Call call = new Call();
        call.lentFrom(table.get(handle, file));
        assertThatThrownBy(() -> table.remove(handle, file)).hasMessageContaining("while borrowed");
        call.releaseLenders();
        assertThat(table.remove(handle, file).representation()).isEqualTo("a");
    }

    @Property
    void handlesInUseAreNeverHandedOutTwice(@ForAll List<Boolean> adds) {
        HandleTable table = new HandleTable(new HandleBytes(Long.MAX_VALUE));
        Map<Integer, Integer> model = new HashMap<>();
        List<Integer> handles = new ArrayList<>();
        int next = 0;
        int most = 0;
        for (boolean add : adds) {
            if (add || handles.isEmpty()) {
                int handle = table.add(new HandleTable.Entry(file, next, null));
                assertThat(model.put(handle, next++)).as("handle in use").isNull();
                handles.add(handle);
                most = Math.max(most, handles.size());
                assertThat(handle).isBetween(1, most);
            } else {
                int handle = handles.remove(handles.size() / 2);
                assertThat(table.remove(handle, file).representation()).isEqualTo(model.remove(handle));
            }
        }
        model.forEach((handle, value) ->
                assertThat(table.get(handle, file).representation()).isEqualTo(value));
    }
}
