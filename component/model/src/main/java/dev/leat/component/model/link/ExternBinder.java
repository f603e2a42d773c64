package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition.ExternDescription;
import dev.leat.component.model.binary.TypeExpression.Declaration;
import dev.leat.component.model.link.Item.ComponentClosure;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Binds what is declared to what is given: an import to its argument, an export to its description. Where nothing is
 * given, it makes up an item of the declared type, to be provided by the host.
 */
final class ExternBinder {

    private final ComponentElaborator components;
    private final PlanBuilder plan;
    private final Walk walk;

    ExternBinder(ComponentElaborator components, PlanBuilder plan, Walk walk) {
        this.components = components;
        this.plan = plan;
        this.walk = walk;
    }

    /**
     * @param given what stands behind the declaration; empty where the host is to provide it
     * @param path where the host finds it, and what messages call it
     */
    Item bind(ExternDescription description, Scope scope, Optional<Item> given, List<String> path) {
        walk.spend();
        return switch (description) {
            case ExternDescription.FunctionOf function -> {
                var type = TypeElaborator.functionType(scope, function.type());
                int weight = scope.type(function.type()).weight();
                walk.spend(weight);
                if (given.isEmpty()) {
                    yield new Item.Function(type, plan.importFunction(path, type), weight);
                }
                if (!(given.get() instanceof Item.Function actual)) {
                    throw mismatch(path, "func", given.get());
                }
                if (!actual.type().equals(type)) {
                    throw invalid(
                            "type mismatch for " + words(path) + ": expected " + type + ", found " + actual.type());
                }
                yield new Item.Function(type, actual.source(), weight);
            }
            case ExternDescription.TypeEqual equal -> {
                Item.Type declared = scope.type(equal.type());
                walk.spend(declared.weight());
                if (given.isPresent()) {
                    if (!(given.get() instanceof Item.Type actual)) {
                        throw mismatch(path, "type", given.get());
                    }
                    checkSameType(declared, actual, path);
                    yield actual;
                }
                yield renamed(declared);
            }
            case ExternDescription.SubResource resource -> {
                if (given.isEmpty()) {
                    ResourceType type = new ResourceType(path.isEmpty() ? "resource" : path.getLast());
                    plan.resource(type, new Plan.Resource.Imported(List.copyOf(path)));
                    yield new Item.ResourceTypeItem(type);
                }
                if (!(given.get() instanceof Item.ResourceTypeItem actual)) {
                    throw mismatch(path, "resource", given.get());
                }
                yield actual;
            }
            case ExternDescription.InstanceOf instance -> {
                if (!(scope.type(instance.type()) instanceof Item.InstanceTypeItem type)) {
                    throw invalid("type index " + instance.type() + " is not an instance type");
                }
                if (given.isPresent() && !(given.get() instanceof Item.Instance)) {
                    throw mismatch(path, "instance", given.get());
                }
                yield instance(type.closure(), given.map(item -> (Item.Instance) item), path);
            }
            case ExternDescription.ComponentOf component -> {
                if (!(scope.type(component.type()) instanceof Item.ComponentTypeItem type)) {
                    throw invalid("type index " + component.type() + " is not a component type");
                }
                if (given.isEmpty()) {
                    plan.unsupportedImport(words(path));
                    yield new Item.Component(type.closure());
                }
                if (!(given.get() instanceof Item.Component actual)) {
                    throw mismatch(path, "component", given.get());
                }
                checkSubtype(actual.closure(), type.closure(), path);
                yield actual;
            }
            case ExternDescription.CoreModuleOf module -> {
                CoreType.Module type = TypeElaborator.moduleTypeAt(scope, module.coreType());
                if (given.isEmpty()) {
                    plan.unsupportedImport(words(path));
                    yield new Item.CoreModule(type, OptionalInt.empty());
                }
                if (!(given.get() instanceof Item.CoreModule actual)) {
                    throw mismatch(path, "module", given.get());
                }
                CoreMatching.checkModule(actual.type(), type, words(path));
                yield actual;
            }
        };
    }

