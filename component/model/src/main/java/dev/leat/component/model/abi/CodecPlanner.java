package dev.leat.component.model.abi;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.GuestResource;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import dev.leat.component.model.abi.NumberCodecs.Carrier;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.ValueType;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the codec of a type for a Java class. Where the Java class is {@link Object}, values take their natural form:
 *
 * <ul>
 *   <li>{@code bool}, {@code f32}, {@code f64}, {@code string}: the Java class of that name
 *   <li>{@code s8} to {@code s32}, {@code u8}, {@code u16}, {@code char}: {@link Integer}; wider integers: {@link Long}
 *   <li>{@code list<u8>}: {@code byte[]}; other lists and tuples: {@link List}; records: {@link Map} by field name;
 *       maps: {@link List} of pairs, since keys may repeat
 *   <li>variants: {@link Variant}; enums: {@link String}; flags: {@link Set} of {@link String}; options: {@link
 *       Optional}; results: {@link Result}
 *   <li>resources: the host's object, or {@link GuestResource}
 * </ul>
 *
 * A Java record takes records and tuples, part by part and by name ({@code user-properties} is {@code
 * userProperties}); a sealed interface takes variants, its permitted records being the cases by name ({@code not-found}
 * is {@code NotFound}); a Java enum takes enums and, in a {@link Set}, flags ({@code NOT_FOUND}).
 *
 * <p>A {@link MemorySegment} takes {@code list<u8>} without a copy: what a function of the host is given is a view of the
 * guest's memory, not to be used after the function returned or called the guest.
 */
public final class CodecPlanner {

    private final MethodHandles.Lookup lookup;
    private final Function<ResourceType, Optional<HostClass>> hostResources;
    private final boolean raw;
    private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

    /**
     * @param lookup with access to the Java records that are named
     * @param hostResources what stands behind a resource type of the host; empty for a guest's
     * @param raw whether handles are bare representations, as between guests
     */
    public CodecPlanner(
            MethodHandles.Lookup lookup, Function<ResourceType, Optional<HostClass>> hostResources, boolean raw) {
        this.lookup = lookup;
        this.hostResources = hostResources;
        this.raw = raw;
    }

    /**
     * Plans a codec, and compiles it where that is worth while.
     *
     * @throws ComponentException where the Java type cannot carry the values
     */
    Codec compile(ValueType type, Type java) {
        try {
            return CodecCompiler.compile(plan(type, java), lookup);
        } catch (IllegalAccessException hidden) {
            throw new ComponentException(
                    ComponentProblem.JAVA_TYPE, "a record of " + java.getTypeName() + " cannot be reached", hidden);
        }
    }

    /** @throws ComponentException where the Java type cannot carry the values */
    Codec plan(ValueType type, Type java) {
        return switch (type) {
            case ValueType.Primitive primitive -> primitive(primitive, java);
            case ValueType.ListOf list -> list(list, java);
            case ValueType.MapOf map -> {
                check(java == Object.class || rawClass(java) == List.class, type, java);
                yield ListCodecs.list(plan(new ValueType.TupleOf(List.of(map.key(), map.value())), argument(java, 0)));
            }
            case ValueType.RecordOf structure -> {
                List<String> names =
                        structure.fields().stream().map(ValueType.Field::name).toList();
                List<ValueType> types =
                        structure.fields().stream().map(ValueType.Field::type).toList();
                if (java == Object.class || rawClass(java) == Map.class) {
                    List<Codec> parts =
                            types.stream().map(part -> plan(part, Object.class)).toList();
                    yield product(type, parts, Shapes.map(names), null);
                }
                yield record(type, types, Optional.of(names), java);
            }
            case ValueType.TupleOf tuple -> {
                if (java == Object.class || rawClass(java) == List.class) {
                    List<Codec> parts = tuple.elements().stream()
                            .map(part -> plan(part, Object.class))
                            .toList();
                    yield product(type, parts, Shapes.LIST, null);
                }
                yield record(type, tuple.elements(), Optional.empty(), java);
            }
            case ValueType.VariantOf variant -> variant(variant, java);
            case ValueType.EnumOf names ->
                sum(type, noPayloads(names.names().size()), enumCases(type, names.names(), java));
            case ValueType.FlagsOf flags -> flags(flags, java);
            case ValueType.OptionOf option -> {
                check(java == Object.class || rawClass(java) == Optional.class, type, java);
                Codec some = plan(option.some(), argument(java, 0));
                yield sum(type, Arrays.asList(null, some), CasesOf.OPTIONAL);
            }
            case ValueType.ResultOf result -> {
                check(java == Object.class || rawClass(java) == Result.class, type, java);
                Codec ok = result.ok().map(one -> plan(one, argument(java, 0))).orElse(null);
                Codec err =
                        result.err().map(one -> plan(one, argument(java, 1))).orElse(null);
                yield sum(type, Arrays.asList(ok, err), CasesOf.RESULT);
            }
            case ValueType.Own own -> handle(own.resource(), true, type, java);
            case ValueType.Borrow borrow -> handle(borrow.resource(), false, type, java);
            case ValueType.Channel channel ->
                throw new ComponentException(
                        ComponentProblem.UNSUPPORTED, "a function uses " + type + ": Leat has no asynchronous types");
        };
    }

