package dev.leat.component.model.type;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The type of a value that crosses a component's border. Equality is structural, resources by identity. */
public sealed interface ValueType {

    /** A named part of a record, or a parameter. */
    record Field(String name, ValueType type) {}

    /** One case of a variant. */
    record Case(String name, Optional<ValueType> payload) {}

    /** A type without parts. */
    enum Primitive implements ValueType {
        BOOL,
        S8,
        U8,
        S16,
        U16,
        S32,
        U32,
        S64,
        U64,
        F32,
        F64,
        CHAR,
        STRING,
        ERROR_CONTEXT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param length present where every value has that many elements, stored in place */
    record ListOf(ValueType element, OptionalInt length) implements ValueType {
        @Override
        public String toString() {
            return length.isPresent() ? "list<" + element + ", " + length.getAsInt() + ">" : "list<" + element + ">";
        }
    }

    /** A list of pairs on the wire. */
    record MapOf(ValueType key, ValueType value) implements ValueType {
        @Override
        public String toString() {
            return "map<" + key + ", " + value + ">";
        }
    }

    record RecordOf(List<Field> fields, TypeIdentity identity) implements ValueType {
        public RecordOf {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return fields.stream()
                    .map(field -> field.name() + ": " + field.type())
                    .collect(Collectors.joining(", ", "record { ", " }"));
        }
    }

    record TupleOf(List<ValueType> elements) implements ValueType {
        public TupleOf {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return elements.stream().map(ValueType::toString).collect(Collectors.joining(", ", "tuple<", ">"));
        }
    }

    record VariantOf(List<Case> cases, TypeIdentity identity) implements ValueType {
        public VariantOf {
            cases = List.copyOf(cases);
        }

        @Override
        public String toString() {
            return cases.stream()
                    .map(one -> one.name()
                            + one.payload().map(type -> "(" + type + ")").orElse(""))
                    .collect(Collectors.joining(", ", "variant { ", " }"));
        }
    }

    record EnumOf(List<String> names, TypeIdentity identity) implements ValueType {
        public EnumOf {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return "enum { " + String.join(", ", names) + " }";
        }
    }

    record FlagsOf(List<String> names, TypeIdentity identity) implements ValueType {
        public FlagsOf {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return "flags { " + String.join(", ", names) + " }";
        }
    }

    record OptionOf(ValueType some) implements ValueType {
        @Override
        public String toString() {
            return "option<" + some + ">";
        }
    }

    record ResultOf(Optional<ValueType> ok, Optional<ValueType> err) implements ValueType {
        @Override
        public String toString() {
            if (ok.isEmpty() && err.isEmpty()) {
                return "result";
            }
            String first = ok.map(ValueType::toString).orElse("_");
            return err.isEmpty() ? "result<" + first + ">" : "result<" + first + ", " + err.get() + ">";
        }
    }

    /**
     * A handle that owns its resource.
     *
     * @param identity of the resource under the name that the type uses
     */
    record Own(ResourceType resource, TypeIdentity identity) implements ValueType {
        public Own(ResourceType resource) {
            this(resource, new TypeIdentity());
        }

        @Override
        public String toString() {
            return resource.name();
        }
    }

    /**
     * A handle that lends its resource for the length of a call.
     *
     * @param identity of the resource under the name that the type uses
     */
    record Borrow(ResourceType resource, TypeIdentity identity) implements ValueType {
        public Borrow(ResourceType resource) {
            this(resource, new TypeIdentity());
        }

        @Override
        public String toString() {
            return "borrow<" + resource.name() + ">";
        }
    }

    /** An asynchronous stream or future: described, not carried. */
    record Channel(boolean stream, Optional<ValueType> element) implements ValueType {
        @Override
        public String toString() {
            String kind = stream ? "stream" : "future";
            return element.map(type -> kind + "<" + type + ">").orElse(kind);
        }
    }
}
