package dev.leat.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.DataTimestamp;
import dev.leat.dataflow.data.Message;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.Headers.Action.AddIfNotPresent;
import dev.leat.endpoint.Headers.Action.AddOrReplace;
import dev.leat.endpoint.Headers.Action.Remove;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** What becomes of a message's user properties. */
final class HeadersTest {

    private static final List<UserProperty> GIVEN =
            List.of(new UserProperty("a", "1"), new UserProperty("b", "2"), new UserProperty("a", "3"));

    private static List<String> after(Headers.Action... actions) {
        return Headers.of(actions).apply(GIVEN).stream()
                .map(property -> property.key() + "=" + property.value())
                .toList();
    }

    @Test
    void aPropertyIsAddedWhereThereIsNoneOfItsKey() {
        assertThat(after(new AddIfNotPresent("a", "9"), new AddIfNotPresent("c", "9")))
                .containsExactly("a=1", "b=2", "a=3", "c=9");
    }

    @Test
    void aPropertyTakesThePlaceOfAllOfItsKey() {
        assertThat(after(new AddOrReplace("a", "9"), new AddOrReplace("c", "8")))
                .containsExactly("b=2", "a=9", "c=8");
    }

    @Test
    void allPropertiesOfAKeyAreRemoved() {
        assertThat(after(new Remove("a"), new Remove("missing"))).containsExactly("b=2");
    }

    @Test
    void eachActionSeesWhatTheOnesBeforeItMade() {
        assertThat(after(new Remove("a"), new AddIfNotPresent("a", "9"), new AddIfNotPresent("a", "8")))
                .containsExactly("b=2", "a=9");
    }

    @Test
    void keysAreToldApartByCase() {
        assertThat(after(new Remove("A"), new AddIfNotPresent("B", "9"))).containsExactly("a=1", "b=2", "a=3", "B=9");
    }

    @Property
    void whatNoActionNamesStays(@ForAll @CharRange(from = 'a', to = 'd') @StringLength(1) String key) {
        Message message = Message.of(new DataTimestamp(1, 0, 0, "n"), "t", Bytes.utf8("x"))
                .withProperties(GIVEN);
        Message changed = Headers.of(new AddOrReplace(key, "new")).apply(message);
        assertThat(changed.properties())
                .filteredOn(property -> !property.key().equals(key))
                .containsExactlyElementsOf(GIVEN.stream()
                        .filter(property -> !property.key().equals(key))
                        .toList());
        assertThat(changed.property(key)).hasValue("new");
        assertThat(changed.withProperties(GIVEN)).isEqualTo(message);
        assertThat(Headers.NONE.apply(message)).isSameAs(message);
    }
}
