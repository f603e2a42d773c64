package dev.leat.component.model;

import dev.leat.component.core.CoreFunction;
import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreInstance;
import dev.leat.component.core.CoreItem;
import dev.leat.component.core.CoreLinkException;
import dev.leat.component.core.CoreMemory;
import dev.leat.component.core.CoreStore;
import dev.leat.component.core.CoreTrapException;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.core.HostCall;
import dev.leat.component.core.TrapKind;
import dev.leat.component.model.abi.Abi;
import dev.leat.component.model.abi.GuestFunction;
import dev.leat.component.model.abi.HandleBytes;
import dev.leat.component.model.abi.HostTrampoline;
import dev.leat.component.model.abi.InstanceState;
import dev.leat.component.model.abi.Resources;
import dev.leat.component.model.abi.Signature;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.link.Item.CoreSource;
import dev.leat.component.model.link.Item.FunctionSource;
import dev.leat.component.model.link.Plan;
import dev.leat.component.model.type.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running component. Confined to one thread at a time; its owner sees to the hand-over. */
public final class ComponentInstance implements AutoCloseable {

    private static final CoreFunctionType HANDLE_IN = new CoreFunctionType(List.of(CoreValueType.I32), List.of());
    private static final CoreFunctionType HANDLE_THROUGH =
            new CoreFunctionType(List.of(CoreValueType.I32), List.of(CoreValueType.I32));

    private final LinkedComponent linked;
    private final Plan plan;
    private final CoreStore store;
    private final CallTime time;
    private final InstanceState[] states;
    private final List<CoreInstance> instances = new ArrayList<>();
    private final @Nullable CoreFunction[] trampolines;
    private final @Nullable GuestFunction[] rawLifts;
    private final HostContext context;

    ComponentInstance(LinkedComponent linked, InstanceLimits limits, List<Object> state) {
        this.linked = linked;
        this.plan = linked.component().plan();
        this.trampolines = new CoreFunction[plan.trampolines().size()];
        this.rawLifts = new GuestFunction[plan.lifts().size()];
        this.states = new InstanceState[plan.componentInstances()];
        HandleBytes bytes = new HandleBytes(limits.handleBytes());
        for (int i = 0; i < states.length; i++) {
            states[i] = new InstanceState(this::destroy, bytes);
        }
        this.store = linked.component().engine().newStore(limits.store());
        this.time = new CallTime(store, limits.callTime().map(Duration::toNanos).orElse(Long.MAX_VALUE));
        this.context = new States(state, time);
        try {
            start();
        } catch (CoreLinkException unlinkable) {
            store.close();
            throw new ComponentException(
                    ComponentProblem.ENGINE,
                    "the engine " + linked.component().engine().name() + " cannot link the component: "
                            + unlinkable.getMessage(),
                    unlinkable);
        } catch (RuntimeException | Error failure) {
            store.close();
            throw failure;
        }
    }

    private record States(List<Object> objects, CallTime time) implements HostContext {
        @Override
        public <T> T state(Class<T> type) {
            for (Object object : objects) {
                if (type.isInstance(object)) {
                    return type.cast(object);
                }
            }
            throw new IllegalStateException("the instance has no state of " + type);
        }

        @Override
        public long nanosLeft() {
            return time.left();
        }
    }

    private void start() {
        time.begin();
        try {
            for (Plan.Step step : plan.steps()) {
                List<CoreType.ModuleImport> wanted =
                        linked.component().moduleType(step.module()).imports();
                List<CoreItem> arguments = new ArrayList<>(wanted.size());
                for (int i = 0; i < wanted.size(); i++) {
                    arguments.add(item(step.arguments().get(i), wanted.get(i).type()));
                }
                instances.add(store.instantiate(linked.component().module(step.module()), arguments));
            }
        } finally {
            time.end();
        }
    }

    /**
     * An exported function, to be called on this instance.
     *
     * @param function planned on this instance's {@link LinkedComponent}
     * @throws IllegalArgumentException where it was planned on another
     */
    public ComponentFunction function(LinkedComponent.PlannedFunction function) {
        if (function.linked() != linked) {
            throw new IllegalArgumentException(function + " was planned on another component than the instance is of");
        }
        return switch (function.function().source()) {
            case FunctionSource.Lifted lifted ->
                new ComponentFunction(guest(plan.lifts().get(lifted.lift()), function.signature()), time);
            case FunctionSource.Imported imported ->
                throw new ComponentException(
                        ComponentProblem.UNSUPPORTED, function + " is an import that the component exports again");
        };
    }

    /** Frees the instance's memory. Closing twice does nothing. */
    @Override
    public void close() {
        store.close();
    }

    private CoreItem item(CoreSource source, CoreType wanted) {
        return switch (source) {
            case CoreSource.FromInstance one -> instances.get(one.instance()).export(one.name());
            case CoreSource.FromHost host -> trampoline(host.trampoline(), wanted);
            case CoreSource.Unknown unknown ->
                throw new IllegalStateException("the plan uses an item of which only the type is known");
        };
    }

    private CoreFunction function(CoreSource source) {
        return (CoreFunction) item(source, new CoreType.AnyFunction());
    }

