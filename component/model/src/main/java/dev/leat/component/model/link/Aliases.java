package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.binary.Definition;
import dev.leat.component.model.binary.Definition.Sort;
import dev.leat.component.model.binary.TypeExpression.Declaration;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Aliases: of what an instance exports, and of what an outer component defines. */
final class Aliases {

    private Aliases() {}

    static Item export(Definition.AliasExport alias, Scope scope) {
        Item.Instance instance = (Item.Instance) scope.get(Sort.INSTANCE, alias.instance());
        Item item = Optional.ofNullable(instance.exports().get(alias.name()))
                .orElseThrow(
                        () -> invalid("instance " + alias.instance() + " has no export named `" + alias.name() + "`"));
        if (item.sort() != alias.sort()) {
            throw invalid("export `" + alias.name() + "` for instance " + alias.instance() + " is not a "
                    + Scope.words(alias.sort()));
        }
        return item;
    }

    static Item coreExport(Definition.AliasCoreExport alias, Scope scope) {
        Item.CoreInstance instance = (Item.CoreInstance) scope.get(Sort.CORE_INSTANCE, alias.instance());
        Item.Core item = Optional.ofNullable(instance.exports().get(alias.name()))
                .orElseThrow(() ->
                        invalid("core instance " + alias.instance() + " has no export named `" + alias.name() + "`"));
        if (item.sort() != alias.sort()) {
            throw invalid("export `" + alias.name() + "` for core instance " + alias.instance() + " is not a "
                    + Scope.words(alias.sort()));
        }
        return item;
    }

    static Item outer(Definition.AliasOuter alias, Scope scope) {
        Scope target = scope;
        boolean crossesComponent = false;
        for (int i = 0; i < alias.depth(); i++) {
            crossesComponent |= target.isComponent();
            Optional<Scope> outer = target.outer();
            if (outer.isEmpty()) {
                throw invalid("invalid outer alias count of " + alias.depth());
            }
            target = outer.get();
        }
        Item item = switch (alias.sort()) {
            case TYPE, CORE_TYPE, CORE_MODULE, COMPONENT -> target.get(alias.sort(), alias.index());
            default ->
                throw invalid("an outer alias reaches types, core modules and components, not a "
                        + Scope.words(alias.sort()));
        };
        if (crossesComponent && hasResources(item)) {
            throw invalid("cannot alias outer type which transitively refers to resources not defined in the current"
                    + " component");
        }
        return item;
    }

    private static boolean hasResources(Item item) {
        return switch (item) {
            case Item.ResourceTypeItem resource -> true;
            case Item.ValueTypeItem value -> hasResources(value.type());
            case Item.FunctionTypeItem function -> hasResources(function.type());
            case Item.ComponentTypeItem component ->
                hasResources(
                        component.closure().declarations(), component.closure().outer());
            case Item.InstanceTypeItem instance ->
                hasResources(
                        instance.closure().declarations(), instance.closure().outer());
            default -> false;
        };
    }

    /** Whether the lines of a component type or instance type reach resources of the scopes around it. */
    private static boolean hasResources(List<Declaration> declarations, Scope outer) {
        for (Declaration declaration : declarations) {
            if (declaration instanceof Declaration.AliasOf line
                    && line.alias() instanceof Definition.AliasOuter alias
                    && alias.depth() > 0
                    && hasResources(
                            outer(new Definition.AliasOuter(alias.sort(), alias.depth() - 1, alias.index()), outer))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasResources(FunctionType type) {
        return Stream.concat(type.parameterTypes().stream(), type.result().stream())
                .anyMatch(Aliases::hasResources);
    }

    private static boolean hasResources(Optional<ValueType> type) {
        return type.map(Aliases::hasResources).orElse(false);
    }

    private static boolean hasResources(ValueType type) {
        return switch (type) {
            case ValueType.Own own -> true;
            case ValueType.Borrow borrow -> true;
            case ValueType.Primitive primitive -> false;
            case ValueType.EnumOf names -> false;
            case ValueType.FlagsOf flags -> false;
            case ValueType.ListOf list -> hasResources(list.element());
            case ValueType.MapOf map -> hasResources(map.key()) || hasResources(map.value());
            case ValueType.TupleOf tuple -> tuple.elements().stream().anyMatch(Aliases::hasResources);
            case ValueType.RecordOf structure ->
                structure.fields().stream().anyMatch(field -> hasResources(field.type()));
            case ValueType.VariantOf variant -> variant.cases().stream().anyMatch(one -> hasResources(one.payload()));
            case ValueType.OptionOf option -> hasResources(option.some());
            case ValueType.ResultOf result -> hasResources(result.ok()) || hasResources(result.err());
            case ValueType.Channel channel -> hasResources(channel.element());
        };
    }
}
