package dev.leat.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bytes that are no operator are refused when they are loaded, with what they are instead. */
class ModuleLoadTest extends OnEachEngine {

    @Test
    void aComponentThatIsNoOperatorIsRefusedWithWhatItExports() {
        assertThat(assertProblem(
                        OperatorProblem.WRONG_INTERFACE,
                        () -> engine.load("greeter", Fixtures.read(Fixtures.WRONG_WORLD))))
                .hasMessageContaining(
                        "module greeter is a component, but no operator: it exports leat:fixtures/greeter;"
                                + " an operator exports one of wasm-graph:processor/map@1.1.0, ");
    }

    @Test
    void aCoreModuleIsRefusedAsOne() {
        assertUnusable(ComponentProblem.CORE_MODULE, Fixtures.read(Fixtures.CORE));
    }

    @Test
    void anEmptyFileIsRefused() {
        assertUnusable(ComponentProblem.NOT_WEBASSEMBLY, new byte[0]);
    }

    @Test
    void whatIsNotWebAssemblyIsRefused() {
        assertUnusable(
                ComponentProblem.NOT_WEBASSEMBLY,
                "metadata:\n  name: a graph definition\n".getBytes(StandardCharsets.UTF_8));
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        assertUnusable(ComponentProblem.NOT_WEBASSEMBLY, random);
    }

    @Test
    void aFileThatIsCutOffIsRefusedWhereverThatHappened() {
        byte[] whole = Fixtures.read(Fixtures.TEMPERATURE);
        for (int length = 997; length < whole.length; length += 997) {
            byte[] truncated = Arrays.copyOf(whole, length);
            OperatorException failure =
                    assertProblem(OperatorProblem.UNUSABLE_MODULE, () -> engine.load("cut", truncated));
            assertThat(failure).hasMessageContaining("LEAT-COMPONENT-0").cause().isInstanceOf(ComponentException.class);
        }
    }

    @Test
    void damageIsRefusedOrHarmlessAndNeverAnotherException() {
        byte[] whole = Fixtures.read(Fixtures.WRONG_WORLD);
        for (int at = 0; at < whole.length; at++) {
            for (int mask : new int[] {0x01, 0x80, 0xff}) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) mask;
                assertRefused(damaged, "byte " + at + " ^ " + mask);
            }
        }
    }

    /** Damage within a core module is for the engine to find. */
    @Test
    void damageToAnOperatorIsRefusedOrHarmlessAndNeverAnotherException() {
        byte[] whole = Fixtures.read(Fixtures.LIAR);
        int[] places = outsideCoreModules(whole);
        Random random = new Random(42);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = whole.clone();
            int at = places[random.nextInt(places.length)];
            damaged[at] = (byte) random.nextInt();
            Throwable thrown =
                    catchThrowable(() -> engine.load("damaged", damaged).close());
            if (thrown != null) {
                assertThat(thrown).as("byte " + at + " = " + damaged[at]).isInstanceOf(OperatorException.class);
            }
        }
    }

    /** Where a component's own bytes stand: behind the preamble, and in all sections but those of core modules. */
    private static int[] outsideCoreModules(byte[] component) {
        IntStream.Builder places = IntStream.builder();
        int at = 8;
        while (at < component.length) {
            int id = component[at];
            int start = at;
            int size = 0;
            int shift = 0;
            do {
                at++;
                size |= (component[at] & 0x7f) << shift;
                shift += 7;
            } while (component[at] < 0);
            int content = at + 1;
            at = content + size;
            IntStream.range(start, id == 1 ? content : at).forEach(places);
        }
        return places.build().toArray();
    }

    private void assertRefused(byte[] binary, String description) {
        assertThat(catchThrowable(() -> engine.load("damaged", binary)))
                .as(description)
                .isInstanceOf(OperatorException.class);
    }

    private void assertUnusable(ComponentProblem problem, byte[] binary) {
        OperatorException failure = assertProblem(OperatorProblem.UNUSABLE_MODULE, () -> engine.load("file", binary));
        assertThat(failure).hasMessageStartingWith("LEAT-OPERATOR-001: module file cannot be used: " + problem.code());
        assertThat(((ComponentException) failure.getCause()).problem()).isEqualTo(problem);
    }
}
