package dev.leat.component.endive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is Endive's own; the rest is in the contract that component/conformance holds all engines to. */
class EndiveEngineTest {

    private static byte[] binary() throws IOException {
        try (InputStream in = EndiveEngineTest.class.getResourceAsStream("/core/table-owner.wasm")) {
            return in.readAllBytes();
        }
    }

    @Test
    void theProviderIsFoundAndAlwaysAvailable() {
        CoreEngineProvider provider = CoreEngines.providers().stream()
                .filter(candidate -> candidate.name().equals("endive"))
                .findFirst()
                .orElseThrow();
        assertThat(provider.priority()).isEqualTo(10);
        assertThat(provider.unavailable()).isEmpty();
        assertThat(provider.open(CoreEngineOptions.DEFAULT).version()).isEqualTo("1.0.0");
    }

    @Test
    void theSameBytesAreCompiledOnce() throws Exception {
        EndiveEngine engine = (EndiveEngine) new EndiveProvider().open(CoreEngineOptions.DEFAULT);
        byte[] binary = binary();
        Set<CompiledModule> compiled =
                Collections.synchronizedSet(Collections.newSetFromMap(new java.util.IdentityHashMap<>()));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform().start(() -> compiled.add(((EndiveModule) engine.compile(binary)).compiled())));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(compiled).hasSize(1);
    }

    @Test
    void aClosedModuleIsNotInstantiated() throws IOException {
        EndiveEngine engine = (EndiveEngine) new EndiveProvider().open(CoreEngineOptions.DEFAULT);
        EndiveModule module = (EndiveModule) engine.compile(binary());
        module.close();
        try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
            assertThatThrownBy(() -> store.instantiate(module, List.of())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theMemoriesOfAStoreAreLimitedTogether() {
        byte[] growing = HexFormat.of()
                .parseHex("0061736d0100000001060160017f017f030201000503010001071102066d656d6f7279"
                        + "02000467726f7700000a08010600200040000b");
        EndiveEngine engine = (EndiveEngine) new EndiveProvider().open(CoreEngineOptions.DEFAULT);
        try (CoreStore store = engine.newStore(new StoreLimits(10 << 16, 20))) {
            CoreInstance one = store.instantiate(engine.compile(growing), List.of());
            CoreInstance two = store.instantiate(engine.compile(growing), List.of());
            assertThat(grow(one, 6)).isEqualTo(1);
            assertThat(grow(two, 3)).isEqualTo(-1);
            assertThat(grow(two, 2)).isEqualTo(1);
            assertThatThrownBy(() -> store.instantiate(engine.compile(growing), List.of()))
                    .isInstanceOf(CoreLinkException.class)
                    .hasMessageContaining("the store has 0 left of " + (10 << 16));
        }
    }

    private static int grow(CoreInstance instance, int pages) {
        long[] slots = {pages};
        ((CoreFunction) instance.export("grow")).call(slots);
        return (int) slots[0];
    }

    @Test
    void aCallWithTooFewSlotsIsRefused() throws IOException {
        EndiveEngine engine = (EndiveEngine) new EndiveProvider().open(CoreEngineOptions.DEFAULT);
        try (CoreStore store = engine.newStore(StoreLimits.DEFAULT)) {
            CoreInstance instance = store.instantiate(engine.compile(binary()), List.of());
            CoreFunction function = (CoreFunction) instance.export("f");
            assertThatThrownBy(() -> function.call(new long[0])).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
