package dev.leat.component.model;

import dev.leat.component.model.abi.CodecPlanner;
import dev.leat.component.model.abi.Signature;
import dev.leat.component.model.link.Item;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component with its imports resolved: instances are made from it without looking anything up. Immutable and safe for
 * use by many threads.
 */
public final class LinkedComponent {

    private final Component component;
    private final List<Linker.BoundImport> imports;
    private final Map<ResourceType, Linker.HostResource> resources;
    private final CodecPlanner planner;
    private final GuestCalls guestCalls;

    LinkedComponent(
            Component component,
            List<Linker.BoundImport> imports,
            Map<ResourceType, Linker.HostResource> resources,
            CodecPlanner planner,
            GuestCalls guestCalls) {
        this.component = component;
        this.imports = List.copyOf(imports);
        this.resources = resources;
        this.planner = planner;
        this.guestCalls = guestCalls;
    }

    public Component component() {
        return component;
    }

    /** The imports that nothing provides, as {@code interface#function}: calling one traps. */
    public List<String> missingImports() {
        return imports.stream()
                .filter(one -> one.function().isEmpty())
                .map(one -> String.join("#", one.wanted().path()))
                .toList();
    }

    /**
     * Makes an instance. It belongs to one thread at a time.
     *
     * @param state objects that functions of the host find by their class in the {@link HostContext}
     * @throws dev.leat.component.core.CoreTrapException where the guest traps while it starts
     * @throws ComponentException where the engine cannot link the core modules
     */
    public ComponentInstance instantiate(InstanceLimits limits, Object... state) {
        return new ComponentInstance(this, limits, List.of(state));
    }

    /**
     * Plans how an exported function is called.
     *
     * @param path the interface's name and the function's, or the function's alone; a compatible version will do
     * @param parameters the Java types of the parameters
     * @param result the Java type of the result; {@code void.class} where there is none
     * @throws ComponentException where there is no such function, or the Java types do not fit
     */
    public PlannedFunction function(List<String> path, List<Type> parameters, Type result) {
        Item.Function function = find(path);
        return new PlannedFunction(this, path, function, Signature.plan(function.type(), parameters, result, planner));
    }

    /** Plans how an exported function is called with values in their natural Java form. */
    public PlannedFunction function(List<String> path) {
        Item.Function function = find(path);
        return new PlannedFunction(this, path, function, Signature.plan(function.type(), planner));
    }

    /** How an exported function is called, planned once for all instances. */
    public static final class PlannedFunction {

        private final LinkedComponent linked;
        private final List<String> path;
        private final Item.Function function;
        private final Signature signature;

        private PlannedFunction(
                LinkedComponent linked, List<String> path, Item.Function function, Signature signature) {
            this.linked = linked;
            this.path = List.copyOf(path);
            this.function = function;
            this.signature = signature;
        }

        public FunctionType type() {
            return function.type();
        }

        LinkedComponent linked() {
            return linked;
        }

        Item.Function function() {
            return function;
        }

        Signature signature() {
            return signature;
        }

        @Override
        public String toString() {
            return String.join("#", path);
        }
    }

    private Item.Function find(List<String> path) {
        Map<String, Item> items = component.plan().exports();
        for (String name : path.subList(0, path.size() - 1)) {
            if (items.get(name) instanceof Item.Instance exact) {
                items = exact.exports();
                continue;
            }
            String wanted = InterfaceName.parse(name).compatibility();
            items = items.entrySet().stream()
                    .filter(entry ->
                            InterfaceName.parse(entry.getKey()).compatibility().equals(wanted))
                    .map(Map.Entry::getValue)
                    .filter(Item.Instance.class::isInstance)
                    .map(item -> ((Item.Instance) item).exports())
                    .findFirst()
                    .orElseThrow(() -> missing(path));
        }
        return Optional.ofNullable(items.get(path.getLast()))
                .filter(Item.Function.class::isInstance)
                .map(Item.Function.class::cast)
                .orElseThrow(() -> missing(path));
    }

    private ComponentException missing(List<String> path) {
        return new ComponentException(
                ComponentProblem.MISSING_EXPORT,
                "the component does not export " + String.join("#", path) + "; it exports "
                        + (component.plan().exports().isEmpty()
                                ? "nothing"
                                : String.join(", ", component.plan().exports().keySet())));
    }

    List<Linker.BoundImport> imports() {
        return imports;
    }

    Map<ResourceType, Linker.HostResource> resources() {
        return resources;
    }

    GuestCalls guestCalls() {
        return guestCalls;
    }
}
