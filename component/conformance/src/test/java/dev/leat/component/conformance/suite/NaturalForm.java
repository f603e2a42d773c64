package dev.leat.component.conformance.suite;

import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import dev.leat.component.model.Variant;
import dev.leat.component.model.type.ValueType;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives a script's values the Java form that the component API uses where no Java type is named. */
final class NaturalForm {

    private NaturalForm() {}

    /** @param type the type that the component declares for the value */
    static Object of(SuiteValue value, ValueType type) {
        return switch (value) {
            case SuiteValue.Bool one -> one.value();
            case SuiteValue.Int one ->
                switch (one.type()) {
                    case "u32", "s64", "u64" -> one.value().longValue();
                    default -> one.value().intValueExact();
                };
            case SuiteValue.F32 one -> one.value();
            case SuiteValue.F64 one -> one.value();
            case SuiteValue.Char one -> one.value();
            case SuiteValue.Text one -> one.value();
            case SuiteValue.Sequence one when type instanceof ValueType.MapOf map -> entries(one, map);
            case SuiteValue.Sequence one -> sequence(one, (ValueType.ListOf) type);
            case SuiteValue.Tuple one -> {
                List<Object> parts = new ArrayList<>();
                for (int i = 0; i < one.elements().size(); i++) {
                    parts.add(of(
                            one.elements().get(i),
                            ((ValueType.TupleOf) type).elements().get(i)));
                }
                yield parts;
            }
            case SuiteValue.Structure one -> {
                Map<String, Object> parts = new LinkedHashMap<>();
                for (ValueType.Field field : ((ValueType.RecordOf) type).fields()) {
                    parts.put(field.name(), of(one.fields().get(field.name()), field.type()));
                }
                yield parts;
            }
            case SuiteValue.Case one -> {
                Optional<ValueType> payload = ((ValueType.VariantOf) type)
                        .cases().stream()
                                .filter(each -> each.name().equals(one.name()))
                                .findFirst()
                                .orElseThrow()
                                .payload();
                yield new Variant(one.name(), one.payload().map(carried -> of(carried, payload.orElseThrow())));
            }
            case SuiteValue.Enumerated one -> one.name();
            case SuiteValue.Flags one -> new LinkedHashSet<>(one.names());
            case SuiteValue.Option one -> one.some().map(some -> of(some, ((ValueType.OptionOf) type).some()));
            case SuiteValue.Outcome one -> outcome(one, (ValueType.ResultOf) type);
        };
    }

    /** The value with arrays replaced by lists, so that it can be compared. */
    static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            List<Integer> list = new ArrayList<>();
            for (byte each : bytes) {
                list.add(Byte.toUnsignedInt(each));
            }
            return list;
        }
        return value;
    }

    private static Object sequence(SuiteValue.Sequence value, ValueType.ListOf type) {
        List<Object> elements = new ArrayList<>();
        value.elements().forEach(element -> elements.add(of(element, type.element())));
        if (type.element() != ValueType.Primitive.U8 || type.length().isPresent()) {
            return elements;
        }
        byte[] bytes = new byte[elements.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ((Integer) elements.get(i)).byteValue();
        }
        return bytes;
    }

    /** A map that gives its entries as they were written: a component may be passed a key twice. */
    private static Map<Object, Object> entries(SuiteValue.Sequence value, ValueType.MapOf type) {
        List<Map.Entry<Object, Object>> entries = new ArrayList<>();
        for (SuiteValue element : value.elements()) {
            List<SuiteValue> pair = ((SuiteValue.Tuple) element).elements();
            entries.add(Map.entry(of(pair.getFirst(), type.key()), of(pair.getLast(), type.value())));
        }
        Set<Map.Entry<Object, Object>> all = new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Object, Object>> iterator() {
                return entries.iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
        return new AbstractMap<>() {
            @Override
            public Set<Map.Entry<Object, Object>> entrySet() {
                return all;
            }
        };
    }

    private static Object outcome(SuiteValue.Outcome value, ValueType.ResultOf type) {
        Optional<ValueType> carries = value.ok() ? type.ok() : type.err();
        Object carried = value.payload()
                .map(payload -> of(payload, carries.orElseThrow()))
                .orElse(Unit.UNIT);
        return value.ok() ? Result.ok(carried) : Result.err(carried);
    }
}
