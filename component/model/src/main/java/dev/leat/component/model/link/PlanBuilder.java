package dev.leat.component.model.link;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Collects a plan while a component is elaborated; thrown away where only validity matters. */
final class PlanBuilder {

    /** How many core modules one component may instantiate, nested components included. */
    private static final int MAXIMUM_STEPS = 10_000;

    /** How many component instances one component may make, itself included. */
    private static final int MAXIMUM_INSTANCES = 10_000;

    private final List<Plan.Step> steps = new ArrayList<>();
    private final List<Plan.Trampoline> trampolines = new ArrayList<>();
    private final List<Plan.Lift> lifts = new ArrayList<>();
    private final List<Plan.Import> imports = new ArrayList<>();
    private final Map<ResourceType, Plan.Resource> resources = new IdentityHashMap<>();
    private final List<String> unsupportedImports = new ArrayList<>();
    private int componentInstances;

    int step(Plan.Step step) {
        if (steps.size() == MAXIMUM_STEPS) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE, "the component makes more than " + MAXIMUM_STEPS + " core instances");
        }
        steps.add(step);
        return steps.size() - 1;
    }

    Item.CoreSource trampoline(Plan.Trampoline trampoline) {
        trampolines.add(trampoline);
        return new Item.CoreSource.FromHost(trampolines.size() - 1);
    }

    Item.FunctionSource lift(Plan.Lift lift) {
        lifts.add(lift);
        return new Item.FunctionSource.Lifted(lifts.size() - 1);
    }

    Item.FunctionSource importFunction(List<String> path, FunctionType type) {
        imports.add(new Plan.Import(List.copyOf(path), type));
        return new Item.FunctionSource.Imported(imports.size() - 1);
    }

    void resource(ResourceType type, Plan.Resource resource) {
        resources.put(type, resource);
    }

    void unsupportedImport(String name) {
        unsupportedImports.add(name);
    }

    int componentInstance() {
        if (componentInstances == MAXIMUM_INSTANCES) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE,
                    "the component makes more than " + MAXIMUM_INSTANCES + " component instances");
        }
        return componentInstances++;
    }

    Plan build(Map<String, Item> exports, Map<String, Item> importItems) {
        return new Plan(
                List.copyOf(steps),
                List.copyOf(trampolines),
                List.copyOf(lifts),
                List.copyOf(imports),
                resources,
                componentInstances,
                exports,
                importItems,
                List.copyOf(unsupportedImports));
    }
}
