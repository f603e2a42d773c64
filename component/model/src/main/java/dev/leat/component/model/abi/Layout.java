package dev.leat.component.model.abi;

import dev.leat.component.core.CoreValueType;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How values lie in memory and how they spread over core parameters: size, alignment and flattening of
 * CanonicalABI.md.
 */
public final class Layout {

    /** A function with more flat parameters takes a pointer to them. */
    public static final int MAX_FLAT_PARAMETERS = 16;

    /** A function that is lowered {@code async} takes a pointer to its parameters where there are more flat ones. */
    public static final int MAX_FLAT_ASYNC_PARAMETERS = 4;

    /** A function with more flat results gives a pointer to them. */
    public static final int MAX_FLAT_RESULTS = 1;

    /** Where flattening stops counting: far above every bound that asks. */
    private static final int ENOUGH = 64;

    /** What strings, lists and maps are made of: two of these. */
    private static final int POINTER = 4;

    private static final int LONG_POINTER = 8;

    private Layout() {}

    /** @return 1, 2, 4 or 8 bytes */
    public static int alignment(ValueType type) {
        return alignment(type, POINTER);
    }

    private static int alignment(ValueType type, int pointer) {
        return switch (type) {
            case ValueType.Primitive primitive ->
                switch (primitive) {
                    case BOOL, S8, U8 -> 1;
                    case S16, U16 -> 2;
                    case S32, U32, F32, CHAR, ERROR_CONTEXT -> 4;
                    case STRING -> pointer;
                    case S64, U64, F64 -> 8;
                };
            case ValueType.ListOf list -> list.length().isPresent() ? alignment(list.element(), pointer) : pointer;
            case ValueType.MapOf map -> pointer;
            case ValueType.RecordOf structure -> {
                int alignment = 1;
                for (ValueType.Field field : structure.fields()) {
                    alignment = Math.max(alignment, alignment(field.type(), pointer));
                }
                yield alignment;
            }
            case ValueType.TupleOf tuple -> {
                int alignment = 1;
                for (ValueType element : tuple.elements()) {
                    alignment = Math.max(alignment, alignment(element, pointer));
                }
                yield alignment;
            }
            case ValueType.VariantOf variant ->
                Math.max(
                        discriminantSize(variant.cases().size()),
                        payloadAlignment(
                                variant.cases().stream()
                                        .map(ValueType.Case::payload)
                                        .toList(),
                                pointer));
            case ValueType.EnumOf names -> discriminantSize(names.names().size());
            case ValueType.FlagsOf flags -> flagsSize(flags.names().size());
            case ValueType.OptionOf option -> alignment(option.some(), pointer);
            case ValueType.ResultOf result -> payloadAlignment(List.of(result.ok(), result.err()), pointer);
            case ValueType.Own own -> 4;
            case ValueType.Borrow borrow -> 4;
            case ValueType.Channel channel -> 4;
        };
    }

    private static int payloadAlignment(List<Optional<ValueType>> payloads, int pointer) {
        int alignment = 1;
        for (Optional<ValueType> payload : payloads) {
            alignment = Math.max(
                    alignment, payload.map(one -> alignment(one, pointer)).orElse(1));
        }
        return alignment;
    }

    /** @return bytes, a multiple of the alignment; long because lists of fixed length multiply */
    public static long size(ValueType type) {
        return size(type, POINTER);
    }

    /**
     * How many bytes a value takes where that is most: in a memory of 64-bit addresses. Such memories are not supported,
     * but what is too large for them is no valid type.
     */
    public static long largestSize(ValueType type) {
        return size(type, LONG_POINTER);
    }