    private CoreFunction trampoline(int index, CoreType wanted) {
        Plan.Trampoline trampoline = plan.trampolines().get(index);
        if (trampoline instanceof Plan.Trampoline.Unsupported unsupported) {
            // Its type is what the import says, and another import may say something else: each gets its own.
            return unsupported(unsupported.name(), wanted);
        }
        CoreFunction made = trampolines[index];
        if (made == null) {
            made = trampoline(index, trampoline);
            trampolines[index] = made;
        }
        return made;
    }

    private CoreFunction trampoline(int index, Plan.Trampoline trampoline) {
        return switch (trampoline) {
            case Plan.Trampoline.Lower lower -> store.hostFunction(lower.coreType(), lower(index, lower));
            case Plan.Trampoline.ResourceNew one -> {
                InstanceState state = states[one.componentInstance()];
                yield store.hostFunction(
                        HANDLE_THROUGH, slots -> slots[0] = Resources.make(state, one.resource(), (int) slots[0]));
            }
            case Plan.Trampoline.ResourceRep one -> {
                InstanceState state = states[one.componentInstance()];
                yield store.hostFunction(
                        HANDLE_THROUGH,
                        slots -> slots[0] = Resources.representation(state, one.resource(), (int) slots[0]));
            }
            case Plan.Trampoline.ResourceDrop one -> {
                InstanceState state = states[one.componentInstance()];
                Consumer<Object> destroy = destructor(one);
                yield store.hostFunction(
                        HANDLE_IN,
                        slots -> Resources.drop(state, one.resource(), (int) slots[0])
                                .ifPresent(destroy));
            }
            case Plan.Trampoline.Unsupported one -> throw new IllegalStateException(one + " has no type by itself");
        };
    }

    private CoreFunction unsupported(String name, CoreType wanted) {
        CoreFunctionType type = wanted instanceof CoreType.Function function
                ? function.shared()
                        .orElseThrow(() -> new ComponentException(
                                ComponentProblem.UNSUPPORTED,
                                "a core module imports " + name + ", which Leat does not have, as " + function))
                : new CoreFunctionType(List.of(), List.of());
        return store.hostFunction(type, slots -> {
            throw new CoreTrapException(
                    TrapKind.OTHER,
                    ComponentProblem.UNSUPPORTED.code() + ": the guest called " + name + ", which Leat does not have",
                    List.of());
        });
    }

    private HostCall lower(int trampoline, Plan.Trampoline.Lower lower) {
        return switch (lower.function()) {
            case FunctionSource.Imported imported -> {
                Linker.BoundImport bound = linked.imports().get(imported.function());
                HostTrampoline.Target target = bound.function()
                        .<HostTrampoline.Target>map(function -> arguments -> function.call(context, arguments))
                        .orElse(arguments -> {
                            throw missing(bound.wanted());
                        });
                yield new HostTrampoline(() -> abi(lower.options()), bound.signature(), target, lower.coreType());
            }
            case FunctionSource.Lifted lifted ->
                new HostTrampoline(
                        () -> abi(lower.options()),
                        linked.guestCalls().caller(trampoline, lower.type()),
                        arguments -> rawLift(lifted.lift()).call(arguments).orElse(null),
                        lower.coreType());
        };
    }

    private static CoreTrapException missing(Plan.Import wanted) {
        return new CoreTrapException(
                TrapKind.OTHER,
                ComponentProblem.MISSING_IMPORT.code() + ": the guest called " + String.join("#", wanted.path())
                        + ", which nothing provides here",
                List.of());
    }

    private GuestFunction rawLift(int index) {
        GuestFunction made = rawLifts[index];
        if (made == null) {
            made = guest(plan.lifts().get(index), linked.guestCalls().callee(index));
            rawLifts[index] = made;
        }
        return made;
    }

    private GuestFunction guest(Plan.Lift lift, Signature signature) {
        return new GuestFunction(
                function(lift.function()),
                lift.options().postReturn().map(this::function),
                abi(lift.options()),
                signature);
    }

    private Abi abi(Plan.Options options) {
        return new Abi(
                states[options.componentInstance()],
                options.memory().map(source -> (CoreMemory) item(source, new CoreType.AnyFunction())),
                options.realloc().map(this::function),
                options.encoding(),
                this::owner);
    }

    private @Nullable InstanceState owner(ResourceType type) {
        return plan.resources().get(type) instanceof Plan.Resource.Defined defined
                ? states[defined.componentInstance()]
                : null;
    }

    private Consumer<Object> destructor(Plan.Trampoline.ResourceDrop drop) {
        Linker.HostResource host = linked.resources().get(drop.resource());
        return host != null
                ? host.drop()
                : object -> destroyFrom(drop.resource(), (Integer) object, drop.componentInstance());
    }

    private void destroy(ResourceType type, int representation) {
        time.begin();
        try {
            destroyFrom(type, representation, -1);
        } finally {
            time.end();
        }
    }

    private void destroyFrom(ResourceType type, int representation, int caller) {
        if (!(plan.resources().get(type) instanceof Plan.Resource.Defined defined)
                || defined.destructor().isEmpty()) {
            return;
        }
        CoreFunction destructor = function(defined.destructor().get());
        long[] slots = {representation};
        if (defined.componentInstance() == caller) {
            destructor.call(slots);
            return;
        }
        InstanceState state = states[defined.componentInstance()];
        state.enter();
        try {
            destructor.call(slots);
        } catch (RuntimeException | Error failure) {
            state.failed(failure);
            throw failure;
        } finally {
            state.exit();
        }
    }
}
