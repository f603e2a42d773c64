package dev.leat.component.model.wit;

import dev.leat.component.model.ExternType;
import dev.leat.component.model.type.TypeIdentity;
import dev.leat.component.model.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tells types with names of their own apart: the identity of value types, and resources themselves. */
final class TypeKeys {

    /** How many of a type's keys are looked at. A component can rename a type without end. */
    private static final int MOST = 64;

    private TypeKeys() {}

    /** The keys of a type: its own, then those of the types it was renamed from. Empty where it needs no name. */
    static List<Object> of(ExternType item) {
        return switch (item) {
            case ExternType.ValueTypeExtern value -> of(value.type());
            case ExternType.ResourceExtern resource -> List.of(resource.type());
            case ExternType.FunctionExtern function -> List.of();
            case ExternType.InstanceExtern instance -> List.of();
            case ExternType.OtherExtern other -> List.of();
        };
    }

    static List<Object> of(ValueType type) {
        List<Object> keys = new ArrayList<>();
        for (Optional<TypeIdentity> one = identity(type);
                one.isPresent() && keys.size() < MOST;
                one = one.get().original()) {
            keys.add(one.get());
        }
        return keys;
    }

    private static Optional<TypeIdentity> identity(ValueType type) {
        return switch (type) {
            case ValueType.RecordOf structure -> Optional.of(structure.identity());
            case ValueType.VariantOf variant -> Optional.of(variant.identity());
            case ValueType.EnumOf names -> Optional.of(names.identity());
            case ValueType.FlagsOf flags -> Optional.of(flags.identity());
            case ValueType.Primitive primitive -> Optional.empty();
            case ValueType.ListOf list -> Optional.empty();
            case ValueType.MapOf map -> Optional.empty();
            case ValueType.TupleOf tuple -> Optional.empty();
            case ValueType.OptionOf option -> Optional.empty();
            case ValueType.ResultOf result -> Optional.empty();
            case ValueType.Own own -> Optional.empty();
            case ValueType.Borrow borrow -> Optional.empty();
            case ValueType.Channel channel -> Optional.empty();
        };
    }
}
