package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.ComponentDecoder.CoreModuleBinary;
import dev.leat.component.model.binary.ComponentDecoder.Decoded;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition;
import dev.leat.component.model.binary.Definition.ComponentBody;
import dev.leat.component.model.binary.Definition.Named;
import dev.leat.component.model.binary.Definition.Reference;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.binary.TypeExpression;
import dev.leat.component.model.binary.TypeExpression.Declaration;
import dev.leat.component.model.link.ExternBinder.UniqueNames;
import dev.leat.component.model.link.Item.ComponentClosure;
import dev.leat.component.model.link.Item.CoreSource;
import dev.leat.component.model.type.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Walks a component's definitions in their order, resolves indices, checks the rules, and writes down what an
 * instance takes to make. A nested component is walked once where it is defined, to be checked, and once more for each
 * instantiation, with the actual arguments in place of its imports: types, resources and functions then resolve by
 * themselves.
 */
public final class ComponentElaborator {

    /**
     * How many definitions, declarations, names and parts of types may be walked for one component: a bound on hostile
     * nesting. A component made from Python takes a twentieth of it.
     */
    private static final int BUDGET = 1_000_000;

    /** How deep instantiations, and instances that are made up from their types, may nest. */
    private static final int MAXIMUM_DEPTH = 200;

    private final List<CoreModuleBinary> modules;
    private final PlanBuilder plan;
    private final Shared shared;
    private final ExternBinder externs;
    private final boolean check;

    /** What all walks over one binary share. */
    private static final class Shared {
        private final Set<ComponentBody> checked = Collections.newSetFromMap(new IdentityHashMap<>());
        private long spent;
        private int depth;
    }

    private ComponentElaborator(List<CoreModuleBinary> modules, PlanBuilder plan, Shared shared, boolean check) {
        this.modules = modules;
        this.plan = plan;
        this.shared = shared;
        this.check = check;
        this.externs = new ExternBinder(this, plan);
    }

    /** @throws ComponentException where the component breaks a rule of the Component Model */
    public static Plan elaborate(Decoded decoded) {
        PlanBuilder plan = new PlanBuilder();
        ComponentElaborator elaborator = new ComponentElaborator(decoded.modules(), plan, new Shared(), true);
        Map<String, Item> imports = new LinkedHashMap<>();
        Map<String, Item> exports =
                elaborator.body(decoded.body(), Optional.empty(), Optional.empty(), plan.componentInstance(), imports);
        return plan.build(exports, imports);
    }

    /** Whether rules that hold for a component as written are checked; they were, where it is instantiated. */
    boolean checks() {
        return check;
    }

    /** Counts one definition or declaration against the budget. */
    void spend() {
        spend(1);
    }