    /** An instance of a declared type, made up or seen through the declaration. */
    Item.Instance instance(Item.InstanceClosure closure, Optional<Item.Instance> given, List<String> path) {
        return walk.deeper(() -> unfolded(closure, given, path));
    }

    private Item.Instance unfolded(Item.InstanceClosure closure, Optional<Item.Instance> given, List<String> path) {
        Scope scope =
                new Scope(Optional.of(closure.outer()), false, closure.outer().componentInstance());
        Map<String, Item> exports = new LinkedHashMap<>();
        UniqueNames names = new UniqueNames("export");
        for (Declaration declaration : closure.declarations()) {
            switch (declaration) {
                case Declaration.ImportOf one -> throw invalid("an instance type declares no imports");
                case Declaration.ExportOf one ->
                    exports.put(names.add(one.name()), export(one, scope, given.map(Item.Instance::exports), path));
                default -> components.declaration(declaration, scope);
            }
        }
        return Item.Instance.of(exports);
    }

    private Item export(Declaration.ExportOf one, Scope scope, Optional<Map<String, Item>> given, List<String> path) {
        Optional<Item> actual = Optional.empty();
        if (given.isPresent()) {
            actual = Optional.ofNullable(given.get().get(one.name()));
            if (actual.isEmpty()) {
                throw invalid("missing expected export `" + one.name() + "`" + of(path));
            }
        }
        List<String> inner = new ArrayList<>(path);
        inner.add(one.name());
        Item item = bind(one.description(), scope, actual, inner);
        AnnotatedNames.check(one.name(), item, scope.exportedResources());
        scope.add(item.sort(), item);
        Visibility.name(scope.exportedNames(), item);
        return item;
    }

    /** Instantiates a component of which only the type is known. */
    Map<String, Item> declared(
            ComponentClosure.Declared closure,
            Optional<Map<String, Item>> arguments,
            Optional<Map<String, Item>> exportsGiven,
            Map<String, Item> importsMade) {
        Scope scope =
                new Scope(Optional.of(closure.outer()), false, closure.outer().componentInstance());
        Map<String, Item> exports = new LinkedHashMap<>();
        UniqueNames importNames = new UniqueNames("import");
        UniqueNames exportNames = new UniqueNames("export");
        for (Declaration declaration : closure.declarations()) {
            switch (declaration) {
                case Declaration.ImportOf one -> {
                    importNames.add(one.name());
                    Optional<Item> given = Optional.empty();
                    if (arguments.isPresent()) {
                        given = Optional.ofNullable(arguments.get().get(one.name()));
                        if (given.isEmpty()) {
                            throw invalid("missing import named `" + one.name() + "`");
                        }
                    }
                    Item item = bind(one.description(), scope, given, List.of(one.name()));
                    AnnotatedNames.check(one.name(), item, scope.importedResources());
                    if (components.checks()) {
                        Visibility.check(scope.importedNames(), item, one.name(), "import");
                    }
                    scope.add(item.sort(), item);
                    Visibility.name(scope.importedNames(), item);
                    Visibility.name(scope.exportedNames(), item);
                    importsMade.put(one.name(), item);
                }
                case Declaration.ExportOf one -> {
                    Item item = export(one, scope, exportsGiven, List.of());
                    if (components.checks()) {
                        Visibility.check(scope.exportedNames(), item, one.name(), "export");
                    }
                    exports.put(exportNames.add(one.name()), item);
                }
                default -> components.declaration(declaration, scope);
            }
        }
        return exports;
    }

    /** A component fits a type where it makes do with the type's imports and then has the type's exports. */
    private void checkSubtype(ComponentClosure actual, ComponentClosure.Declared expected, List<String> path) {
        // Made up for the comparison alone: nothing of it may get into the plan.
        ExternBinder apart = components.apart();
        Map<String, Item> imports = new HashMap<>();
        apart.declared(expected, Optional.empty(), Optional.empty(), imports);
        Map<String, Item> exports = apart.components.instantiate(actual, imports);
        apart.declared(expected, Optional.of(imports), Optional.of(exports), new HashMap<>());
    }

