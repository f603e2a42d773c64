package dev.leat.component.model.abi;

import static dev.leat.component.core.CoreValueType.F32;
import static dev.leat.component.core.CoreValueType.F64;
import static dev.leat.component.core.CoreValueType.I32;
import static dev.leat.component.core.CoreValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.core.CoreValueType;
import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.ResourceType;
import dev.leat.component.model.type.TypeIdentity;
import dev.leat.component.model.type.ValueType;
import dev.leat.component.model.type.ValueType.Primitive;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Size, alignment and flattening as CanonicalABI.md has them. */
class LayoutTest {

    private static ValueType record(ValueType... types) {
        return new ValueType.RecordOf(
                IntStream.range(0, types.length)
                        .mapToObj(i -> new ValueType.Field("f" + i, types[i]))
                        .toList(),
                new TypeIdentity());
    }

    private static ValueType tuple(ValueType... types) {
        return new ValueType.TupleOf(List.of(types));
    }

    /** A variant; null for a case without a payload. */
    private static ValueType variant(Object... payloads) {
        return new ValueType.VariantOf(
                IntStream.range(0, payloads.length)
                        .mapToObj(i -> new ValueType.Case(
                                "c" + i, payloads[i] instanceof ValueType type ? Optional.of(type) : Optional.empty()))
                        .toList(),
                new TypeIdentity());
    }

    private static ValueType option(ValueType some) {
        return new ValueType.OptionOf(some);
    }

    private static ValueType list(ValueType element) {
        return new ValueType.ListOf(element, OptionalInt.empty());
    }

    private static ValueType fixed(ValueType element, int length) {
        return new ValueType.ListOf(element, OptionalInt.of(length));
    }

    private static ValueType flags(int count) {
        return new ValueType.FlagsOf(names(count), new TypeIdentity());
    }

    private static ValueType enumeration(int count) {
        return new ValueType.EnumOf(names(count), new TypeIdentity());
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }

    private static ValueType result(ValueType ok, ValueType err) {
        return new ValueType.ResultOf(Optional.of(ok), Optional.of(err));
    }

    private static Arguments layout(ValueType type, int size, int alignment, CoreValueType... flat) {
        return Arguments.of(type, size, alignment, Arrays.asList(flat));
    }

