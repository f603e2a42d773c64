package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.TrapKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest that breaks the canonical ABI traps, and never reaches the host's memory. */
class BorderRulesTest extends ComponentContract {

    private final List<Object> heard = new ArrayList<>();
    private Guest guest;

    @BeforeEach
    void startGuest() {
        linker.instance("leat:test/host@0.2.3")
                .function("silent", (context, arguments) -> {
                    heard.add("silent");
                    return null;
                })
                .function("text", (context, arguments) -> {
                    heard.add(arguments[0]);
                    return "answer";
                });
        guest = start(assembled("behaviour"));
    }

    private CoreTrapException breaks(String function, Object... arguments) {
        return assertTrap(
                TrapKind.ABI,
                () -> guest.instance()
                        .function(guest.linked().function(List.of(function)))
                        .call(arguments));
    }

    @Test
    void aHostCallFromReallocTraps() {
        assertThat(breaks("from-realloc", "text")).hasMessageContaining("cannot leave component instance");
        assertThat(heard).isEmpty();
    }

    @Test
    void aHostCallFromPostReturnTraps() {
        assertThat(breaks("from-post-return", 1L)).hasMessageContaining("cannot leave component instance");
        assertThat(heard).isEmpty();
    }

    @Test
    void aTrapInPostReturnIsATrapOfTheCall() {
        assertTrap(TrapKind.UNREACHABLE, () -> guest.call("trapping-post-return", 1L));
    }

    @Test
    void aReallocThatAnswersAnUnalignedAddressTraps() {
        assertThat(breaks("unaligned", List.of(1L))).hasMessageContaining("not aligned");
    }

    @Test
    void aReallocThatAnswersAnAddressOutsideOfMemoryTraps() {
        assertThat(breaks("outside", "sixteen letters!")).hasMessageContaining("beyond end of memory");
    }

    @ParameterizedTest(name = "{0} at {1} of length {2}")
    @CsvSource({
        "string-at, 65536, 1",
        "string-at, 65535, 2",
        "string-at, 4294967295, 1",
        "string-at, 4294967295, 4294967295",
        "string-at, 0, 4294967295",
        "string-at, 0, 2147483648",
        "utf16-at, 65534, 2",
        "utf16-at, 0, 4294967295",
        "utf16-at, 1, 1",
        "latin1-at, 65536, 2",
        "latin1-at, 0, 4294967295",
        "latin1-at, 1, 1",
        "bytes-at, 65536, 1",
        "bytes-at, 0, 65537",
        "bytes-at, 4294967295, 1",
        "bytes-at, 0, 4294967295",
        "longs-at, 65528, 2",
        "longs-at, 0, 536870912",
        "longs-at, 0, 4294967295",
        "longs-at, 4, 1"
    })
    void aPointerOutsideOfMemoryTraps(String function, long address, long length) {
        breaks(function, address, length);
    }

    @ParameterizedTest
    @ValueSource(longs = {65536, 65532, 4294967292L, 2, 1})
    void aResultPointerThatIsNotInMemoryOrNotAlignedTraps(long address) {
        breaks("pair-at", address);
    }

    @ParameterizedTest
    @ValueSource(longs = {65536, 65532, 4294967292L, 2, 1})
    void aPlaceForTheHostsAnswerThatIsNotInMemoryOrNotAlignedTraps(long address) {
        breaks("text-to", address);
    }

    @ParameterizedTest(name = "at {0} of length {1}")
    @CsvSource({"65536, 1", "4294967295, 4294967295", "0, 65537"})
    void aStringForTheHostThatIsNotInMemoryTrapsAndTheHostIsNotCalled(long address, long length) {
        breaks("text-from", address, length);
        assertThat(heard).isEmpty();
    }

    @Test
    void emptyStringsAndListsMayPointToTheEndOfMemory() {
        assertThat(guest.call("string-at", 65536L, 0L)).isEqualTo("");
        assertThat((byte[]) guest.call("bytes-at", 65536L, 0L)).isEmpty();
        assertThat(guest.call("longs-at", 65536L, 0L)).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {0xd800, 0xdfff, 0x110000, 0xffff_ffffL, 0x8000_0000L})
    void bitsThatAreNoCharacterTrap(long bits) {
        breaks("char-of", bits);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 255, 0xffff_ffffL})
    void bitsThatAreNoCaseTrap(long bits) {
        breaks("colour-of", bits);
    }

    @Test
    void bitsThatSayMoreThanTheTypeAreIgnored() {
        assertThat(guest.call("bool-of", 2L)).isEqualTo(true);
        assertThat(guest.call("bool-of", 0xffff_ff00L)).isEqualTo(true);
        assertThat(guest.call("bool-of", 0L)).isEqualTo(false);
        assertThat(guest.call("parts-of", 0xffff_fffdL)).isEqualTo(Set.of("a", "c"));
        assertThat(guest.call("u8-of", 0x1ffL)).isEqualTo(0xff);
        assertThat(guest.call("s16-of", 0x1_8000L)).isEqualTo(-32768);
    }

    @Test
    void manyListsInTheSamePlaceDoNotTakeAllOfTheHostsMemory() {
        // 100,000 lists of the same 32 MiB: three terabytes in Java, 33 MiB in the guest.
        assertThat(breaks("copies", 100_000L, 32L << 20)).hasMessageContaining("256 MiB");
    }

    @Test
    void manyLongStringsInTheSamePlaceDoNotEither() {
        assertThat(breaks("copies-of-text", 100_000L, 32L << 20)).hasMessageContaining("256 MiB");
    }

    @Test
    void eachCallMayCarryAsMuchAsTheLast() {
        for (int i = 0; i < 20; i++) {
            assertThat((List<?>) guest.call("copies", 4L, 16L << 20)).hasSize(4);
        }
    }

    @Test
    void someListsInTheSamePlaceAreLists() {
        List<?> lists = (List<?>) guest.call("copies", 10L, 100L);
        assertThat(lists)
                .hasSize(10)
                .allSatisfy(list -> assertThat((byte[]) list).hasSize(100));
    }
}
