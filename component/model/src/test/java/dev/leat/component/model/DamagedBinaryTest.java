package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged binary compiles or is refused: it never ends in another exception. */
class DamagedBinaryTest {

    private static final List<String> FIXTURES = List.of("wrong-world", "missing-import", "echo", "composed");

    private static final Map<String, byte[]> SKELETONS =
            FIXTURES.stream().collect(Collectors.toMap(Function.identity(), Fixtures::skeleton));

    private static final Set<ComponentProblem> OF_THE_BINARY = Set.of(
            ComponentProblem.NOT_WEBASSEMBLY,
            ComponentProblem.CORE_MODULE,
            ComponentProblem.MALFORMED,
            ComponentProblem.INVALID,
            ComponentProblem.UNSUPPORTED,
            ComponentProblem.TOO_LARGE);

    private final FakeEngine engine = new FakeEngine();

    private void compilesOrIsRefused(byte[] bytes, String what) {
        try (Component component = Component.compile(engine, bytes)) {
            // What compiled can be described and linked too.
            component.imports();
            component.exports();
            new Linker(java.lang.invoke.MethodHandles.lookup()).link(component);
        } catch (ComponentException refused) {
            assertThat(OF_THE_BINARY).as(what + ": " + refused.getMessage()).contains(refused.problem());
            if (refused.problem() == ComponentProblem.MALFORMED) {
                assertThat(refused.getMessage())
                        .as(what)
                        .containsPattern("at byte 0x[0-9a-f]+\\)|after \\d+ bytes|unknown binary version [0-9a-f]{2}");
            }
        } catch (RuntimeException | Error escaped) {
            fail(what + " ended in " + escaped, escaped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-world", "missing-import", "echo", "composed"})
    void eachTruncationIsRefusedOrAComponent(String name) {
        byte[] whole = SKELETONS.get(name);
        for (int length = 0; length < whole.length; length++) {
            compilesOrIsRefused(Arrays.copyOf(whole, length), name + " cut to " + length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "wrong-world", "missing-import", "echo", "composed"})
    void truncationsOfTheFullBinaryAreRefusedOrAComponent(String name) {
        byte[] whole = Fixtures.bytes(name);
        int step = whole.length < 1000 ? 1 : 211;
        for (int length = 0; length < whole.length; length += step) {
            compilesOrIsRefused(Arrays.copyOf(whole, length), name + " cut to " + length + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-world", "missing-import"})
    void eachByteSetToEachBoundaryIsRefusedOrAComponent(String name) {
        byte[] whole = SKELETONS.get(name);
        for (int at = 0; at < whole.length; at++) {
            for (int value : new int[] {0x00, 0x7f, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) value;
                compilesOrIsRefused(damaged, name + " with " + value + " at byte " + at);
            }
        }
    }

    record Damage(String fixture, List<Integer> positions, List<Integer> values) {
        byte[] done() {
            byte[] damaged = SKELETONS.get(fixture).clone();
            for (int i = 0; i < Math.min(positions.size(), values.size()); i++) {
                damaged[positions.get(i) % damaged.length] = values.get(i).byteValue();
            }
            return damaged;
        }
    }

    @Provide
    Arbitrary<Damage> damages() {
        Arbitrary<Integer> bytes = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(0, 255)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 16)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0x60, 0x7f)));
        return Arbitraries.of(FIXTURES)
                .flatMap(fixture -> Combinators.combine(
                                Arbitraries.integers()
                                        .between(0, SKELETONS.get(fixture).length - 1)
                                        .withDistribution(net.jqwik.api.RandomDistribution.uniform())
                                        .list()
                                        .ofMinSize(1)
                                        .ofMaxSize(8),
                                bytes.list().ofSize(8))
                        .as((positions, values) -> new Damage(fixture, positions, values)));
    }

    @Property(tries = 20_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void randomDamageIsRefusedOrStillAComponent(@ForAll("damages") Damage damage) {
        compilesOrIsRefused(damage.done(), damage.toString());
    }

    @Property(tries = 5_000, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void garbageBehindAGoodHeaderIsRefusedOrAComponent(@ForAll byte[] garbage) {
        compilesOrIsRefused(
                BinaryWriter.join(BinaryWriter.component(), garbage), "garbage " + Arrays.toString(garbage));
    }
}
