package dev.leat.component.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.conformance.suite.SuiteCommand.Action;
import dev.leat.component.conformance.suite.SuiteCommand.AssertRefused;
import dev.leat.component.conformance.suite.SuiteCommand.AssertReturn;
import dev.leat.component.conformance.suite.SuiteCommand.AssertTrap;
import dev.leat.component.conformance.suite.SuiteCommand.Define;
import dev.leat.component.conformance.suite.SuiteCommand.DefineAndInstantiate;
import dev.leat.component.conformance.suite.SuiteCommand.Instantiate;
import dev.leat.component.conformance.suite.SuiteCommand.Source;
import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentInstance;
import dev.leat.component.model.InstanceLimits;
import dev.leat.component.model.LinkedComponent;
import dev.leat.component.model.Linker;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ValueType;
import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does a script's commands in order, on one engine. */
final class ScriptRun implements Closeable {

    private final CoreEngine engine;
    private final Map<String, Component> definitions = new HashMap<>();
    private final Map<String, Running> instances = new HashMap<>();
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private @Nullable Component lastDefined;
    private @Nullable Running lastMade;

    private record Running(LinkedComponent linked, ComponentInstance instance) {}

    /** Something that the suite says is to be refused was not. */
    static final class NotRefusedError extends AssertionError {
        private static final long serialVersionUID = 1L;

        NotRefusedError(String text) {
            super("was not refused, and should have been for: " + text);
        }
    }

    ScriptRun(CoreEngine engine) {
        this.engine = engine;
    }

    void run(SuiteCommand command) throws IOException {
        switch (command) {
            case Define define -> define(define.name(), define.source());
            case DefineAndInstantiate both -> {
                // What was made before is not to stand in for what could not be made.
                lastMade = null;
                instantiate(both.name(), define(Optional.empty(), both.source()));
            }
            case Instantiate make -> {
                lastMade = null;
                instantiate(make.instance(), definition(make.definition()));
            }
            case AssertReturn returns -> {
                Call call = call(returns.action());
                Optional<Object> expected = returns.expected().stream()
                        .findFirst()
                        .map(value -> NaturalForm.of(value, call.type().result().orElseThrow()));
                assertThat(call.invoke().map(NaturalForm::comparable)).isEqualTo(expected.map(NaturalForm::comparable));
            }
            case AssertTrap traps -> {
                Call call = call(traps.action());
                assertThatThrownBy(call::invoke).as(traps.text()).isInstanceOf(CoreTrapException.class);
            }
            case AssertRefused refused -> refuse(refused);
        }
    }

    private Component define(Optional<String> name, Source source) throws IOException {
        lastDefined = null;
        name.ifPresent(definitions::remove);
        Component component = Component.compile(engine, binary(source));
        closing.push(component::close);
        lastDefined = component;
        name.ifPresent(given -> definitions.put(given, component));
        return component;
    }

    private Component definition(Optional<String> name) {
        Component found = name.isPresent() ? definitions.get(name.get()) : lastDefined;
        if (found == null) {
            throw new IllegalStateException("what is to be instantiated could not be defined");
        }
        return found;
    }

    private void instantiate(Optional<String> name, Component component) {
        name.ifPresent(instances::remove);
        LinkedComponent linked = new Linker(MethodHandles.lookup()).link(component);
        ComponentInstance instance = linked.instantiate(InstanceLimits.DEFAULT);
        closing.push(instance::close);
        Running running = new Running(linked, instance);
        lastMade = running;
        name.ifPresent(given -> instances.put(given, running));
    }

    private void refuse(AssertRefused refused) throws IOException {
        Component component;
        try {
            component = Component.compile(engine, binary(refused.source()));
        } catch (ComponentException expected) {
            return;
        }
        component.close();
        throw new NotRefusedError(refused.text());
    }

    private static byte[] binary(Source source) throws IOException {
        if (source.text()) {
            throw new UnsupportedOperationException("Leat reads no text format");
        }
        return Files.readAllBytes(source.file());
    }

    private record Call(ComponentInstance instance, LinkedComponent.PlannedFunction function, List<Object> arguments) {

        FunctionType type() {
            return function.type();
        }

        Optional<Object> invoke() {
            return instance.function(function).call(arguments.toArray());
        }
    }

    private Call call(Action action) {
        Running running =
                action.instance().isPresent() ? instances.get(action.instance().get()) : lastMade;
        if (running == null) {
            throw new IllegalStateException("there is no instance to call");
        }
        LinkedComponent.PlannedFunction function = running.linked().function(List.of(action.field()));
        List<ValueType> types = function.type().parameterTypes();
        List<Object> arguments = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            arguments.add(NaturalForm.of(action.arguments().get(i), types.get(i)));
        }
        return new Call(running.instance(), function, arguments);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }
}
