package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.abi.Layout;
import dev.leat.component.model.binary.CoreType;
import dev.leat.component.model.binary.Definition.CoreDeclaration;
import dev.leat.component.model.binary.Definition.CoreExternDescription;
import dev.leat.component.model.binary.Definition.CoreTypeExpression;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.binary.TypeExpression;
import dev.leat.component.model.binary.TypeExpression.CaseUse;
import dev.leat.component.model.binary.TypeExpression.NamedUse;
import dev.leat.component.model.binary.TypeExpression.Use;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.TypeIdentity;
import dev.leat.component.model.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns types as written into types: indices resolved, rules checked. */
final class TypeElaborator {

    /** How many parts a type may have all in all, shared parts counted as often as they occur. */
    private static final int MAXIMUM_WEIGHT = 1_000_000;

    /** How deep types may nest in each other. */
    private static final int MAXIMUM_DEPTH = 100;

    /** How many bytes one value may take in memory, what it points to left aside. */
    private static final long MAXIMUM_VALUE_SIZE = (1L << 28) - 1;

    private TypeElaborator() {}

    /** @throws ComponentException where the type breaks a rule; resources are for {@link ComponentElaborator} */
    static Item.Type elaborate(TypeExpression expression, Scope scope) {
        return switch (expression) {
            case TypeExpression.Function function -> function(function, scope);
            case TypeExpression.Component component ->
                new Item.ComponentTypeItem(new Item.ComponentClosure.Declared(component.declarations(), scope));
            case TypeExpression.Instance instance ->
                new Item.InstanceTypeItem(new Item.InstanceClosure(instance.declarations(), scope));
            case TypeExpression.Resource resource ->
                throw invalid("resources can only be defined within a concrete component");
            default -> {
                Weighed weighed = new Weighed(scope);
                ValueType type = weighed.value(expression);
                checkWeight(weighed);
                checkSize(Layout.largestSize(type));
                yield new Item.ValueTypeItem(type, weighed.weight, weighed.depth);
            }
        };
    }

    private static void checkSize(long bytes) {
        if (bytes > MAXIMUM_VALUE_SIZE) {
            throw invalid("type size is too large: a value of it takes more than 2^28 - 1 bytes");
        }
    }