    private static long size(ValueType type, int pointer) {
        return switch (type) {
            case ValueType.Primitive primitive ->
                switch (primitive) {
                    case BOOL, S8, U8 -> 1;
                    case S16, U16 -> 2;
                    case S32, U32, F32, CHAR, ERROR_CONTEXT -> 4;
                    case S64, U64, F64 -> 8;
                    case STRING -> 2 * pointer;
                };
            case ValueType.ListOf list ->
                list.length().isPresent()
                        ? saturatingMultiply(list.length().getAsInt(), size(list.element(), pointer))
                        : 2L * pointer;
            case ValueType.MapOf map -> 2 * pointer;
            case ValueType.RecordOf structure ->
                sizeOf(structure.fields().stream().map(ValueType.Field::type).toList(), pointer);
            case ValueType.TupleOf tuple -> sizeOf(tuple.elements(), pointer);
            case ValueType.VariantOf variant ->
                variantSize(
                        variant.cases().stream().map(ValueType.Case::payload).toList(), pointer);
            case ValueType.EnumOf names -> discriminantSize(names.names().size());
            case ValueType.FlagsOf flags -> flagsSize(flags.names().size());
            case ValueType.OptionOf option ->
                variantSize(List.of(Optional.empty(), Optional.of(option.some())), pointer);
            case ValueType.ResultOf result -> variantSize(List.of(result.ok(), result.err()), pointer);
            case ValueType.Own own -> 4;
            case ValueType.Borrow borrow -> 4;
            case ValueType.Channel channel -> 4;
        };
    }

    private static long saturatingMultiply(long left, long right) {
        long product = left * right;
        return right != 0 && product / right != left ? Long.MAX_VALUE / 4 : product;
    }

    /** The size of a record with parts of these types. */
    public static long sizeOf(List<ValueType> parts) {
        return sizeOf(parts, POINTER);
    }

    private static long sizeOf(List<ValueType> parts, int pointer) {
        long size = 0;
        int alignment = 1;
        for (ValueType part : parts) {
            int partAlignment = alignment(part, pointer);
            alignment = Math.max(alignment, partAlignment);
            size = align(size, partAlignment) + size(part, pointer);
        }
        return align(size, alignment);
    }

    private static long variantSize(List<Optional<ValueType>> payloads, int pointer) {
        int discriminant = discriminantSize(payloads.size());
        int payloadAlignment = payloadAlignment(payloads, pointer);
        long largest = 0;
        for (Optional<ValueType> payload : payloads) {
            largest = Math.max(largest, payload.map(one -> size(one, pointer)).orElse(0L));
        }
        return align(align(discriminant, payloadAlignment) + largest, Math.max(discriminant, payloadAlignment));
    }

    /** Where a variant's payload starts, in bytes after its discriminant's start. */
    static int payloadOffset(List<Optional<ValueType>> payloads) {
        return (int) align(discriminantSize(payloads.size()), payloadAlignment(payloads, POINTER));
    }

    /** @return 1, 2 or 4 bytes */
    static int discriminantSize(int cases) {
        return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    }

    /** @return 1, 2 or 4 bytes, or a multiple of 4 where there are more than 32 */
    static int flagsSize(int flags) {
        return flags <= 8 ? 1 : flags <= 16 ? 2 : 4 * ((flags + 31) / 32);
    }

    static long align(long address, int alignment) {
        return (address + alignment - 1) & -alignment;
    }

    /** The core types that a value spreads over; a prefix of them where there are very many. */
    public static List<CoreValueType> flatten(ValueType type) {
        List<CoreValueType> flat = new ArrayList<>();
        flatten(type, flat);
        return flat;
    }

