package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.binary.ComponentDecoder.CoreModuleBinary;
import dev.leat.component.model.binary.ComponentDecoder.Decoded;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition;
import dev.leat.component.model.binary.Definition.ComponentBody;
import dev.leat.component.model.binary.Definition.Named;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.binary.TypeExpression;
import dev.leat.component.model.binary.TypeExpression.Declaration;
import dev.leat.component.model.link.ExternBinder.UniqueNames;
import dev.leat.component.model.link.Item.ComponentClosure;
import dev.leat.component.model.link.Item.CoreSource;
import dev.leat.component.model.type.ResourceType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Walks a component's definitions in their order, resolves indices, checks the rules, and writes down what an
 * instance takes to make. A nested component is walked once where it is defined, to be checked, and once more for each
 * instantiation, with the actual arguments in place of its imports: types, resources and functions then resolve by
 * themselves.
 */
public final class ComponentElaborator {

    private final List<CoreModuleBinary> modules;
    private final PlanBuilder plan;
    private final Walk walk;
    private final ExternBinder externs;
    private final boolean check;

    private ComponentElaborator(List<CoreModuleBinary> modules, PlanBuilder plan, Walk walk, boolean check) {
        this.modules = modules;
        this.plan = plan;
        this.walk = walk;
        this.check = check;
        this.externs = new ExternBinder(this, plan, walk);
    }

    /** @throws ComponentException where the component breaks a rule of the Component Model */
    public static Plan elaborate(Decoded decoded) {
        PlanBuilder plan = new PlanBuilder();
        ComponentElaborator elaborator = new ComponentElaborator(decoded.modules(), plan, new Walk(), true);
        Map<String, Item> imports = new LinkedHashMap<>();
        Map<String, Item> exports =
                elaborator.body(decoded.body(), Optional.empty(), Optional.empty(), plan.componentInstance(), imports);
        return plan.build(exports, imports);
    }

    /** Whether rules that hold for a component as written are checked; they were, where it is instantiated. */
    boolean checks() {
        return check;
    }

    /** Binds for a comparison: what it takes is no part of the plan. */
    ExternBinder apart() {
        return new ComponentElaborator(modules, new PlanBuilder(), walk, false).externs;
    }