    static Stream<Arguments> layouts() {
        ResourceType file = new ResourceType("file");
        return Stream.of(
                layout(Primitive.BOOL, 1, 1, I32),
                layout(Primitive.S8, 1, 1, I32),
                layout(Primitive.U8, 1, 1, I32),
                layout(Primitive.S16, 2, 2, I32),
                layout(Primitive.U16, 2, 2, I32),
                layout(Primitive.S32, 4, 4, I32),
                layout(Primitive.U32, 4, 4, I32),
                layout(Primitive.S64, 8, 8, I64),
                layout(Primitive.U64, 8, 8, I64),
                layout(Primitive.F32, 4, 4, F32),
                layout(Primitive.F64, 8, 8, F64),
                layout(Primitive.CHAR, 4, 4, I32),
                layout(Primitive.STRING, 8, 4, I32, I32),
                layout(list(Primitive.U64), 8, 4, I32, I32),
                layout(new ValueType.MapOf(Primitive.STRING, Primitive.U8), 8, 4, I32, I32),
                layout(fixed(Primitive.U16, 3), 6, 2, I32, I32, I32),
                layout(fixed(tuple(Primitive.U8, Primitive.F64), 2), 32, 8, I32, F64, I32, F64),
                layout(new ValueType.Own(file), 4, 4, I32),
                layout(new ValueType.Borrow(file), 4, 4, I32),
                layout(record(Primitive.U8), 1, 1, I32),
                layout(record(Primitive.U8, Primitive.U64), 16, 8, I32, I64),
                layout(record(Primitive.U64, Primitive.U8), 16, 8, I64, I32),
                layout(record(Primitive.U8, Primitive.U16, Primitive.U8), 6, 2, I32, I32, I32),
                layout(tuple(Primitive.U8, Primitive.STRING, Primitive.F64), 24, 8, I32, I32, I32, F64),
                layout(flags(1), 1, 1, I32),
                layout(flags(8), 1, 1, I32),
                layout(flags(9), 2, 2, I32),
                layout(flags(16), 2, 2, I32),
                layout(flags(17), 4, 4, I32),
                layout(flags(32), 4, 4, I32),
                layout(enumeration(1), 1, 1, I32),
                layout(enumeration(256), 1, 1, I32),
                layout(enumeration(257), 2, 2, I32),
                layout(enumeration(65536), 2, 2, I32),
                layout(enumeration(65537), 4, 4, I32),
                layout(option(Primitive.U8), 2, 1, I32, I32),
                layout(option(Primitive.U32), 8, 4, I32, I32),
                layout(option(Primitive.U64), 16, 8, I32, I64),
                layout(option(option(Primitive.U8)), 3, 1, I32, I32, I32),
                layout(new ValueType.ResultOf(Optional.empty(), Optional.empty()), 1, 1, I32),
                layout(new ValueType.ResultOf(Optional.of(Primitive.F64), Optional.empty()), 16, 8, I32, F64),
                layout(new ValueType.ResultOf(Optional.empty(), Optional.of(Primitive.U16)), 4, 2, I32, I32),
                layout(result(Primitive.U32, Primitive.STRING), 12, 4, I32, I32, I32),
                layout(result(Primitive.F32, Primitive.F32), 8, 4, I32, F32),
                layout(variant("no payload", "none either"), 1, 1, I32),
                layout(variant(Primitive.U8, Primitive.U64), 16, 8, I32, I64));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void aTypeHasItsSizeAlignmentAndFlatTypes(ValueType type, int size, int alignment, List<CoreValueType> flat) {
        assertThat(Layout.size(type)).as("size").isEqualTo(size);
        assertThat(Layout.alignment(type)).as("alignment").isEqualTo(alignment);
        assertThat(Layout.flatten(type)).as("flat").isEqualTo(flat);
        assertThat(Layout.size(type) % Layout.alignment(type)).isZero();
    }

    @ParameterizedTest(name = "{0} and {1} join to {2}")
    @CsvSource({
        "U32, U32, I32",
        "F32, F32, F32",
        "F64, F64, F64",
        "U32, F32, I32",
        "F32, U32, I32",
        "U32, U64, I64",
        "U32, F64, I64",
        "U64, F64, I64",
        "F32, F64, I64",
        "F32, U64, I64",
        "F64, U64, I64"
    })
    void flatTypesOfCasesJoin(Primitive left, Primitive right, CoreValueType joined) {
        assertThat(Layout.flatten(variant(left, right))).containsExactly(I32, joined);
    }

    @Test
    void casesOfDifferentLengthsJoinPairwise() {
        assertThat(Layout.flatten(variant(
                        Primitive.STRING,
                        tuple(Primitive.F32, Primitive.U64),
                        Primitive.F64,
                        tuple(Primitive.U8, Primitive.F32, Primitive.F64, Primitive.S64))))
                .containsExactly(I32, I64, I64, F64, I64);
    }

    @Test
    void aVariantOfMoreThan256CasesHasAWiderDiscriminant() {
        Object[] payloads = new Object[257];
        Arrays.fill(payloads, "none");
        payloads[3] = Primitive.U8;
        assertThat(Layout.size(variant(payloads))).isEqualTo(4);
        assertThat(Layout.alignment(variant(payloads))).isEqualTo(2);
    }

    @Test
    void flatteningStopsWhereNobodyCountsAnyMore() {
        assertThat(Layout.flatten(fixed(Primitive.U8, 1 << 20))).hasSizeBetween(17, 1000);
    }

    @Test
    void theSizeOfAFixedListDoesNotOverflow() {
        ValueType once = fixed(Primitive.U64, Integer.MAX_VALUE);
        assertThat(Layout.size(fixed(once, Integer.MAX_VALUE))).isGreaterThan(1L << 32);
        assertThat(Layout.size(fixed(fixed(once, Integer.MAX_VALUE), Integer.MAX_VALUE)))
                .isGreaterThan(1L << 32);
    }

    @Test
    void theLargestSizeIsThatWithLongPointers() {
        assertThat(Layout.largestSize(Primitive.STRING)).isEqualTo(16);
        assertThat(Layout.largestSize(fixed(Primitive.STRING, 3))).isEqualTo(48);
        assertThat(Layout.largestSize(record(Primitive.U8, list(Primitive.U8)))).isEqualTo(24);
        assertThat(Layout.largestSize(option(Primitive.STRING))).isEqualTo(24);
        assertThat(Layout.largestSize(result(Primitive.U32, Primitive.STRING))).isEqualTo(24);
        assertThat(Layout.largestSize(variant(Primitive.STRING, Primitive.U8))).isEqualTo(24);
        assertThat(Layout.largestSize(tuple(Primitive.U16, Primitive.F64))).isEqualTo(16);
    }

    @Test
    void parametersFlattenOneAfterTheOther() {
        FunctionType type = new FunctionType(
                List.of(new ValueType.Field("a", Primitive.STRING), new ValueType.Field("b", option(Primitive.F64))),
                Optional.of(Primitive.STRING),
                false);
        assertThat(Layout.flatParameters(type)).containsExactly(I32, I32, I32, F64);
        assertThat(Layout.flatResults(type)).containsExactly(I32, I32);
    }

    @Test
    void stringsAndListsPointToMemoryHoweverDeepTheyStand() {
        assertThat(Layout.pointsToMemory(record(Primitive.U8, option(result(Primitive.U8, Primitive.STRING)))))
                .isTrue();
        assertThat(Layout.pointsToMemory(list(Primitive.U8))).isTrue();
        assertThat(Layout.pointsToMemory(fixed(Primitive.STRING, 2))).isTrue();
        assertThat(Layout.pointsToMemory(fixed(Primitive.U8, 2))).isFalse();
        assertThat(Layout.pointsToMemory(tuple(Primitive.U8, flags(9), enumeration(3))))
                .isFalse();
    }

    @Test
    void manyFieldsAlignOneAfterTheOther() {
        ValueType[] fields = Collections.nCopies(9, (ValueType) Primitive.U8).toArray(ValueType[]::new);
        fields[8] = Primitive.U16;
        assertThat(Layout.size(record(fields))).isEqualTo(10);
    }
}