    private static void flatten(ValueType type, List<CoreValueType> flat) {
        if (flat.size() > ENOUGH) {
            return;
        }
        switch (type) {
            case ValueType.Primitive primitive -> {
                switch (primitive) {
                    case S64, U64 -> flat.add(CoreValueType.I64);
                    case F32 -> flat.add(CoreValueType.F32);
                    case F64 -> flat.add(CoreValueType.F64);
                    case STRING -> {
                        flat.add(CoreValueType.I32);
                        flat.add(CoreValueType.I32);
                    }
                    case BOOL, S8, U8, S16, U16, S32, U32, CHAR, ERROR_CONTEXT -> flat.add(CoreValueType.I32);
                }
            }
            case ValueType.ListOf list -> {
                if (list.length().isPresent()) {
                    for (int i = 0; i < list.length().getAsInt() && flat.size() <= ENOUGH; i++) {
                        flatten(list.element(), flat);
                    }
                } else {
                    flat.add(CoreValueType.I32);
                    flat.add(CoreValueType.I32);
                }
            }
            case ValueType.MapOf map -> {
                flat.add(CoreValueType.I32);
                flat.add(CoreValueType.I32);
            }
            case ValueType.RecordOf structure -> structure.fields().forEach(field -> flatten(field.type(), flat));
            case ValueType.TupleOf tuple -> tuple.elements().forEach(element -> flatten(element, flat));
            case ValueType.VariantOf variant ->
                flattenVariant(
                        variant.cases().stream().map(ValueType.Case::payload).toList(), flat);
            case ValueType.EnumOf names -> flat.add(CoreValueType.I32);
            case ValueType.FlagsOf flags -> {
                for (int i = 0; i < Math.max(1, (flags.names().size() + 31) / 32); i++) {
                    flat.add(CoreValueType.I32);
                }
            }
            case ValueType.OptionOf option ->
                flattenVariant(List.of(Optional.empty(), Optional.of(option.some())), flat);
            case ValueType.ResultOf result -> flattenVariant(List.of(result.ok(), result.err()), flat);
            case ValueType.Own own -> flat.add(CoreValueType.I32);
            case ValueType.Borrow borrow -> flat.add(CoreValueType.I32);
            case ValueType.Channel channel -> flat.add(CoreValueType.I32);
        }
    }

    private static void flattenVariant(List<Optional<ValueType>> payloads, List<CoreValueType> flat) {
        List<CoreValueType> joined = new ArrayList<>();
        for (Optional<ValueType> payload : payloads) {
            List<CoreValueType> one = payload.map(Layout::flatten).orElse(List.of());
            for (int i = 0; i < one.size(); i++) {
                if (i < joined.size()) {
                    joined.set(i, join(joined.get(i), one.get(i)));
                } else {
                    joined.add(one.get(i));
                }
            }
        }
        flat.add(CoreValueType.I32);
        flat.addAll(joined);
    }

    private static CoreValueType join(CoreValueType left, CoreValueType right) {
        if (left == right) {
            return left;
        }
        boolean narrow = (left == CoreValueType.I32 && right == CoreValueType.F32)
                || (left == CoreValueType.F32 && right == CoreValueType.I32);
        return narrow ? CoreValueType.I32 : CoreValueType.I64;
    }

    /** The flat types of all parameters, before the bound on their number is applied. */
    public static List<CoreValueType> flatParameters(FunctionType type) {
        List<CoreValueType> flat = new ArrayList<>();
        type.parameters().forEach(parameter -> flatten(parameter.type(), flat));
        return flat;
    }

    /** The flat types of the result, before the bound on their number is applied. */
    public static List<CoreValueType> flatResults(FunctionType type) {
        return type.result().map(Layout::flatten).orElse(List.of());
    }

    /** Whether values of a type refer to memory beyond themselves: strings and lists. */
    public static boolean pointsToMemory(ValueType type) {
        return switch (type) {
            case ValueType.Primitive primitive -> primitive == ValueType.Primitive.STRING;
            case ValueType.ListOf list -> list.length().isEmpty() || pointsToMemory(list.element());
            case ValueType.MapOf map -> true;
            case ValueType.RecordOf structure ->
                structure.fields().stream().anyMatch(field -> pointsToMemory(field.type()));
            case ValueType.TupleOf tuple -> tuple.elements().stream().anyMatch(Layout::pointsToMemory);
            case ValueType.VariantOf variant ->
                variant.cases().stream()
                        .anyMatch(
                                one -> one.payload().map(Layout::pointsToMemory).orElse(false));
            case ValueType.OptionOf option -> pointsToMemory(option.some());
            case ValueType.ResultOf result ->
                result.ok().map(Layout::pointsToMemory).orElse(false)
                        || result.err().map(Layout::pointsToMemory).orElse(false);
            case ValueType.EnumOf names -> false;
            case ValueType.FlagsOf flags -> false;
            case ValueType.Own own -> false;
            case ValueType.Borrow borrow -> false;
            case ValueType.Channel channel -> false;
        };
    }
}
