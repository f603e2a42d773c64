package dev.leat.component.model;

import dev.leat.component.model.abi.CodecPlanner;
import dev.leat.component.model.abi.HostClass;
import dev.leat.component.model.abi.Signature;
import dev.leat.component.model.link.Plan;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What the host provides to components. Fill it once, then link as many components as needed; not safe for use by
 * several threads while it is being filled.
 *
 * <p>An interface stands in for all compatible versions of itself: {@code wasi:io/streams@0.2.0} is what a component
 * gets that imports {@code wasi:io/streams@0.2.6}. What nobody provides traps when it is called, and not before.
 */
public final class Linker {

    private final MethodHandles.Lookup lookup;
    private final Map<String, HostInstance> instances = new HashMap<>();
    private final HostInstance root = new HostInstance();

    /** @param lookup with access to the Java records that functions name; {@code MethodHandles.lookup()} will do */
    public Linker(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /** One interface that the host provides. */
    public static final class HostInstance {

        private final Map<String, Provided> functions = new HashMap<>();
        private final Map<String, HostResource> resources = new HashMap<>();

        private HostInstance() {}

        /** Provides a function whose values take their natural Java form. */
        public HostInstance function(String name, HostFunction function) {
            functions.put(name, new Provided(function, Optional.empty(), Optional.empty()));
            return this;
        }

        /**
         * Provides a function whose values come and go as the Java types named.
         *
         * @param result {@code void.class} where the function gives nothing back
         */
        public HostInstance function(String name, List<Type> parameters, Type result, HostFunction function) {
            functions.put(name, new Provided(function, Optional.of(List.copyOf(parameters)), Optional.of(result)));
            return this;
        }

        /**
         * Provides a resource: handles of guests stand for objects of a Java class.
         *
         * @param drop called when a guest drops a handle that owned the object
         */
        public <T> HostInstance resource(String name, Class<T> type, Consumer<? super T> drop) {
            return weighedResource(name, type, object -> 0, drop);
        }

        /**
         * Provides a resource whose objects are large: what the handles of an instance keep alive is bounded by {@link
         * InstanceLimits#handleBytes}. An object with several handles counts with each.
         *
         * @param weigher how many bytes the object takes, at least 0; asked each time that a guest comes to own it
         * @param drop called when a guest drops a handle that owned the object
         */
        public <T> HostInstance weighedResource(
                String name, Class<T> type, ToLongFunction<? super T> weigher, Consumer<? super T> drop) {
            resources.put(
                    name,
                    new HostResource(
                            new HostClass(type, object -> weigher.applyAsLong(type.cast(object))),
                            object -> drop.accept(type.cast(object))));
            return this;
        }

        /** Provides a resource whose objects need no farewell. */
        public <T> HostInstance resource(String name, Class<T> type) {
            return resource(name, type, object -> {});
        }
    }

    private record Provided(HostFunction function, Optional<List<Type>> parameters, Optional<Type> result) {}

    /** How the host keeps a resource. */
    record HostResource(HostClass type, Consumer<Object> drop) {

        /** Of a resource that nothing provides. */
        static final HostResource NONE = new HostResource(new HostClass(Object.class, object -> 0), object -> {});
    }

    /** An import with what stands behind it; empty where nothing does. */
    record BoundImport(Plan.Import wanted, Signature signature, Optional<HostFunction> function) {}

    /** The interface of that name, made if it is not there. */
    public HostInstance instance(String name) {
        return instances.computeIfAbsent(InterfaceName.parse(name).compatibility(), any -> new HostInstance());
    }

    /** Functions and resources that components import by themselves, outside of any interface. */
    public HostInstance root() {
        return root;
    }

    /**
     * Resolves a component's imports, once for all its instances.
     *
     * @throws ComponentException where the Java types named for a function cannot carry the component's, or the
     *     component imports what no host can provide
     */
    public LinkedComponent link(Component component) {
        Plan plan = component.plan();
        if (!plan.unsupportedImports().isEmpty()) {
            throw new ComponentException(
                    ComponentProblem.UNSUPPORTED,
                    "the component imports components or core modules, which a host cannot provide: "
                            + String.join(", ", plan.unsupportedImports()) + "; compose it with them first");
        }
        Map<ResourceType, HostResource> resources = new IdentityHashMap<>();
        plan.resources().forEach((type, resource) -> {
            if (resource instanceof Plan.Resource.Imported imported) {
                resources.put(
                        type,
                        find(imported.path())
                                .map(instance ->
                                        instance.resources.get(imported.path().getLast()))
                                .orElse(HostResource.NONE));
            }
        });
        Function<ResourceType, Optional<HostClass>> hostResources =
                type -> Optional.ofNullable(resources.get(type)).map(HostResource::type);
        CodecPlanner planner = new CodecPlanner(lookup, hostResources, false);
        List<BoundImport> imports = new ArrayList<>();
        for (Plan.Import wanted : plan.imports()) {
            imports.add(bind(wanted, planner));
        }
        return new LinkedComponent(component, imports, resources, planner, new GuestCalls(plan, hostResources));
    }

    private BoundImport bind(Plan.Import wanted, CodecPlanner planner) {
        FunctionType type = wanted.type();
        Optional<Provided> provided = find(wanted.path())
                .map(instance -> instance.functions.get(wanted.path().getLast()));
        if (provided.isEmpty()) {
            return new BoundImport(wanted, Signature.plan(type, planner), Optional.empty());
        }
        try {
            Signature signature = provided.get().parameters().isEmpty()
                    ? Signature.plan(type, planner)
                    : Signature.plan(
                            type,
                            provided.get().parameters().get(),
                            provided.get().result().orElse(Object.class),
                            planner);
            return new BoundImport(wanted, signature, Optional.of(provided.get().function()));
        } catch (ComponentException misfit) {
            throw new ComponentException(
                    ComponentProblem.IMPORT_TYPE,
                    "the component imports " + String.join("#", wanted.path())
                            + " with another type than the host has: " + misfit.getMessage(),
                    misfit);
        }
    }

    private Optional<HostInstance> find(List<String> path) {
        return switch (path.size()) {
            case 1 -> Optional.of(root);
            case 2 ->
                Optional.ofNullable(
                        instances.get(InterfaceName.parse(path.getFirst()).compatibility()));
            default -> Optional.empty();
        };
    }
}