    private Codec primitive(ValueType.Primitive type, Type java) {
        return switch (type) {
            case BOOL -> checked(NumberCodecs.BOOL, type, java, boolean.class, Boolean.class);
            case F32 -> checked(NumberCodecs.F32, type, java, float.class, Float.class);
            case F64 -> checked(NumberCodecs.F64, type, java, double.class, Double.class);
            case CHAR -> checked(NumberCodecs.CHAR, type, java, int.class, Integer.class);
            case STRING -> checked(StringCodec.INSTANCE, type, java, String.class, CharSequence.class);
            case S8, U8, S16, U16, S32 -> NumberCodecs.integer(type, carrier(type, java, Carrier.INT));
            case U32, S64, U64 -> NumberCodecs.integer(type, carrier(type, java, Carrier.LONG));
            case ERROR_CONTEXT ->
                throw new ComponentException(
                        ComponentProblem.UNSUPPORTED, "a function uses error-context, which Leat does not have");
        };
    }

    private static Carrier carrier(ValueType.Primitive type, Type java, Carrier natural) {
        Carrier carrier = java == Object.class
                ? natural
                : java == byte.class || java == Byte.class
                        ? Carrier.BYTE
                        : java == short.class || java == Short.class
                                ? Carrier.SHORT
                                : java == int.class || java == Integer.class
                                        ? Carrier.INT
                                        : java == long.class || java == Long.class ? Carrier.LONG : null;
        if (carrier == null || (1 << carrier.ordinal()) < Layout.size(type)) {
            throw misfit(type, java);
        }
        return carrier;
    }

    private static Codec checked(Codec codec, ValueType type, Type java, Class<?>... accepted) {
        check(java == Object.class || List.of(accepted).contains(java), type, java);
        return codec;
    }

    private Codec list(ValueType.ListOf list, Type java) {
        if (list.length().isPresent()) {
            check(java == Object.class || rawClass(java) == List.class, list, java);
            return ListCodecs.fixed(
                    plan(list.element(), argument(java, 0)), list.length().getAsInt());
        }
        if (list.element() == ValueType.Primitive.U8 && (java == Object.class || java == byte[].class)) {
            return ListCodecs.BYTES;
        }
        if (list.element() == ValueType.Primitive.U8 && java == MemorySegment.class) {
            return ListCodecs.VIEW;
        }
        check(java == Object.class || rawClass(java) == List.class, list, java);
        return ListCodecs.list(compile(list.element(), argument(java, 0)));
    }

    private static Codec product(ValueType type, List<Codec> parts, Shape shape, @Nullable Class<?> javaRecord) {
        return new RecordCodec(parts, shape, javaRecord, (int) Layout.size(type), Layout.alignment(type));
    }