    /** Counts what is about to be walked against the budget. */
    void spend(int parts) {
        shared.spent += parts;
        if (shared.spent > BUDGET) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE,
                    "the component unfolds to more than " + BUDGET + " definitions and parts of types");
        }
    }

    /** Walks one level further down. */
    <T> T deeper(Supplier<T> walk) {
        if (++shared.depth > MAXIMUM_DEPTH) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE, "instances nested more than " + MAXIMUM_DEPTH + " deep");
        }
        try {
            return walk.get();
        } finally {
            shared.depth--;
        }
    }

    /** Binds for a comparison: what it takes is no part of the plan. */
    ExternBinder apart() {
        return new ComponentElaborator(modules, new PlanBuilder(), shared, false).externs;
    }

    /** Instantiates a component and gives its exports. */
    Map<String, Item> instantiate(ComponentClosure closure, Map<String, Item> arguments) {
        return deeper(() -> switch (closure) {
            case ComponentClosure.Defined defined ->
                new ComponentElaborator(modules, plan, shared, false)
                        .body(
                                defined.body(),
                                Optional.of(defined.outer()),
                                Optional.of(arguments),
                                plan.componentInstance(),
                                new HashMap<>());
            case ComponentClosure.Declared declared ->
                externs.declared(declared, Optional.of(arguments), Optional.empty(), new HashMap<>());
        });
    }

    private Map<String, Item> body(
            ComponentBody body,
            Optional<Scope> outer,
            Optional<Map<String, Item>> arguments,
            int componentInstance,
            Map<String, Item> imports) {
        Scope scope = new Scope(outer, true, componentInstance);
        Map<String, Item> exports = new LinkedHashMap<>();
        UniqueNames importNames = new UniqueNames("import");
        UniqueNames exportNames = new UniqueNames("export");
        for (Definition definition : body.definitions()) {
            spend();
            switch (definition) {
                case Definition.Import one -> {
                    importNames.add(one.name());
                    importOf(one, scope, arguments, imports);
                }
                case Definition.Export one -> {
                    exportNames.add(one.name());
                    exports.put(one.name(), exportOf(one, scope));
                }
                default -> define(definition, scope);
            }
        }
        return exports;
    }

    private void importOf(
            Definition.Import one, Scope scope, Optional<Map<String, Item>> arguments, Map<String, Item> imports) {
        Optional<Item> given = Optional.empty();
        if (arguments.isPresent()) {
            given = Optional.ofNullable(arguments.get().get(one.name()));
            if (given.isEmpty()) {
                throw invalid("missing import named `" + one.name() + "`");
            }
        }
        Item item = externs.bind(one.description(), scope, given, List.of(one.name()));
        AnnotatedNames.check(one.name(), item, scope.importedResources());
        spend(item.weight());
        if (check) {
            checkVisible(scope.importedNames(), item, one.name(), "import");
        }
        scope.add(sort(item), item);
        Visibility.name(scope.importedNames(), item);
        Visibility.name(scope.exportedNames(), item);
        imports.put(one.name(), item);
    }

    private Item exportOf(Definition.Export one, Scope scope) {
        Item actual = scope.get(one.reference().sort(), one.reference().index());
        if (one.reference().sort() == Sort.CORE_FUNCTION || actual instanceof Item.Core) {
            throw invalid("core items cannot be exported from a component");
        }
        spend(actual.weight());
        Item item = actual;
        if (one.description().isPresent()) {
            item = externs.bind(one.description().get(), scope, Optional.of(actual), List.of(one.name()));
        }
        if (item instanceof Item.ValueTypeItem value) {
            item = ExternBinder.renamed(value);
        } else if (item instanceof Item.ResourceTypeItem resource) {
            resource.type().exportedAs(one.name());
        }
        AnnotatedNames.check(one.name(), item, scope.exportedResources());
        if (check) {
            checkVisible(scope.exportedNames(), item, one.name(), "export");
        }
        scope.add(sort(item), item);
        Visibility.name(scope.exportedNames(), item);
        return item;
    }

    private void checkVisible(Set<Object> names, Item item, String name, String how) {
        Item seen = item instanceof Item.InstanceTypeItem type
                ? new ExternBinder(checking(), new PlanBuilder())
                        .instance(type.closure(), Optional.empty(), List.of(name))
                : item;
        Visibility.check(names, seen, name, how);
    }

    /** A declaration inside a component type or instance type that is neither import nor export. */
    void declaration(Declaration declaration, Scope scope) {
        spend();
        switch (declaration) {
            case Declaration.CoreTypeOf core ->
                scope.add(Sort.CORE_TYPE, new Item.CoreTypeItem(TypeElaborator.coreType(core.type(), scope)));
            case Declaration.TypeOf type -> scope.add(Sort.TYPE, type(type.type(), scope));
            case Declaration.AliasOf alias -> {
                boolean allowed = switch (alias.alias()) {
                    case Definition.AliasExport export -> export.sort() == Sort.TYPE || export.sort() == Sort.INSTANCE;
                    case Definition.AliasOuter outer -> outer.sort() == Sort.TYPE || outer.sort() == Sort.CORE_TYPE;
                    default -> false;
                };
                if (!allowed) {
                    throw invalid("aliases in a type may only refer to types or instances");
                }
                define(alias.alias(), scope);
            }
            case Declaration.ImportOf one -> throw new IllegalStateException("an import is bound elsewhere");
            case Declaration.ExportOf one -> throw new IllegalStateException("an export is bound elsewhere");
        }
    }

    /** A type, checked at once even where only its use would unfold it. */
    private Item.Type type(TypeExpression expression, Scope scope) {
        Item.Type type = TypeElaborator.elaborate(expression, scope);
        spend(type.weight());
        if (check) {
            ExternBinder binder = new ExternBinder(checking(), new PlanBuilder());
            if (type instanceof Item.InstanceTypeItem instance) {
                binder.instance(instance.closure(), Optional.empty(), List.of());
            } else if (type instanceof Item.ComponentTypeItem component) {
                binder.declared(component.closure(), Optional.empty(), Optional.empty(), new HashMap<>());
            }
        }
        return type;
    }

    private ComponentElaborator checking() {
        return new ComponentElaborator(modules, new PlanBuilder(), shared, true);
    }

    private void define(Definition definition, Scope scope) {
        switch (definition) {
            case Definition.CoreModule module -> {
                checkUniqueImports(modules.get(module.module()).type());
                scope.add(
                        Sort.CORE_MODULE,
                        new Item.CoreModule(modules.get(module.module()).type(), OptionalInt.of(module.module())));
            }
            case Definition.CoreInstantiate instantiate ->
                scope.add(Sort.CORE_INSTANCE, coreInstantiate(instantiate, scope));
            case Definition.CoreBundle bundle -> scope.add(Sort.CORE_INSTANCE, coreBundle(bundle, scope));
            case Definition.CoreTypeDefinition type ->
                scope.add(Sort.CORE_TYPE, new Item.CoreTypeItem(TypeElaborator.coreType(type.type(), scope)));
            case Definition.NestedComponent nested -> {
                if (shared.checked.add(nested.body())) {
                    checking().body(nested.body(), Optional.of(scope), Optional.empty(), 0, new HashMap<>());
                }
                scope.add(Sort.COMPONENT, new Item.Component(new ComponentClosure.Defined(nested.body(), scope)));
            }
            case Definition.Instantiate instantiate -> {
                spend(instantiate.arguments().size());
                Map<String, Item> arguments = new HashMap<>();
                for (Named argument : instantiate.arguments()) {
                    Item item = scope.get(
                            argument.reference().sort(), argument.reference().index());
                    if (arguments.put(argument.name(), item) != null) {
                        throw invalid("instantiation argument `" + argument.name()
                                + "` conflicts with previous argument `" + argument.name() + "`");
                    }
                }
                Item.Component component = (Item.Component) scope.get(Sort.COMPONENT, instantiate.component());
                scope.add(Sort.INSTANCE, Item.Instance.of(instantiate(component.closure(), arguments)));
            }
            case Definition.Bundle bundle -> {
                spend(bundle.exports().size());
                Map<String, Item> exports = new LinkedHashMap<>();
                UniqueNames names = new UniqueNames("instance export");
                for (Named named : bundle.exports()) {
                    Item item = scope.get(
                            named.reference().sort(), named.reference().index());
                    names.add(named.name());
                    exports.put(named.name(), item);
                }
                scope.add(Sort.INSTANCE, Item.Instance.of(exports));
            }
            case Definition.AliasExport alias -> scope.add(alias.sort(), aliasExport(alias, scope));
            case Definition.AliasCoreExport alias -> scope.add(alias.sort(), aliasCoreExport(alias, scope));
            case Definition.AliasOuter alias -> {
                Item item = Outer.alias(alias, scope);
                spend(item.weight());
                scope.add(alias.sort(), item);
            }
            case Definition.TypeDefinition definitionOfType -> {
                if (definitionOfType.type() instanceof TypeExpression.Resource resource) {
                    scope.add(Sort.TYPE, resource(resource, scope));
                } else {
                    scope.add(Sort.TYPE, type(definitionOfType.type(), scope));
                }
            }
            case Definition.Lift lift -> {
                spend(scope.type(lift.type()).weight());
                scope.add(Sort.FUNCTION, Canonicals.lift(lift, scope, plan));
            }
            case Definition.Lower lower -> {
                spend(scope.get(Sort.FUNCTION, lower.function()).weight());
                scope.add(Sort.CORE_FUNCTION, Canonicals.lower(lower, scope, plan));
            }
            case Definition.ResourceNew one -> scope.add(Sort.CORE_FUNCTION, Canonicals.resourceNew(one, scope, plan));
            case Definition.ResourceDrop one ->
                scope.add(Sort.CORE_FUNCTION, Canonicals.resourceDrop(one, scope, plan));
            case Definition.ResourceRep one -> scope.add(Sort.CORE_FUNCTION, Canonicals.resourceRep(one, scope, plan));
            case Definition.UnsupportedCanon one ->
                scope.add(
                        Sort.CORE_FUNCTION,
                        new Item.Core(
                                new CoreType.AnyFunction(),
                                plan.trampoline(new Plan.Trampoline.Unsupported(one.name()))));
            case Definition.Import one -> throw new IllegalStateException("an import is bound elsewhere");
            case Definition.Export one -> throw new IllegalStateException("an export is bound elsewhere");
        }
    }

    private Item.ResourceTypeItem resource(TypeExpression.Resource resource, Scope scope) {
        if (!resource.representation().equals("i32")) {
            throw invalid("resources can only be represented by `i32`");
        }
        Optional<CoreSource> destructor = Optional.empty();
        if (resource.destructor().isPresent()) {
            Item.Core function =
                    scope.core(Sort.CORE_FUNCTION, resource.destructor().getAsInt());
            CoreMatching.check(
                    function.type(), new CoreType.Function(List.of("i32"), List.of()), "a resource's destructor");
            destructor = Optional.of(function.source());
        }
        ResourceType type = new ResourceType();
        plan.resource(type, new Plan.Resource.Defined(scope.componentInstance(), destructor));
        scope.definedResources().add(type);
        return new Item.ResourceTypeItem(type);
    }

    private static void checkUniqueImports(CoreType.Module module) {
        Set<String> seen = new HashSet<>();
        for (CoreType.ModuleImport one : module.imports()) {
            if (!seen.add(one.module() + "\0" + one.name())) {
                throw invalid("duplicate import name `" + one.module() + ":" + one.name()
                        + "` of a core module in a component");
            }
        }
    }

    private Item.CoreInstance coreInstantiate(Definition.CoreInstantiate instantiate, Scope scope) {
        Item.CoreModule module = (Item.CoreModule) scope.get(Sort.CORE_MODULE, instantiate.module());
        spend(instantiate.arguments().size()
                + module.type().imports().size()
                + module.type().exports().size());
        Map<String, Item.CoreInstance> arguments = new HashMap<>();
        for (Named argument : instantiate.arguments()) {
            Item.CoreInstance instance = (Item.CoreInstance)
                    scope.get(Sort.CORE_INSTANCE, argument.reference().index());
            if (arguments.put(argument.name(), instance) != null) {
                throw invalid("duplicate module instantiation argument named `" + argument.name() + "`");
            }
        }
        List<CoreSource> sources = new ArrayList<>();
        for (CoreType.ModuleImport one : module.type().imports()) {
            Item.CoreInstance instance = Optional.ofNullable(arguments.get(one.module()))
                    .orElseThrow(() -> invalid("missing module instantiation argument named `" + one.module() + "`"));
            Item.Core item = Optional.ofNullable(instance.exports().get(one.name()))
                    .orElseThrow(() -> invalid("module instantiation argument `" + one.module()
                            + "` does not export an item named `" + one.name() + "`"));
            CoreMatching.check(item.type(), one.type(), "import `" + one.module() + "::" + one.name() + "`");
            sources.add(item.source());
        }
        Map<String, Item.Core> exports = new LinkedHashMap<>();
        if (module.module().isPresent()) {
            int instance = plan.step(new Plan.Step(module.module().getAsInt(), List.copyOf(sources)));
            module.type()
                    .exports()
                    .forEach((name, type) ->
                            exports.put(name, new Item.Core(type, new CoreSource.FromInstance(instance, name))));
        } else {
            module.type()
                    .exports()
                    .forEach((name, type) -> exports.put(name, new Item.Core(type, new CoreSource.Unknown())));
        }
        return new Item.CoreInstance(exports);
    }

    private Item.CoreInstance coreBundle(Definition.CoreBundle bundle, Scope scope) {
        spend(bundle.exports().size());
        Map<String, Item.Core> exports = new LinkedHashMap<>();
        for (Named named : bundle.exports()) {
            Reference reference = named.reference();
            if (!(scope.get(reference.sort(), reference.index()) instanceof Item.Core item)) {
                throw invalid("a core instance exports functions, tables, memories, globals and tags only");
            }
            if (exports.put(named.name(), item) != null) {
                throw invalid("export name `" + named.name() + "` conflicts with previous name `" + named.name()
                        + "` of a core instance: duplicate export name already defined");
            }
        }
        return new Item.CoreInstance(exports);
    }

    private static Item aliasExport(Definition.AliasExport alias, Scope scope) {
        Item.Instance instance = (Item.Instance) scope.get(Sort.INSTANCE, alias.instance());
        Item item = Optional.ofNullable(instance.exports().get(alias.name()))
                .orElseThrow(
                        () -> invalid("instance " + alias.instance() + " has no export named `" + alias.name() + "`"));
        if (sort(item) != alias.sort()) {
            throw invalid("export `" + alias.name() + "` for instance " + alias.instance() + " is not a "
                    + Scope.words(alias.sort()));
        }
        return item;
    }

    private static Item aliasCoreExport(Definition.AliasCoreExport alias, Scope scope) {
        Item.CoreInstance instance = (Item.CoreInstance) scope.get(Sort.CORE_INSTANCE, alias.instance());
        Item.Core item = Optional.ofNullable(instance.exports().get(alias.name()))
                .orElseThrow(() ->
                        invalid("core instance " + alias.instance() + " has no export named `" + alias.name() + "`"));
        if (sort(item) != alias.sort()) {
            throw invalid("export `" + alias.name() + "` for core instance " + alias.instance() + " is not a "
                    + Scope.words(alias.sort()));
        }
        return item;
    }

    static Sort sort(Item item) {
        return switch (item) {
            case Item.Core core ->
                switch (core.type()) {
                    case CoreType.Function function -> Sort.CORE_FUNCTION;
                    case CoreType.AnyFunction function -> Sort.CORE_FUNCTION;
                    case CoreType.Table table -> Sort.CORE_TABLE;
                    case CoreType.Memory memory -> Sort.CORE_MEMORY;
                    case CoreType.Global global -> Sort.CORE_GLOBAL;
                    case CoreType.Tag tag -> Sort.CORE_TAG;
                    case CoreType.Opaque opaque -> Sort.CORE_FUNCTION;
                    case CoreType.Module module -> Sort.CORE_MODULE;
                };
            case Item.CoreModule module -> Sort.CORE_MODULE;
            case Item.CoreInstance instance -> Sort.CORE_INSTANCE;
            case Item.CoreTypeItem type -> Sort.CORE_TYPE;
            case Item.Function function -> Sort.FUNCTION;
            case Item.Instance instance -> Sort.INSTANCE;
            case Item.Component component -> Sort.COMPONENT;
            case Item.Type type -> Sort.TYPE;
        };
    }
}