    /** Instantiates a component and gives its exports. */
    Map<String, Item> instantiate(ComponentClosure closure, Map<String, Item> arguments) {
        return walk.deeper(() -> switch (closure) {
            case ComponentClosure.Defined defined ->
                new ComponentElaborator(modules, plan, walk, false)
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
            walk.spend();
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
        walk.spend(item.weight());
        if (check) {
            checkVisible(scope.importedNames(), item, one.name(), "import");
        }
        scope.add(item.sort(), item);
        Visibility.name(scope.importedNames(), item);
        Visibility.name(scope.exportedNames(), item);
        imports.put(one.name(), item);
    }

    private Item exportOf(Definition.Export one, Scope scope) {
        Item actual = scope.get(one.reference().sort(), one.reference().index());
        if (one.reference().sort() == Sort.CORE_FUNCTION || actual instanceof Item.Core) {
            throw invalid("core items cannot be exported from a component");
        }
        walk.spend(actual.weight());
        Item item = actual;
        if (one.description().isPresent()) {
            item = externs.bind(one.description().get(), scope, Optional.of(actual), List.of(one.name()));
        }
        if (item instanceof Item.ResourceTypeItem resource) {
            if (one.description().isPresent()
                    && one.description().get() instanceof Definition.ExternDescription.SubResource) {
                item = concealed(resource, scope);
            }
            ((Item.ResourceTypeItem) item).type().exportedAs(one.name());
        }
        if (item instanceof Item.Type type) {
            item = ExternBinder.renamed(type);
        }
        AnnotatedNames.check(one.name(), item, scope.exportedResources());
        if (check) {
            checkVisible(scope.exportedNames(), item, one.name(), "export");
        }
        scope.add(item.sort(), item);
        Visibility.name(scope.exportedNames(), item);
        return item;
    }

    private static Item.ResourceTypeItem concealed(Item.ResourceTypeItem resource, Scope scope) {
        ResourceType concealed = resource.type().concealed();
        if (scope.definedResources().contains(resource.type())) {
            scope.definedResources().add(concealed);
        }
        return new Item.ResourceTypeItem(concealed);
    }

    private void checkVisible(Set<Object> names, Item item, String name, String how) {
        Item seen = item instanceof Item.InstanceTypeItem type
                ? new ExternBinder(checking(), new PlanBuilder(), walk)
                        .instance(type.closure(), Optional.empty(), List.of(name))
                : item;
        Visibility.check(names, seen, name, how);
    }

    /** A declaration inside a component type or instance type that is neither import nor export. */
    void declaration(Declaration declaration, Scope scope) {
        walk.spend();
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
        walk.spend(type.weight());
        if (check) {
            ExternBinder binder = new ExternBinder(checking(), new PlanBuilder(), walk);
            if (type instanceof Item.InstanceTypeItem instance) {
                binder.instance(instance.closure(), Optional.empty(), List.of());
            } else if (type instanceof Item.ComponentTypeItem component) {
                binder.declared(component.closure(), Optional.empty(), Optional.empty(), new HashMap<>());
            }
        }
        return type;
    }

    private ComponentElaborator checking() {
        return new ComponentElaborator(modules, new PlanBuilder(), walk, true);
    }

    private void define(Definition definition, Scope scope) {
        switch (definition) {
            case Definition.CoreModule module -> {
                CoreInstances.checkUniqueImports(modules.get(module.module()).type());
                scope.add(
                        Sort.CORE_MODULE,
                        new Item.CoreModule(modules.get(module.module()).type(), OptionalInt.of(module.module())));
            }
            case Definition.CoreInstantiate instantiate ->
                scope.add(Sort.CORE_INSTANCE, CoreInstances.instantiate(instantiate, scope, plan, walk));
            case Definition.CoreBundle bundle ->
                scope.add(Sort.CORE_INSTANCE, CoreInstances.bundle(bundle, scope, walk));
            case Definition.CoreTypeDefinition type ->
                scope.add(Sort.CORE_TYPE, new Item.CoreTypeItem(TypeElaborator.coreType(type.type(), scope)));
            case Definition.NestedComponent nested -> {
                if (walk.firstCheck(nested.body())) {
                    checking().body(nested.body(), Optional.of(scope), Optional.empty(), 0, new HashMap<>());
                }
                scope.add(Sort.COMPONENT, new Item.Component(new ComponentClosure.Defined(nested.body(), scope)));
            }
            case Definition.Instantiate instantiate -> {
                walk.spend(instantiate.arguments().size());
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
                walk.spend(bundle.exports().size());
                Map<String, Item> exports = new LinkedHashMap<>();
                UniqueNames names = new UniqueNames("instance export");
                for (Named named : bundle.exports()) {
                    Item item = scope.get(
                            named.reference().sort(), named.reference().index());
                    names.add(named.name());
                    // Nothing in a bundle has a name there: it defines no types of its own.
                    AnnotatedNames.check(named.name(), item, new HashMap<>());
                    exports.put(named.name(), item);
                }
                scope.add(Sort.INSTANCE, Item.Instance.of(exports));
            }
            case Definition.AliasExport alias -> scope.add(alias.sort(), Aliases.export(alias, scope));
            case Definition.AliasCoreExport alias -> scope.add(alias.sort(), Aliases.coreExport(alias, scope));
            case Definition.AliasOuter alias -> {
                Item item = Aliases.outer(alias, scope);
                walk.spend(item.weight());
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
                walk.spend(scope.type(lift.type()).weight());
                scope.add(Sort.FUNCTION, Canonicals.lift(lift, scope, plan));
            }
            case Definition.Lower lower -> {
                walk.spend(scope.get(Sort.FUNCTION, lower.function()).weight());
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
}