    private Codec record(ValueType type, List<ValueType> parts, Optional<List<String>> names, Type java) {
        Class<?> raw = rawClass(java);
        if (!raw.isRecord() || raw.getRecordComponents().length != parts.size()) {
            throw misfit(type, java);
        }
        RecordComponent[] components = raw.getRecordComponents();
        List<Codec> codecs = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            if (names.isPresent()
                    && !components[i]
                            .getName()
                            .equals(JavaNames.camel(names.get().get(i)))) {
                throw new ComponentException(
                        ComponentProblem.JAVA_TYPE,
                        "the record " + raw.getName() + " has " + components[i].getName() + " where the component has "
                                + names.get().get(i) + " (" + type + ")");
            }
            codecs.add(plan(parts.get(i), components[i].getGenericType()));
        }
        try {
            return product(type, codecs, shape(raw), raw);
        } catch (IllegalAccessException hidden) {
            throw new ComponentException(
                    ComponentProblem.JAVA_TYPE, "the record " + raw.getName() + " cannot be reached", hidden);
        }
    }

    private Shape shape(Class<?> type) throws IllegalAccessException {
        Shape known = shapes.get(type);
        if (known == null) {
            known = Shapes.record(type, lookup);
            shapes.put(type, known);
        }
        return known;
    }

    private Codec variant(ValueType.VariantOf variant, Type java) {
        List<String> names = variant.cases().stream().map(ValueType.Case::name).toList();
        List<@Nullable Codec> payloads = new ArrayList<>();
        if (java == Object.class || java == Variant.class) {
            for (ValueType.Case one : variant.cases()) {
                payloads.add(one.payload().map(type -> plan(type, Object.class)).orElse(null));
            }
            return sum(variant, payloads, CasesOf.variants(names));
        }
        Class<?> raw = rawClass(java);
        check(raw.isSealed() || raw.isEnum(), variant, java);
        if (raw.isEnum()) {
            check(variant.cases().stream().allMatch(one -> one.payload().isEmpty()), variant, java);
            return sum(variant, noPayloads(names.size()), enumCases(variant, names, java));
        }
        Map<String, Class<?>> permitted = Arrays.stream(raw.getPermittedSubclasses())
                .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));
        List<CasesOf.JavaCase> cases = new ArrayList<>();
        for (ValueType.Case one : variant.cases()) {
            Class<?> type = permitted.get(JavaNames.pascal(one.name()));
            if (type == null || !type.isRecord()) {
                throw new ComponentException(
                        ComponentProblem.JAVA_TYPE,
                        raw.getName() + " permits no record " + JavaNames.pascal(one.name()) + " for the case "
                                + one.name() + " of " + variant);
            }
            cases.add(javaCase(one, type, payloads, variant));
        }
        return sum(variant, payloads, CasesOf.classes(cases));
    }

    private CasesOf.JavaCase javaCase(
            ValueType.Case one, Class<?> type, List<@Nullable Codec> payloads, ValueType.VariantOf variant) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            if (one.payload().isEmpty()) {
                check(components.length == 0, variant, type);
                payloads.add(null);
                return new CasesOf.JavaCase(type, Optional.of(shape(type)), false);
            }
            ValueType payload = one.payload().get();
            if (payload instanceof ValueType.RecordOf structure && sameNames(structure, components)) {
                payloads.add(plan(payload, type));
                return new CasesOf.JavaCase(type, Optional.empty(), true);
            }
            check(components.length == 1, variant, type);
            payloads.add(plan(payload, components[0].getGenericType()));
            return new CasesOf.JavaCase(type, Optional.of(shape(type)), true);
        } catch (IllegalAccessException hidden) {
            throw new ComponentException(
                    ComponentProblem.JAVA_TYPE, "the record " + type.getName() + " cannot be reached", hidden);
        }
    }

    private static boolean sameNames(ValueType.RecordOf structure, RecordComponent[] components) {
        return structure.fields().stream()
                .map(field -> JavaNames.camel(field.name()))
                .toList()
                .equals(Arrays.stream(components).map(RecordComponent::getName).toList());
    }

    private static VariantCodec.Cases enumCases(ValueType type, List<String> names, Type java) {
        if (java == Object.class || java == String.class) {
            return CasesOf.names(names);
        }
        return CasesOf.names(constants(type, names, java));
    }

    private static List<Object> constants(ValueType type, List<String> names, Type java) {
        Class<?> raw = rawClass(java);
        check(raw.isEnum(), type, java);
        Map<String, Object> constants = Arrays.stream(raw.getEnumConstants())
                .collect(Collectors.toMap(one -> ((Enum<?>) one).name(), one -> (Object) one));
        List<Object> ordered = new ArrayList<>();
        for (String name : names) {
            Object constant = constants.get(JavaNames.constant(name));
            if (constant == null) {
                throw new ComponentException(
                        ComponentProblem.JAVA_TYPE,
                        raw.getName() + " has no constant " + JavaNames.constant(name) + " for " + name);
            }
            ordered.add(constant);
        }
        return ordered;
    }

    private static Codec flags(ValueType.FlagsOf flags, Type java) {
        if (java == Object.class) {
            return new FlagsCodec(flags.names());
        }
        check(rawClass(java) == Set.class, flags, java);
        Type label = argument(java, 0);
        return new FlagsCodec(
                label == String.class || label == Object.class
                        ? flags.names()
                        : constants(flags, flags.names(), label));
    }

    private Codec handle(ResourceType named, boolean own, ValueType type, Type java) {
        ResourceType resource = named.actual();
        Optional<HostClass> host = hostResources.apply(resource);
        if (raw) {
            return HandleCodec.raw(resource, own, host);
        }
        if (host.isPresent()) {
            check(
                    java == Object.class
                            || rawClass(java).isAssignableFrom(host.get().type()),
                    type,
                    java);
            return HandleCodec.host(resource, own, host.get());
        }
        check(java == Object.class || java == GuestResource.class, type, java);
        return HandleCodec.guest(resource, own);
    }

    private static Codec sum(ValueType type, List<@Nullable Codec> payloads, VariantCodec.Cases cases) {
        return new VariantCodec(
                payloads,
                cases,
                Layout.payloadOffset(payloadTypes(type)),
                (int) Layout.size(type),
                Layout.alignment(type),
                Layout.flatten(type).size());
    }

    private static List<Optional<ValueType>> payloadTypes(ValueType type) {
        return switch (type) {
            case ValueType.VariantOf variant ->
                variant.cases().stream().map(ValueType.Case::payload).toList();
            case ValueType.OptionOf option -> List.of(Optional.empty(), Optional.of(option.some()));
            case ValueType.ResultOf result -> List.of(result.ok(), result.err());
            case ValueType.EnumOf names ->
                names.names().stream().map(name -> Optional.<ValueType>empty()).toList();
            default -> throw new IllegalArgumentException(type + " has no cases");
        };
    }

    private static List<@Nullable Codec> noPayloads(int count) {
        return new ArrayList<>(Arrays.asList(new Codec[count]));
    }

    private static void check(boolean fits, ValueType type, Type java) {
        if (!fits) {
            throw misfit(type, java);
        }
    }

    private static ComponentException misfit(ValueType type, Type java) {
        return new ComponentException(
                ComponentProblem.JAVA_TYPE, "the Java type " + java.getTypeName() + " cannot carry " + type);
    }

    static Class<?> rawClass(Type java) {
        if (java instanceof Class<?> type) {
            return type;
        }
        if (java instanceof ParameterizedType type && type.getRawType() instanceof Class<?> raw) {
            return raw;
        }
        throw new ComponentException(
                ComponentProblem.JAVA_TYPE, "the Java type " + java.getTypeName() + " is neither a class nor generic");
    }

    private static Type argument(Type java, int index) {
        return java instanceof ParameterizedType type ? type.getActualTypeArguments()[index] : Object.class;
    }
}
