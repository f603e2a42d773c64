package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.InstanceLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * Values that lie above 2 GiB, where an address is no positive {@code int}. A guest's 3 GiB are address space: few of
 * its pages are touched.
 */
class HighMemoryTest extends ComponentContract {

    private static final long PAGE = 1 << 16;
    private static final long SIZE = 3L << 30;
    private static final InstanceLimits LARGE = new InstanceLimits(new StoreLimits(1L << 32, 1000), Optional.empty());

    /** Endive keeps a memory in a Java array: there is nothing above 2 GiB. */
    private static final String SMALL_ENGINE = "endive";

    private final List<Object> heard = new ArrayList<>();

    @BeforeEach
    void provideTheHost() {
        linker.instance("leat:test/host@0.2.3").function("text", (context, arguments) -> {
            heard.add(arguments[0]);
            return "heard " + arguments[0];
        });
    }

    private Guest high() {
        assumeTrue(!provider.name().equals(SMALL_ENGINE), "the engine has no memory above 2 GiB");
        try {
            return start(assembled("high-memory"), LARGE);
        } catch (ComponentException noRoom) {
            if (noRoom.getMessage().contains("mmap") || noRoom.getMessage().contains("Cannot allocate memory")) {
                String message = "NOT TESTED: this machine gives no memory of 3 GiB: " + noRoom.getMessage();
                System.err.println(message);
                throw new TestAbortedException(message);
            }
            throw noRoom;
        }
    }

    @Test
    void anEngineWithoutSuchMemoryRefusesTheComponent() {
        assumeTrue(provider.name().equals(SMALL_ENGINE), "the engine has memory above 2 GiB");
        assertThatThrownBy(() -> start(assembled("high-memory"), LARGE))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-011: ")
                .hasMessageContaining("memory of " + SIZE + " bytes")
                .hasCauseInstanceOf(CoreLinkException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf16", "latin1"})
    void stringsGoInAndComeOut(String encoding) {
        Guest guest = high();
        for (String text : List.of("", "leat", "gr\u00fc\u00dfe", "\u65e5\u672c \ud83d\ude00", "x".repeat(100_000))) {
            assertThat(guest.call(encoding, text)).isEqualTo(text);
        }
    }

    @Test
    void bytesGoInAndComeOut() {
        byte[] bytes = "above two gibibytes".getBytes(StandardCharsets.US_ASCII);
        assertThat(high().call("bytes", bytes)).isEqualTo(bytes);
    }

    @Test
    void recordsWithPointersInThemGoInAndComeOut() {
        Map<String, Object> first = Map.of("name", "first", "x", Long.MIN_VALUE, "y", Optional.of(-1.5f), "on", true);
        Map<String, Object> second = Map.of("name", "zwei", "x", 42L, "y", Optional.empty(), "on", false);
        assertThat(high().call("points", List.of(first, second))).isEqualTo(List.of(first, second));
    }

    record Point(String name, long x, Optional<Float> y, boolean on) {}

    @Test
    void javaRecordsGoInAndComeOut() {
        var points = new java.lang.reflect.ParameterizedType() {
            @Override
            public java.lang.reflect.Type[] getActualTypeArguments() {
                return new java.lang.reflect.Type[] {Point.class};
            }

            @Override
            public java.lang.reflect.Type getRawType() {
                return List.class;
            }

            @Override
            public java.lang.reflect.Type getOwnerType() {
                return List.class;
            }
        };
        List<Point> sent =
                List.of(new Point("a", -1, Optional.of(2f), true), new Point("", 7, Optional.empty(), false));
        assertThat(high().typed("points", List.of(points), points, sent)).isEqualTo(sent);
    }

    @Test
    void parametersThatGoByPointerAreFound() {
        Object[] seventeen = new Object[17];
        for (int i = 0; i < seventeen.length; i++) {
            seventeen[i] = 4_000_000_000L + i;
        }
        assertThat(high().call("last-of-many", seventeen)).isEqualTo(4_000_000_016L);
    }

    @Test
    void theHostIsGivenAndGivesStrings() {
        assertThat(high().call("text-through", "up here")).isEqualTo("heard up here");
        assertThat(heard).containsExactly("up here");
    }

    @Test
    void theLastByteOfFourGibibytesIsReadAndNothingBehindIt() {
        Guest guest = high();
        assertThat(guest.call("grow", 65_536 - SIZE / PAGE)).isEqualTo((int) (SIZE / PAGE));
        guest.run("store", 0xffff_ffffL, (int) 'z');
        assertThat(guest.call("bytes-at", 0xffff_fffeL, 2L)).isEqualTo(new byte[] {0, 'z'});
        assertThat(guest.call("utf8-at", 0xffff_ffffL, 1L)).isEqualTo("z");
        assertTrap(TrapKind.ABI, () -> guest.call("bytes-at", 0xffff_fffeL, 3L));
    }

    @Test
    void aGuestThatAllocatesBeyondItsEndTraps() {
        Guest guest = high();
        guest.run("allocate-from", SIZE - 4);
        assertThat(guest.call("utf8", "four")).isEqualTo("four");
        assertThat(assertTrap(TrapKind.ABI, () -> guest.call("utf8", "f")))
                .hasMessageContaining("beyond end of memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8-at", "utf16-at", "latin1-at", "bytes-at"})
    void whatIsTooLongForJavaTrapsThoughItLiesInMemory(String function) {
        // In bytes 2,147,483,648 and more, but for UTF-16, which has two to a unit.
        for (long length : List.of(SIZE / 2, 0x7fff_ffffL / 2 + 1)) {
            Guest guest = high();
            CoreTrapException trap = assertTrap(TrapKind.ABI, () -> guest.call(function, 0L, length));
            assertThat(trap).hasMessageContaining("more than 256 MiB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8-at", "bytes-at"})
    void whatHasMoreBytesThanAnIntCountsTrapsToo(String function) {
        for (long length : List.of(0x8000_0000L, SIZE)) {
            Guest guest = high();
            CoreTrapException trap = assertTrap(TrapKind.ABI, () -> guest.call(function, 0L, length));
            assertThat(trap).hasMessageContaining("more than 256 MiB");
        }
    }
}
