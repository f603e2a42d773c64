package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.core.CoreFunctionType;
import dev.leat.component.core.CoreValueType;
import dev.leat.component.model.abi.Layout;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.link.Item.CoreSource;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks canonical functions and writes them into the plan. */
final class Canonicals {

    private static final CoreType.Function HANDLE_IN = new CoreType.Function(List.of("i32"), List.of());
    private static final CoreType.Function HANDLE_THROUGH = new CoreType.Function(List.of("i32"), List.of("i32"));
    private static final CoreType.Function REALLOC =
            new CoreType.Function(List.of("i32", "i32", "i32", "i32"), List.of("i32"));

    private Canonicals() {}

    static Item lift(Definition.Lift lift, Scope scope, PlanBuilder plan) {
        FunctionType type = TypeElaborator.functionType(scope, lift.type());
        int weight = scope.type(lift.type()).weight();
        Item.Core function = scope.core(Sort.CORE_FUNCTION, lift.coreFunction());
        Plan.Options options = options(lift.options(), scope, "lift");
        if (!lift.options().async()) {
            List<CoreValueType> parameters = Layout.flatParameters(type);
            List<CoreValueType> results = Layout.flatResults(type);
            boolean byPointer = parameters.size() > Layout.MAX_FLAT_PARAMETERS;
            boolean resultByPointer = results.size() > Layout.MAX_FLAT_RESULTS;
            CoreFunctionType flat = new CoreFunctionType(
                    byPointer ? List.of(CoreValueType.I32) : parameters,
                    resultByPointer ? List.of(CoreValueType.I32) : results);
            CoreMatching.check(function.type(), text(flat), "the lifted function");
            boolean lowersIntoMemory =
                    byPointer || type.parameterTypes().stream().anyMatch(Layout::pointsToMemory);
            boolean readsMemory =
                    resultByPointer || type.result().map(Layout::pointsToMemory).orElse(false);
            require(lowersIntoMemory || readsMemory, options.memory(), "memory");
            require(lowersIntoMemory, options.realloc(), "realloc");
            if (options.postReturn().isPresent()) {
                Item.Core after = scope.core(
                        Sort.CORE_FUNCTION, lift.options().postReturn().getAsInt());
                CoreMatching.check(
                        after.type(),
                        text(new CoreFunctionType(flat.results(), List.of())),
                        "the `post-return` function");
            }
        }
        return new Item.Function(type, plan.lift(new Plan.Lift(function.source(), type, options)), weight);
    }

    static Item lower(Definition.Lower lower, Scope scope, PlanBuilder plan) {
        Item.Function function = (Item.Function) scope.get(Sort.FUNCTION, lower.function());
        FunctionType type = function.type();
        if (lower.options().postReturn().isPresent()) {
            throw invalid("canonical option `post-return` cannot be specified for lowerings");
        }
        Plan.Options options = options(lower.options(), scope, "lower");
        List<CoreValueType> parameters = Layout.flatParameters(type);
        List<CoreValueType> results = Layout.flatResults(type);
        if (lower.options().async()) {
            return new Item.Core(
                    text(asyncLowered(parameters, results)),
                    plan.trampoline(new Plan.Trampoline.Unsupported("an async lower")));
        }
        boolean byPointer = parameters.size() > Layout.MAX_FLAT_PARAMETERS;
        boolean resultByPointer = results.size() > Layout.MAX_FLAT_RESULTS;
        List<CoreValueType> in = new ArrayList<>(byPointer ? List.of(CoreValueType.I32) : parameters);
        if (resultByPointer) {
            in.add(CoreValueType.I32);
        }
        CoreFunctionType flat = new CoreFunctionType(in, resultByPointer ? List.of() : results);
        boolean readsMemory = byPointer || type.parameterTypes().stream().anyMatch(Layout::pointsToMemory);
        boolean allocates = type.result().map(Layout::pointsToMemory).orElse(false);
        require(readsMemory || resultByPointer || allocates, options.memory(), "memory");
        require(allocates, options.realloc(), "realloc");
        return new Item.Core(
                text(flat), plan.trampoline(new Plan.Trampoline.Lower(function.source(), type, options, flat)));
    }

    /** Results go to memory, and the core function answers with the state of the call. */
    private static CoreFunctionType asyncLowered(List<CoreValueType> parameters, List<CoreValueType> results) {
        List<CoreValueType> in = new ArrayList<>(
                parameters.size() > Layout.MAX_FLAT_ASYNC_PARAMETERS ? List.of(CoreValueType.I32) : parameters);
        if (!results.isEmpty()) {
            in.add(CoreValueType.I32);
        }
        return new CoreFunctionType(in, List.of(CoreValueType.I32));
    }

    private static void require(boolean needed, Optional<CoreSource> option, String name) {
        if (needed && option.isEmpty()) {
            throw invalid("canonical option `" + name + "` is required");
        }
    }

    private static Plan.Options options(Definition.Options options, Scope scope, String what) {
        Optional<CoreSource> memory = source(options.memory(), Sort.CORE_MEMORY, scope);
        if (options.memory().isPresent()
                && scope.core(Sort.CORE_MEMORY, options.memory().getAsInt()).type() instanceof CoreType.Memory type
                && type.address64()) {
            throw invalid("canonical ABI memory is not a 32-bit linear memory");
        }
        if (options.realloc().isPresent()) {
            if (memory.isEmpty()) {
                throw invalid("canonical option `memory` is required where `realloc` is given for a " + what);
            }
            CoreMatching.check(
                    scope.core(Sort.CORE_FUNCTION, options.realloc().getAsInt()).type(),
                    REALLOC,
                    "the `realloc` function");
        }
        if (options.callback().isPresent() && !options.async()) {
            throw invalid("cannot specify callback without async");
        }
        return new Plan.Options(
                options.encoding(),
                memory,
                source(options.realloc(), Sort.CORE_FUNCTION, scope),
                source(options.postReturn(), Sort.CORE_FUNCTION, scope),
                scope.componentInstance());
    }

    private static Optional<CoreSource> source(OptionalInt index, Sort sort, Scope scope) {
        return index.isPresent()
                ? Optional.of(scope.core(sort, index.getAsInt()).source())
                : Optional.empty();
    }

    private static CoreType.Function text(CoreFunctionType type) {
        return new CoreType.Function(
                type.parameters().stream()
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList(),
                type.results().stream()
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    static Item resourceNew(Definition.ResourceNew one, Scope scope, PlanBuilder plan) {
        return new Item.Core(
                HANDLE_THROUGH,
                plan.trampoline(new Plan.Trampoline.ResourceNew(local(one.type(), scope), scope.componentInstance())));
    }

    static Item resourceRep(Definition.ResourceRep one, Scope scope, PlanBuilder plan) {
        return new Item.Core(
                HANDLE_THROUGH,
                plan.trampoline(new Plan.Trampoline.ResourceRep(local(one.type(), scope), scope.componentInstance())));
    }

    static Item resourceDrop(Definition.ResourceDrop one, Scope scope, PlanBuilder plan) {
        return new Item.Core(
                HANDLE_IN,
                plan.trampoline(new Plan.Trampoline.ResourceDrop(
                        TypeElaborator.resourceType(scope, one.type()).actual(), scope.componentInstance())));
    }

    private static ResourceType local(int index, Scope scope) {
        ResourceType type = TypeElaborator.resourceType(scope, index);
        if (!scope.definedResources().contains(type)) {
            throw invalid("type index " + index + " is not a local resource: it is not defined by this component");
        }
        return type.actual();
    }
}