    private void checkSameType(Item.Type declared, Item.Type actual, List<String> path) {
        boolean same = switch (declared) {
            case Item.ValueTypeItem value ->
                actual instanceof Item.ValueTypeItem other && value.type().equals(other.type());
            case Item.FunctionTypeItem function ->
                actual instanceof Item.FunctionTypeItem other && function.type().equals(other.type());
            case Item.ResourceTypeItem resource ->
                actual instanceof Item.ResourceTypeItem other && resource.type() == other.type();
            case Item.InstanceTypeItem instance -> {
                if (actual instanceof Item.InstanceTypeItem other) {
                    ExternBinder apart = components.apart();
                    Item.Instance made = apart.instance(other.closure(), Optional.empty(), path);
                    apart.instance(instance.closure(), Optional.of(made), path);
                    yield true;
                }
                yield false;
            }
            case Item.ComponentTypeItem component -> {
                if (actual instanceof Item.ComponentTypeItem other) {
                    checkSubtype(other.closure(), component.closure(), path);
                    yield true;
                }
                yield false;
            }
        };
        if (!same) {
            throw invalid("type mismatch for " + words(path) + ": expected " + describe(declared) + ", found "
                    + describe(actual));
        }
    }

    private static String describe(Item item) {
        return switch (item) {
            case Item.ValueTypeItem value -> value.type().toString();
            case Item.FunctionTypeItem function -> function.type().toString();
            case Item.ResourceTypeItem resource -> "resource " + resource.type().name();
            default -> kind(item);
        };
    }

    /** The same type under a name of its own. */
    static Item.Type renamed(Item.Type type) {
        if (type instanceof Item.ResourceTypeItem resource) {
            return new Item.ResourceTypeItem(
                    resource.type(), resource.identity().renamed());
        }
        if (!(type instanceof Item.ValueTypeItem value)) {
            return type;
        }
        ValueType renamed = switch (value.type()) {
            case ValueType.RecordOf structure ->
                new ValueType.RecordOf(structure.fields(), structure.identity().renamed());
            case ValueType.VariantOf variant ->
                new ValueType.VariantOf(variant.cases(), variant.identity().renamed());
            case ValueType.EnumOf names ->
                new ValueType.EnumOf(names.names(), names.identity().renamed());
            case ValueType.FlagsOf flags ->
                new ValueType.FlagsOf(flags.names(), flags.identity().renamed());
            default -> value.type();
        };
        return new Item.ValueTypeItem(renamed, value.weight(), value.depth());
    }

    private static RuntimeException mismatch(List<String> path, String expected, Item found) {
        return invalid("type mismatch for " + words(path) + ": expected " + expected + ", found " + kind(found));
    }

    static String kind(Item item) {
        return switch (item) {
            case Item.Core core -> "core item";
            case Item.CoreModule module -> "module";
            case Item.CoreInstance instance -> "core instance";
            case Item.CoreTypeItem type -> "core type";
            case Item.Function function -> "func";
            case Item.Instance instance -> "instance";
            case Item.Component component -> "component";
            case Item.ResourceTypeItem resource -> "resource";
            case Item.Type type -> "type";
        };
    }

    private static String words(List<String> path) {
        return path.isEmpty() ? "an export" : "`" + String.join("` `", path) + "`";
    }

    private static String of(List<String> path) {
        return path.isEmpty() ? "" : " of " + words(path);
    }

    /** Names side by side, each valid, no two alike. */
    static final class UniqueNames {

        private final String what;
        private final Map<String, String> seen = new HashMap<>();

        UniqueNames(String what) {
            this.what = what;
        }

        String add(String name) {
            Names.checkExtern(name, what);
            String before = seen.putIfAbsent(Names.uniqueKey(name), name);
            if (before != null) {
                throw invalid(what + " name `" + name + "` conflicts with previous name `" + before + "`");
            }
            return name;
        }
    }
}
