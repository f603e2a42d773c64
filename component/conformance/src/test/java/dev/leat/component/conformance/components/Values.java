package dev.leat.component.conformance.components;

import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import dev.leat.component.model.Variant;
import dev.leat.component.model.type.ValueType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary values of component types, in their natural Java form or in Java types of one's own. */
final class Values {

    private Values() {}

    /** @param java {@code Object.class} for the natural form */
    static Arbitrary<Object> of(ValueType type, Type java) {
        return switch (type) {
            case ValueType.Primitive primitive -> primitive(primitive, java);
            case ValueType.ListOf list -> list(list, java);
            case ValueType.RecordOf structure -> {
                List<Type> javas = parts(java, structure.fields().size());
                List<Arbitrary<Object>> fields = new ArrayList<>();
                for (int i = 0; i < javas.size(); i++) {
                    fields.add(of(structure.fields().get(i).type(), javas.get(i)));
                }
                yield all(fields).map(values -> {
                    if (raw(java).isRecord()) {
                        return make(raw(java), values.toArray());
                    }
                    Map<String, Object> map = new LinkedHashMap<>();
                    for (int i = 0; i < values.size(); i++) {
                        map.put(structure.fields().get(i).name(), values.get(i));
                    }
                    return map;
                });
            }
            case ValueType.TupleOf tuple -> {
                List<Type> javas = parts(java, tuple.elements().size());
                List<Arbitrary<Object>> elements = new ArrayList<>();
                for (int i = 0; i < javas.size(); i++) {
                    elements.add(of(tuple.elements().get(i), javas.get(i)));
                }
                yield all(elements).map(values -> raw(java).isRecord() ? make(raw(java), values.toArray()) : values);
            }
            case ValueType.VariantOf variant ->
                Arbitraries.oneOf(variant.cases().stream()
                        .map(one -> java == Object.class ? naturalCase(one) : typedCase(one, raw(java)))
                        .toList());
            case ValueType.EnumOf names ->
                Arbitraries.of(names.names()).map(name -> java == Object.class ? name : constant(raw(java), name));
            case ValueType.FlagsOf flags -> {
                Class<?> label =
                        java instanceof ParameterizedType set ? raw(set.getActualTypeArguments()[0]) : String.class;
                yield Arbitraries.of(flags.names()).set().map(names -> {
                    Set<Object> set = new LinkedHashSet<>();
                    names.forEach(name -> set.add(label == String.class ? name : constant(label, name)));
                    return set;
                });
            }
            case ValueType.OptionOf option ->
                of(option.some(), argument(java, 0)).optional().map(value -> (Object) value);
            case ValueType.ResultOf result ->
                Arbitraries.oneOf(
                        side(result.ok(), argument(java, 0)).map(value -> (Object) Result.ok(value)),
                        side(result.err(), argument(java, 1)).map(value -> (Object) Result.err(value)));
            default -> throw new IllegalArgumentException("no values of " + type);
        };
    }

    private static Arbitrary<Object> side(Optional<ValueType> type, Type java) {
        return type.map(one -> of(one, java)).orElse(Arbitraries.just(Unit.UNIT));
    }

    private static Arbitrary<List<Object>> all(List<Arbitrary<Object>> arbitraries) {
        return Combinators.combine(arbitraries).as(values -> values);
    }

    private static Arbitrary<Object> list(ValueType.ListOf list, Type java) {
        Arbitrary<List<Object>> elements =
                of(list.element(), argument(java, 0)).list().ofMaxSize(5);
        if (list.element() == ValueType.Primitive.U8 && (java == Object.class || java == byte[].class)) {
            return Arbitraries.bytes().list().ofMaxSize(40).map(bytes -> {
                byte[] array = new byte[bytes.size()];
                for (int i = 0; i < array.length; i++) {
                    array[i] = bytes.get(i);
                }
                return array;
            });
        }
        return elements.map(values -> values);
    }

    private static Arbitrary<Object> naturalCase(ValueType.Case one) {
        return one.payload()
                .map(type -> of(type, Object.class).map(value -> (Object) Variant.of(one.name(), value)))
                .orElse(Arbitraries.just(Variant.of(one.name())));
    }

    private static Arbitrary<Object> typedCase(ValueType.Case one, Class<?> sealed) {
        Class<?> type = Arrays.stream(sealed.getPermittedSubclasses())
                .filter(permitted ->
                        permitted.getSimpleName().toLowerCase(Locale.ROOT).equals(one.name()))
                .findFirst()
                .orElseThrow();
        if (one.payload().isEmpty()) {
            return Arbitraries.create(() -> make(type));
        }
        RecordComponent[] components = type.getRecordComponents();
        if (components.length > 1) {
            return of(one.payload().get(), type);
        }
        return of(one.payload().get(), components[0].getGenericType()).map(value -> make(type, value));
    }

