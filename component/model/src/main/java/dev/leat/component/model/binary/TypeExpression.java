package dev.leat.component.model.binary;

import dev.leat.component.model.type.ValueType.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A component type as written: the types inside it are primitives or indices. */
public sealed interface TypeExpression {

    /** A use of a value type. */
    sealed interface Use {
        record Simple(Primitive primitive) implements Use {}

        record Indexed(int index) implements Use {}
    }

    record NamedUse(String name, Use type) {}

    record CaseUse(String name, Optional<Use> payload) {}

    record PrimitiveType(Primitive primitive) implements TypeExpression {}

    record RecordType(List<NamedUse> fields) implements TypeExpression {}

    record VariantType(List<CaseUse> cases) implements TypeExpression {}

    record ListType(Use element, OptionalInt length) implements TypeExpression {}

    record MapType(Use key, Use value) implements TypeExpression {}

    record TupleType(List<Use> elements) implements TypeExpression {}

    record FlagsType(List<String> names) implements TypeExpression {}

    record EnumType(List<String> names) implements TypeExpression {}

    record OptionType(Use some) implements TypeExpression {}

    record ResultType(Optional<Use> ok, Optional<Use> err) implements TypeExpression {}

    record OwnType(int resource) implements TypeExpression {}

    record BorrowType(int resource) implements TypeExpression {}

    record ChannelType(boolean stream, Optional<Use> element) implements TypeExpression {}

    record Function(List<NamedUse> parameters, Optional<Use> result, boolean async) implements TypeExpression {}

    /** @param destructor index of a core function of type {@code (i32) -> ()} */
    record Resource(String representation, OptionalInt destructor, boolean asyncDestructor) implements TypeExpression {}

    record Component(List<Declaration> declarations) implements TypeExpression {}

    record Instance(List<Declaration> declarations) implements TypeExpression {}

    /** A line of a component type or instance type. */
    sealed interface Declaration {
        record CoreTypeOf(Definition.CoreTypeExpression type) implements Declaration {}

        record TypeOf(TypeExpression type) implements Declaration {}

        /** One of the three aliases of {@link Definition}. */
        record AliasOf(Definition alias) implements Declaration {}

        record ImportOf(String name, Definition.ExternDescription description) implements Declaration {}

        record ExportOf(String name, Definition.ExternDescription description) implements Declaration {}
    }
}
