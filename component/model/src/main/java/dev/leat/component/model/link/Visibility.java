package dev.leat.component.model.link;

import static dev.leat.component.model.link.Scope.invalid;

import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ValueType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** The rule that what crosses a component's border is made of types that have a name there. */
final class Visibility {

    private Visibility() {}

    /** Adds the names that an item brings with it. */
    static void name(Set<Object> names, Item item) {
        switch (item) {
            case Item.ValueTypeItem value -> identity(value.type()).ifPresent(names::add);
            case Item.ResourceTypeItem resource -> names.add(resource.identity());
            case Item.Instance instance -> instance.exports().values().forEach(export -> name(names, export));
            default -> {
                // Nothing else names a type.
            }
        }
    }

    /** @param how what messages call the act: {@code import} or {@code export} */
    static void check(Set<Object> names, Item item, String name, String how) {
        boolean named = switch (item) {
            case Item.Function function -> named(names, function.type());
            case Item.FunctionTypeItem function -> named(names, function.type());
            case Item.ValueTypeItem value -> partsNamed(names, value.type());
            case Item.Instance instance -> {
                Set<Object> inner = Collections.newSetFromMap(new IdentityHashMap<>());
                inner.addAll(names);
                name(inner, instance);
                instance.exports().forEach((export, one) -> check(inner, one, name, how));
                yield true;
            }
            default -> true;
        };
        if (!named) {
            throw invalid(kind(item) + " not valid to be used as " + how + " `" + name
                    + "`: it uses a type that has no name there");
        }
    }

    private static String kind(Item item) {
        return item instanceof Item.Function ? "func" : item instanceof Item.Instance ? "instance" : "type";
    }

    private static boolean named(Set<Object> names, FunctionType type) {
        return type.parameterTypes().stream().allMatch(one -> named(names, one)) && named(names, type.result());
    }

    private static boolean named(Set<Object> names, Optional<ValueType> type) {
        return type.map(one -> named(names, one)).orElse(true);
    }

    private static boolean named(Set<Object> names, ValueType type) {
        return identity(type).map(names::contains).orElseGet(() -> partsNamed(names, type));
    }

    private static boolean partsNamed(Set<Object> names, ValueType type) {
        return switch (type) {
            case ValueType.Primitive primitive -> true;
            case ValueType.EnumOf enumeration -> true;
            case ValueType.FlagsOf flags -> true;
            case ValueType.ListOf list -> named(names, list.element());
            case ValueType.MapOf map -> named(names, map.key()) && named(names, map.value());
            case ValueType.TupleOf tuple -> tuple.elements().stream().allMatch(one -> named(names, one));
            case ValueType.RecordOf structure ->
                structure.fields().stream().allMatch(field -> named(names, field.type()));
            case ValueType.VariantOf variant -> variant.cases().stream().allMatch(one -> named(names, one.payload()));
            case ValueType.OptionOf option -> named(names, option.some());
            case ValueType.ResultOf result -> named(names, result.ok()) && named(names, result.err());
            case ValueType.Own own -> names.contains(own.identity());
            case ValueType.Borrow borrow -> names.contains(borrow.identity());
            case ValueType.Channel channel -> named(names, channel.element());
        };
    }

    private static Optional<Object> identity(ValueType type) {
        return switch (type) {
            case ValueType.RecordOf structure -> Optional.of(structure.identity());
            case ValueType.VariantOf variant -> Optional.of(variant.identity());
            case ValueType.EnumOf names -> Optional.of(names.identity());
            case ValueType.FlagsOf flags -> Optional.of(flags.identity());
            default -> Optional.empty();
        };
    }
}
