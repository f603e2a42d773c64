package dev.leat.component.conformance.components;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngineProvider;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.StoreLimits;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An engine for each test, and short ways to use components on it. The time limit only ends a test that would never end
 * by itself.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.leat.component.conformance.Engines#available")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ComponentContract {

    /** Compiled once for each engine: compiling is most of the time of a test. */
    private static final Map<String, Component> COMPILED = new HashMap<>();

    private static final Map<String, CoreEngine> ENGINES = new HashMap<>();

    @Parameter
    CoreEngineProvider provider;

    final Linker linker = new Linker(MethodHandles.lookup());
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    @AfterEach
    void closeInstances() throws Exception {
        while (!closing.isEmpty()) {
            closing.pop().close();
        }
    }

    static synchronized CoreEngine engine(CoreEngineProvider provider) {
        return ENGINES.computeIfAbsent(provider.name(), any -> provider.open(CoreEngineOptions.DEFAULT));
    }

    static synchronized Component compiled(CoreEngineProvider provider, String name, boolean fixture) {
        return COMPILED.computeIfAbsent(
                provider.name() + " " + name,
                any -> Component.compile(
                        engine(provider), fixture ? Binaries.fixture(name) : Binaries.assembled(name)));
    }

    LinkedComponent fixture(String name) {
        return linker.link(compiled(provider, name, true));
    }

    LinkedComponent assembled(String name) {
        return linker.link(compiled(provider, name, false));
    }

    Guest start(LinkedComponent linked, Object... state) {
        return start(linked, InstanceLimits.DEFAULT, state);
    }

    /** An instance that is closed after the test. */
    Guest start(LinkedComponent linked, InstanceLimits limits, Object... state) {
        ComponentInstance instance = linked.instantiate(limits, state);
        closing.push(instance);
        return new Guest(linked, instance);
    }

    static InstanceLimits callTime(Duration time) {
        return new InstanceLimits(StoreLimits.DEFAULT, Optional.of(time));
    }

    /** An instance with its functions. */
    record Guest(LinkedComponent linked, ComponentInstance instance) {

        /** Calls with values in their natural form; the path is the function's, with a # before its last part. */
        Object call(String path, Object... arguments) {
            return attempt(path, arguments).orElseThrow();
        }

        /** Calls a function that gives nothing back. */
        void run(String path, Object... arguments) {
            Assertions.assertThat(attempt(path, arguments)).isEmpty();
        }

        private Optional<Object> attempt(String path, Object... arguments) {
            return instance.function(linked.function(List.of(path.split("#")))).call(arguments);
        }

        /** Calls with values in those Java types. */
        Object typed(String path, List<Type> parameters, Type result, Object... arguments) {
            return instance.function(linked.function(List.of(path.split("#")), parameters, result))
                    .call(arguments)
                    .orElseThrow();
        }
    }

    static CoreTrapException assertTrap(TrapKind kind, ThrowingCallable call) {
        CoreTrapException trap = Assertions.catchThrowableOfType(CoreTrapException.class, call);
        Assertions.assertThat(trap).as("the call should have trapped").isNotNull();
        Assertions.assertThat(trap.kind()).as(trap.getMessage()).isEqualTo(kind);
        return trap;
    }

    static List<Object> listOf(int size, Object element) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(element);
        }
        return list;
    }
}