    private static void checkWeight(Weighed weighed) {
        if (weighed.depth > MAXIMUM_DEPTH) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE, "types nested more than " + MAXIMUM_DEPTH + " deep");
        }
        if (weighed.weight > MAXIMUM_WEIGHT) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE,
                    "effective type size exceeds the limit of " + MAXIMUM_WEIGHT + " parts");
        }
    }

    private static Item.Type function(TypeExpression.Function function, Scope scope) {
        Weighed weighed = new Weighed(scope);
        List<ValueType.Field> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (NamedUse parameter : function.parameters()) {
            Names.checkLabel(parameter.name(), "function parameter");
            if (!names.add(parameter.name().toLowerCase(Locale.ROOT))) {
                throw invalid("function parameter name `" + parameter.name()
                        + "` conflicts with previous parameter name `" + parameter.name() + "`");
            }
            parameters.add(new ValueType.Field(parameter.name(), weighed.use(parameter.type())));
        }
        Optional<ValueType> result = function.result().map(weighed::use);
        // Before anything walks the types.
        checkWeight(weighed);
        if (result.isPresent() && containsBorrow(result.get())) {
            throw invalid("function result cannot contain a `borrow` type");
        }
        FunctionType type = new FunctionType(parameters, result, function.async());
        checkSize(Layout.sizeOf(type.parameterTypes()));
        return new Item.FunctionTypeItem(type, weighed.weight);
    }

    static boolean containsBorrow(ValueType type) {
        return switch (type) {
            case ValueType.Borrow borrow -> true;
            case ValueType.ListOf list -> containsBorrow(list.element());
            case ValueType.MapOf map -> containsBorrow(map.key()) || containsBorrow(map.value());
            case ValueType.RecordOf structure ->
                structure.fields().stream().anyMatch(field -> containsBorrow(field.type()));
            case ValueType.TupleOf tuple -> tuple.elements().stream().anyMatch(TypeElaborator::containsBorrow);
            case ValueType.VariantOf variant ->
                variant.cases().stream()
                        .anyMatch(one -> one.payload()
                                .map(TypeElaborator::containsBorrow)
                                .orElse(false));
            case ValueType.OptionOf option -> containsBorrow(option.some());
            case ValueType.ResultOf result ->
                result.ok().map(TypeElaborator::containsBorrow).orElse(false)
                        || result.err().map(TypeElaborator::containsBorrow).orElse(false);
            case ValueType.Channel channel ->
                channel.element().map(TypeElaborator::containsBorrow).orElse(false);
            case ValueType.Primitive primitive -> false;
            case ValueType.EnumOf names -> false;
            case ValueType.FlagsOf flags -> false;
            case ValueType.Own own -> false;
        };
    }

    static FunctionType functionType(Scope scope, int index) {
        if (scope.type(index) instanceof Item.FunctionTypeItem function) {
            return function.type();
        }
        throw invalid("type index " + index + " is not a function type");
    }

    static ResourceType resourceType(Scope scope, int index) {
        return resource(scope, index).type();
    }

    private static Item.ResourceTypeItem resource(Scope scope, int index) {
        if (scope.type(index) instanceof Item.ResourceTypeItem resource) {
            return resource;
        }
        throw invalid("type index " + index + " is not a resource type");
    }

    /** Resolves the uses inside one type and counts its parts. */
    private static final class Weighed {

        private final Scope scope;
        private int weight = 1;
        private int depth = 1;

        Weighed(Scope scope) {
            this.scope = scope;
        }

        ValueType use(Use use) {
            return switch (use) {
                case Use.Simple simple -> {
                    weight++;
                    yield simple.primitive();
                }
                case Use.Indexed indexed -> {
                    if (!(scope.type(indexed.index()) instanceof Item.ValueTypeItem item)) {
                        throw invalid("type index " + indexed.index() + " is not a defined type");
                    }
                    weight = Math.min(Integer.MAX_VALUE / 2, weight + item.weight());
                    depth = Math.max(depth, item.depth() + 1);
                    yield item.type();
                }
            };
        }

        ValueType value(TypeExpression expression) {
            return switch (expression) {
                case TypeExpression.PrimitiveType primitive -> primitive.primitive();
                case TypeExpression.RecordType structure -> {
                    notEmpty(structure.fields(), "record type must have at least one field");
                    UniqueLabels labels = new UniqueLabels("record field");
                    yield new ValueType.RecordOf(
                            structure.fields().stream()
                                    .map(field -> new ValueType.Field(labels.add(field.name()), use(field.type())))
                                    .toList(),
                            new TypeIdentity());
                }
                case TypeExpression.VariantType variant -> {
                    notEmpty(variant.cases(), "variant type must have at least one case");
                    UniqueLabels labels = new UniqueLabels("variant case");
                    List<ValueType.Case> cases = new ArrayList<>();
                    for (CaseUse one : variant.cases()) {
                        cases.add(new ValueType.Case(
                                labels.add(one.name()), one.payload().map(this::use)));
                    }
                    yield new ValueType.VariantOf(cases, new TypeIdentity());
                }
                case TypeExpression.ListType list -> {
                    if (list.length().isPresent() && list.length().getAsInt() == 0) {
                        throw invalid("fixed-length lists must have more than zero elements");
                    }
                    yield new ValueType.ListOf(use(list.element()), list.length());
                }
                case TypeExpression.MapType map -> {
                    ValueType key = use(map.key());
                    if (!(key instanceof ValueType.Primitive primitive)
                            || primitive == ValueType.Primitive.F32
                            || primitive == ValueType.Primitive.F64
                            || primitive == ValueType.Primitive.ERROR_CONTEXT) {
                        throw invalid("invalid map key type " + key);
                    }
                    yield new ValueType.MapOf(key, use(map.value()));
                }
                case TypeExpression.TupleType tuple -> {
                    notEmpty(tuple.elements(), "tuple type must have at least one type");
                    yield new ValueType.TupleOf(
                            tuple.elements().stream().map(this::use).toList());
                }
                case TypeExpression.FlagsType flags -> {
                    notEmpty(flags.names(), "flags must have at least one entry");
                    if (flags.names().size() > 32) {
                        throw invalid("cannot have more than 32 flags");
                    }
                    yield new ValueType.FlagsOf(labels(flags.names(), "flag"), new TypeIdentity());
                }
                case TypeExpression.EnumType names -> {
                    notEmpty(names.names(), "enum type must have at least one variant");
                    yield new ValueType.EnumOf(labels(names.names(), "enum tag"), new TypeIdentity());
                }
                case TypeExpression.OptionType option -> new ValueType.OptionOf(use(option.some()));
                case TypeExpression.ResultType result ->
                    new ValueType.ResultOf(
                            result.ok().map(this::use), result.err().map(this::use));
                case TypeExpression.OwnType own -> {
                    Item.ResourceTypeItem item = resource(scope, own.resource());
                    yield new ValueType.Own(item.type(), item.identity());
                }
                case TypeExpression.BorrowType borrow -> {
                    Item.ResourceTypeItem item = resource(scope, borrow.resource());
                    yield new ValueType.Borrow(item.type(), item.identity());
                }
                case TypeExpression.ChannelType channel -> {
                    Optional<ValueType> element = channel.element().map(this::use);
                    if (channel.stream() && element.equals(Optional.of(ValueType.Primitive.CHAR))) {
                        throw invalid("`stream<char>` is not valid at this time");
                    }
                    if (element.isPresent() && containsBorrow(element.get())) {
                        throw invalid("`borrow` cannot be carried by a stream or future");
                    }
                    yield new ValueType.Channel(channel.stream(), element);
                }
                case TypeExpression.Function function -> throw invalid("a function is not a value type");
                case TypeExpression.Resource resource -> throw invalid("a resource is not a value type");
                case TypeExpression.Component component -> throw invalid("a component is not a value type");
                case TypeExpression.Instance instance -> throw invalid("an instance is not a value type");
            };
        }

        private List<String> labels(List<String> names, String what) {
            weight += names.size();
            UniqueLabels labels = new UniqueLabels(what);
            names.forEach(labels::add);
            return names;
        }

        private static void notEmpty(List<?> parts, String message) {
            if (parts.isEmpty()) {
                throw invalid(message);
            }
        }
    }

    /** Names within one type: well formed, and different from each other even where case is not told apart. */
    private static final class UniqueLabels {

        private final String what;
        private final Map<String, String> seen = new LinkedHashMap<>();

        UniqueLabels(String what) {
            this.what = what;
        }

        String add(String name) {
            Names.checkLabel(name, what);
            String before = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
            if (before != null) {
                throw invalid(what + " name `" + name + "` conflicts with previous " + what + " name `" + before + "`");
            }
            return name;
        }
    }

    static CoreType coreType(CoreTypeExpression expression, Scope scope) {
        return switch (expression) {
            case CoreTypeExpression.Plain plain -> plain.type();
            case CoreTypeExpression.ModuleOf module -> moduleType(module.declarations(), coreScopes(scope));
        };
    }

    /** The core types of a scope and of those around it, the innermost first. */
    private static List<List<CoreType>> coreScopes(Scope scope) {
        List<List<CoreType>> scopes = new ArrayList<>();
        for (Optional<Scope> one = Optional.of(scope);
                one.isPresent();
                one = one.get().outer()) {
            scopes.add(one.get().coreTypes());
        }
        return scopes;
    }

    private static CoreType moduleType(List<CoreDeclaration> declarations, List<List<CoreType>> outer) {
        List<CoreType> types = new ArrayList<>();
        List<List<CoreType>> scopes = new ArrayList<>(outer);
        scopes.addFirst(types);
        List<CoreType.ModuleImport> imports = new ArrayList<>();
        Set<String> importNames = new HashSet<>();
        Map<String, CoreType> exports = new LinkedHashMap<>();
        for (CoreDeclaration declaration : declarations) {
            switch (declaration) {
                case CoreDeclaration.TypeOf type -> {
                    types.add(
                            switch (type.type()) {
                                case CoreTypeExpression.Plain plain -> plain.type();
                                case CoreTypeExpression.ModuleOf inner ->
                                    throw invalid("a core module type cannot hold another core module type");
                            });
                }
                case CoreDeclaration.AliasOf alias -> {
                    if (alias.depth() >= scopes.size()) {
                        throw invalid("invalid outer alias count of " + alias.depth());
                    }
                    types.add(coreAt(scopes.get(alias.depth()), alias.index()));
                }
                case CoreDeclaration.ImportOf one -> {
                    if (!importNames.add(one.module() + "\0" + one.name())) {
                        throw invalid("duplicate import name `" + one.module() + ":" + one.name() + "`");
                    }
                    imports.add(new CoreType.ModuleImport(one.module(), one.name(), extern(one.description(), types)));
                }
                case CoreDeclaration.ExportOf one -> {
                    if (exports.put(one.name(), extern(one.description(), types)) != null) {
                        throw invalid("duplicate export name `" + one.name() + "` already defined");
                    }
                }
            }
        }
        return new CoreType.Module(List.copyOf(imports), exports);
    }

    private static CoreType extern(CoreExternDescription description, List<CoreType> types) {
        return switch (description) {
            case CoreExternDescription.Known known -> known.type();
            case CoreExternDescription.FunctionOf function -> functionAt(types, function.type());
            case CoreExternDescription.TagOf tag -> new CoreType.Tag(functionAt(types, tag.type()));
        };
    }

    private static CoreType.Function functionAt(List<CoreType> types, int index) {
        if (coreAt(types, index) instanceof CoreType.Function function) {
            return function;
        }
        throw invalid("core type index " + index + " is not a function type");
    }

    private static CoreType coreAt(List<CoreType> types, int index) {
        if (index >= types.size()) {
            throw invalid("unknown core type " + index + ": type index out of bounds");
        }
        return types.get(index);
    }

    static CoreType.Module moduleTypeAt(Scope scope, int index) {
        if (((Item.CoreTypeItem) scope.get(Sort.CORE_TYPE, index)).type() instanceof CoreType.Module module) {
            return module;
        }
        throw invalid("core type index " + index + " is not a module type");
    }
}
