package dev.leat.component.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreModuleException;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.StoreLimits;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Engines and the modules that they compile. */
class CoreModuleContractTest extends CoreContract {

    @Test
    void anEngineHasTheNameOfItsProviderAndAVersion() {
        assertThat(engine.name()).isEqualTo(provider.name());
        assertThat(engine.version()).isNotBlank();
    }

    @Test
    void bytesThatAreNoModuleAreRefused() {
        byte[] valid = binary("values");
        assertThatThrownBy(() -> engine.compile(new byte[0])).isInstanceOf(CoreModuleException.class);
        assertThatThrownBy(() -> engine.compile(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
                .isInstanceOf(CoreModuleException.class);
        assertThatThrownBy(() -> engine.compile(Arrays.copyOf(valid, valid.length - 3)))
                .isInstanceOf(CoreModuleException.class);
    }

    @Test
    void aModuleThatIsNotValidIsRefused() {
        // (module (func (result i32))): the body leaves nothing on the stack.
        byte[] invalid = {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b};
        assertThatThrownBy(() -> engine.compile(invalid)).isInstanceOf(CoreModuleException.class);
    }

    @Test
    void relaxedSimdIsOff() {
        assertThatThrownBy(() -> module("relaxed-simd")).isInstanceOf(CoreModuleException.class);
    }

    @Test
    void theBinaryIsNeitherKeptNorChanged() {
        byte[] binary = binary("memory");
        CoreModule module = engine.compile(binary);
        assertThat(binary).isEqualTo(binary("memory"));
        Arrays.fill(binary, (byte) 0);
        CoreInstance instance = store.instantiate(module, List.of());
        assertThat(callForInt(instance, "load8", 16)).isEqualTo('a');
    }

    @Test
    void aModuleIsUsedByManyThreads() throws Exception {
        CoreModule module = module("memory");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> tasks = IntStream.range(0, 16)
                    .<Callable<Integer>>mapToObj(i -> () -> {
                        try (CoreStore own = engine.newStore(StoreLimits.DEFAULT)) {
                            CoreInstance instance = own.instantiate(module, List.of());
                            call(instance, "store32", 0, i);
                            return callForInt(instance, "load32", 0);
                        }
                    })
                    .toList();
            List<Future<Integer>> results = threads.invokeAll(tasks);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo(i);
            }
        }
    }

    @Test
    void instancesOfAModuleShareNoState() {
        CoreModule module = module("table");
        CoreInstance one = store.instantiate(module, List.of());
        CoreInstance other = store.instantiate(module, List.of());
        assertThat(callForInt(one, "grow", 5)).isEqualTo(2);
        assertThat(callForInt(one, "size")).isEqualTo(7);
        assertThat(callForInt(other, "size")).isEqualTo(2);
        CoreInstance third = store.instantiate(module, List.of());
        assertThat(callForInt(third, "size")).isEqualTo(2);
    }

    @Test
    void aSegmentDroppedInOneInstanceIsThereInAnother() {
        CoreModule module = module("memory");
        CoreInstance one = store.instantiate(module, List.of());
        CoreInstance other = store.instantiate(module, List.of());
        call(one, "drop");
        call(other, "init", 0, 0, 7);
        assertThat(callForInt(other, "load8", 0)).isEqualTo('p');
    }

    @Test
    void instancesGoOnWhenTheirModuleIsClosed() {
        CoreModule module = module("values");
        CoreInstance instance = store.instantiate(module, List.of());
        module.close();
        assertThat(callForInt(instance, "i32", 5)).isEqualTo(5);
    }
}