    private static Arbitrary<Object> primitive(ValueType.Primitive type, Type java) {
        return switch (type) {
            case BOOL -> Arbitraries.of(true, false).map(value -> value);
            case F32 ->
                Arbitraries.oneOf(
                                Arbitraries.integers().map(Float::intBitsToFloat),
                                Arbitraries.of(
                                        0.0f,
                                        -0.0f,
                                        Float.NaN,
                                        Float.intBitsToFloat(0x7fa00001),
                                        Float.intBitsToFloat(-1),
                                        Float.POSITIVE_INFINITY,
                                        Float.NEGATIVE_INFINITY,
                                        Float.MIN_VALUE,
                                        Float.MAX_VALUE))
                        .map(value -> value);
            case F64 ->
                Arbitraries.oneOf(
                                Arbitraries.longs().map(Double::longBitsToDouble),
                                Arbitraries.of(
                                        0.0,
                                        -0.0,
                                        Double.NaN,
                                        Double.longBitsToDouble(0x7ff4000000000001L),
                                        Double.longBitsToDouble(-1),
                                        Double.POSITIVE_INFINITY,
                                        Double.NEGATIVE_INFINITY,
                                        Double.MIN_VALUE,
                                        Double.MAX_VALUE))
                        .map(value -> value);
            case CHAR -> scalars().map(value -> value);
            case STRING -> strings().map(value -> value);
            case S8 -> integer(8, true, java, 4);
            case U8 -> integer(8, false, java, 4);
            case S16 -> integer(16, true, java, 4);
            case U16 -> integer(16, false, java, 4);
            case S32 -> integer(32, true, java, 4);
            case U32 -> integer(32, false, java, 8);
            case S64, U64 -> integer(64, true, java, 8);
            case ERROR_CONTEXT -> throw new IllegalArgumentException("no values of " + type);
        };
    }

    /** Integers over the whole range, as values; where the Java type is no wider than the guest's, as bits. */
    private static Arbitrary<Object> integer(int bits, boolean signed, Type java, int naturalBytes) {
        int bytes = java == Object.class ? naturalBytes : width(java);
        boolean asBits = signed || bytes * 8 == bits;
        long low = asBits ? -1L << (bits - 1) : 0;
        long high = asBits ? ~low : (1L << bits) - 1;
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.longs().between(low, high)),
                        Tuple.of(1, Arbitraries.of(low, high, 0L, high / 2, high / 2 + 1, low / 2)))
                .map(value -> switch (bytes) {
                    case 1 -> value.byteValue();
                    case 2 -> value.shortValue();
                    case 4 -> value.intValue();
                    default -> value;
                });
    }

    private static int width(Type java) {
        return switch (java.getTypeName().replaceFirst("java.lang.", "").toLowerCase(Locale.ROOT)) {
            case "byte" -> 1;
            case "short" -> 2;
            case "int", "integer" -> 4;
            case "long" -> 8;
            default -> throw new IllegalArgumentException(java.getTypeName());
        };
    }

    /** Unicode scalar values of all planes. */
    static Arbitrary<Integer> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7f),
                Arbitraries.integers().between(0x80, 0xd7ff),
                Arbitraries.integers().between(0xe000, 0xffff),
                Arbitraries.integers().between(0x10000, 0x10ffff),
                Arbitraries.of(0, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x10ffff));
    }

    static Arbitrary<String> strings() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, scalars().list().ofMaxSize(20).map(scalars -> {
                    StringBuilder text = new StringBuilder();
                    scalars.forEach(text::appendCodePoint);
                    return text.toString();
                })),
                Tuple.of(1, Arbitraries.of("", "\0", "\ufffd", "?", "a\ufffdb?", "\ud83c\udf21?", "temperature")));
    }

    private static List<Type> parts(Type java, int count) {
        List<Type> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(raw(java).isRecord() ? raw(java).getRecordComponents()[i].getGenericType() : Object.class);
        }
        return parts;
    }

    private static Type argument(Type java, int index) {
        return java instanceof ParameterizedType type ? type.getActualTypeArguments()[index] : Object.class;
    }

    private static Class<?> raw(Type java) {
        return java instanceof ParameterizedType type ? (Class<?>) type.getRawType() : (Class<?>) java;
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.toString().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Object make(Class<?> type, Object... parts) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(parts);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A value in a form that {@code equals} compares: arrays as lists, records with arrays in them as lists too. */
    static Object comparable(Object value) {
        return switch (value) {
            case byte[] bytes -> {
                List<Object> list = new ArrayList<>();
                for (byte one : bytes) {
                    list.add(one);
                }
                yield list;
            }
            case List<?> list -> list.stream().map(Values::comparable).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, one) -> copy.put(key, comparable(one)));
                yield copy;
            }
            case Optional<?> optional -> optional.map(Values::comparable);
            case Record record -> {
                List<Object> parts = new ArrayList<>(List.of(record.getClass()));
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    try {
                        component.getAccessor().setAccessible(true);
                        parts.add(comparable(component.getAccessor().invoke(record)));
                    } catch (ReflectiveOperationException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                }
                yield parts;
            }
            default -> value;
        };
    }
}
