package dev.leat.component.conformance;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreModule;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An engine and a store for each test, and short ways to use them. */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.conformance.Engines#available")
abstract class CoreContract {

    @Parameter
    CoreEngineProvider provider;

    CoreEngine engine;
    CoreStore store;

    @BeforeEach
    void open() {
        engine = provider.open(CoreEngineOptions.DEFAULT);
        store = engine.newStore(StoreLimits.DEFAULT);
    }

    @AfterEach
    void close() {
        store.close();
        engine.close();
    }

    /** The module of that name among the test resources. */
    static byte[] binary(String name) {
        try (InputStream in = CoreContract.class.getResourceAsStream("/core/" + name + ".wasm")) {
            if (in == null) {
                throw new IllegalArgumentException("no test module " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CoreModule module(String name) {
        return engine.compile(binary(name));
    }

    CoreInstance instantiate(String name, CoreItem... imports) {
        return store.instantiate(module(name), List.of(imports));
    }

    static CoreFunction function(CoreInstance instance, String name) {
        return (CoreFunction) instance.export(name);
    }

    /** Calls an export with these arguments; the array has room for results. */
    static long[] call(CoreInstance instance, String name, long... arguments) {
        long[] slots = Arrays.copyOf(arguments, Math.max(arguments.length, 4));
        function(instance, name).call(slots);
        return slots;
    }

    static int callForInt(CoreInstance instance, String name, long... arguments) {
        return (int) call(instance, name, arguments)[0];
    }

    static CoreFunctionType type(List<CoreValueType> parameters, List<CoreValueType> results) {
        return new CoreFunctionType(parameters, results);
    }

    static CoreTrapException assertTrap(TrapKind kind, ThrowingCallable call) {
        CoreTrapException trap = Assertions.catchThrowableOfType(CoreTrapException.class, call);
        Assertions.assertThat(trap).as("the call should have trapped").isNotNull();
        Assertions.assertThat(trap.kind()).as(trap.getMessage()).isEqualTo(kind);
        return trap;
    }
}
