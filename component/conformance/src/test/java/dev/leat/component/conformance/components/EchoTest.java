package dev.leat.component.conformance.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.component.core.TrapKind;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.Result;
import dev.leat.component.model.Variant;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values at the edges of their types, and those that are no values of the type. */
class EchoTest extends ComponentContract {

    private static final String VALUES = "leat:fixtures/values#";

    private Guest guest;

    @BeforeEach
    void startEcho() {
        guest = start(fixture("echo"));
    }

    private Object echo(String function, Type java, Object value) {
        return guest.typed(VALUES + function, List.of(java), java, value);
    }

    static Stream<Arguments> edges() {
        return Stream.of(
                Arguments.of("echo-u64", long.class, -1L),
                Arguments.of("echo-u64", long.class, Long.MIN_VALUE),
                Arguments.of("echo-u32", int.class, -1),
                Arguments.of("echo-u32", int.class, Integer.MIN_VALUE),
                Arguments.of("echo-u32", long.class, 0xffff_ffffL),
                Arguments.of("echo-u32", Object.class, 0xffff_ffffL),
                Arguments.of("echo-u16", short.class, (short) -1),
                Arguments.of("echo-u16", int.class, 0xffff),
                Arguments.of("echo-u8", byte.class, (byte) -1),
                Arguments.of("echo-u8", int.class, 255),
                Arguments.of("echo-s8", int.class, -128),
                Arguments.of("echo-s16", long.class, -32768L),
                Arguments.of("echo-s32", long.class, (long) Integer.MIN_VALUE),
                Arguments.of("echo-f32", float.class, -0.0f),
                Arguments.of("echo-f64", double.class, -0.0),
                Arguments.of("echo-f32", float.class, Float.NEGATIVE_INFINITY),
                Arguments.of("echo-f64", double.class, Double.POSITIVE_INFINITY),
                Arguments.of("echo-f64", double.class, Double.MIN_VALUE),
                Arguments.of("echo-char", int.class, 0),
                Arguments.of("echo-char", int.class, 0xd7ff),
                Arguments.of("echo-char", int.class, 0xe000),
                Arguments.of("echo-char", int.class, 0x1f321),
                Arguments.of("echo-char", int.class, 0x10ffff),
                Arguments.of("echo-string", String.class, ""),
                Arguments.of("echo-string", String.class, "\0"),
                Arguments.of("echo-string", String.class, "\ufffd"),
                Arguments.of("echo-string", String.class, "what? \ud83c\udf21 18\u00b0"),
                Arguments.of("echo-option-option", Object.class, Optional.of(Optional.empty())),
                Arguments.of("echo-option-option", Object.class, Optional.empty()),
                Arguments.of("echo-result-bare", Object.class, Result.ok()),
                Arguments.of("echo-wide", String.class, "c256"),
                Arguments.of("echo-flags32", Object.class, Set.of("f31")),
                Arguments.of("echo-flags32", Object.class, Set.of()));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("edges")
    void aValueAtTheEdgeComesBackEqual(String function, Type java, Object value) {
        assertThat(echo(function, java, value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x7fc00000, 0x7fa00001, 0xffc00000, 0xffffffff, 0x7f800001})
    void aNanComesBackCanonical(int bits) {
        float answer = (Float) echo("echo-f32", float.class, Float.intBitsToFloat(bits));
        assertThat(Float.floatToRawIntBits(answer)).isEqualTo(0x7fc00000);
        long wide = (long) bits << 32 | 1;
        double doubled = (Double) echo("echo-f64", double.class, Double.longBitsToDouble(wide | 0x7ff0L << 48));
        assertThat(Double.doubleToRawLongBits(doubled)).isEqualTo(0x7ff8L << 48);
        List<?> many = (List<?>) echo("echo-floats", Object.class, List.of(Float.intBitsToFloat(bits)));
        assertThat(Float.floatToRawIntBits((Float) many.getFirst())).isEqualTo(0x7fc00000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e9", "\u20ac", "\ud83c\udf21", "\0"})
    void aStringOfAMebibyteComesBackEqual(String unit) {
        String text = unit.repeat((1 << 20) / unit.length());
        assertThat(echo("echo-string", String.class, text)).isEqualTo(text);
    }

    @Test
    void aMebibyteOfBytesComesBackEqual() {
        byte[] bytes = new byte[1 << 20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 >> 3);
        }
        assertThat((byte[]) echo("echo-bytes", byte[].class, bytes)).isEqualTo(bytes);
    }

    @Test
    void bytesMayBeAListOfNumbersToo() {
        assertThat(echo("echo-bytes", List.class, List.of(1, 255))).isEqualTo(List.of(1, 255));
    }

    @Test
    void aCharSequenceOfAnyKindIsAString() {
        Object answer = guest.typed(
                VALUES + "echo-string", List.of(CharSequence.class), String.class, new StringBuilder("built"));
        assertThat(answer).isEqualTo("built");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("echo-s8", int.class, 128),
                Arguments.of("echo-s8", int.class, -129),
                Arguments.of("echo-u8", int.class, -1),
                Arguments.of("echo-u8", int.class, 256),
                Arguments.of("echo-u8", Object.class, 256),
                Arguments.of("echo-u8", byte.class, 256),
                Arguments.of("echo-s16", int.class, 32768),
                Arguments.of("echo-u16", int.class, 65536),
                Arguments.of("echo-u16", long.class, -1L),
                Arguments.of("echo-u32", long.class, -1L),
                Arguments.of("echo-u32", long.class, 1L << 32),
                Arguments.of("echo-u32", Object.class, 1L << 32),
                Arguments.of("echo-u32", int.class, 1L << 32),
                Arguments.of("echo-s32", long.class, 1L << 31),
                Arguments.of("echo-s32", Object.class, 1L << 40),
                Arguments.of("echo-s32", Object.class, 1.5),
                Arguments.of("echo-u64", Object.class, new java.math.BigInteger("18446744073709551616")),
                Arguments.of("echo-words", Object.class, List.of(1L, -1L)),
                Arguments.of("echo-char", int.class, 0xd800),
                Arguments.of("echo-char", int.class, 0xdfff),
                Arguments.of("echo-char", int.class, 0x110000),
                Arguments.of("echo-char", int.class, -1),
                Arguments.of("echo-chars", Object.class, List.of(65, 0xdc00)),
                Arguments.of("echo-string", String.class, "\ud800"),
                Arguments.of("echo-string", String.class, "\udc00"),
                Arguments.of("echo-string", String.class, "a?\udc00\ud800b"),
                Arguments.of("echo-strings", Object.class, List.of("fine", "\ud800")),
                Arguments.of("echo-option-string", Object.class, Optional.of("\ud83c")),
                Arguments.of("echo-colour", Object.class, "purple"),
                Arguments.of("echo-flags3", Object.class, Set.of("f0", "f3")),
                Arguments.of("echo-join32", Object.class, Variant.of("imaginary", 1)),
                Arguments.of("echo-join32", Object.class, Variant.of("whole")),
                Arguments.of("echo-padded", Object.class, Map.of("small", 1)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("refused")
    void whatIsNoValueOfTheTypeIsRefused(String function, Type java, Object value) {
        assertThatThrownBy(() -> echo(function, java, value)).isInstanceOf(IllegalArgumentException.class);
    }

    record Loose(Object small, Object large) {}

    static Stream<Loose> misfits() {
        return Stream.of(new Loose(256, 1L), new Loose(1.5, 1L), new Loose(1L << 40, 1L), new Loose(1, 2.0f));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatIsNoValueOfTheTypeIsRefusedInAJavaRecordToo(Loose value) {
        assertThatThrownBy(() -> echo("echo-padded", Loose.class, value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartOfAJavaRecordMayTakeItsNaturalForm() {
        assertThat(echo("echo-padded", Loose.class, new Loose(255, -1L))).isEqualTo(new Loose(255, -1L));
    }

    @Test
    void theWrongNumberOfArgumentsIsRefusedAndTheInstanceGoesOn() {
        assertThatThrownBy(() -> guest.call(VALUES + "echo-u8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("0 arguments for 1 parameters");
        assertThatThrownBy(() -> guest.call(VALUES + "echo-u8", 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(guest.call(VALUES + "echo-u8", 1)).isEqualTo(1);
    }

    @Test
    void sixteenFlatParametersArePassedOneByOne() {
        Object answer = guest.call(
                VALUES + "sixteen",
                255,
                -128,
                65535,
                -32768,
                0xffff_ffffL,
                Integer.MIN_VALUE,
                -1L,
                Long.MIN_VALUE,
                0.5f,
                -0.25,
                true,
                0x1f321,
                "text",
                new byte[] {1, -1});
        assertThat(answer)
                .isEqualTo("255|-128|65535|-32768|4294967295|-2147483648|18446744073709551615|-9223372036854775808"
                        + "|0.5|-0.25|true|\ud83c\udf21|text|[1, 255]");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreFlatParametersArePassedInMemory(boolean last) {
        Object answer = guest.call(
                VALUES + "eighteen",
                1,
                -1,
                2,
                -2,
                3L,
                -3,
                4L,
                -4L,
                1.5f,
                -1.5,
                false,
                'x' + 0,
                "",
                new byte[0],
                last ? Optional.of(7) : Optional.empty());
        assertThat(answer).isEqualTo("1|-1|2|-2|3|-3|4|-4|1.5|-1.5|false|x||[]|" + (last ? "Some(7)" : "None"));
    }

    @Test
    void aFunctionWithoutParametersAndResultAnswersEmpty() {
        guest.run(VALUES + "nothing");
        guest.run(VALUES + "no-result", "kept");
        assertThat(guest.call(VALUES + "last")).isEqualTo("kept");
    }

    @Test
    void aResultMayBeLargerThanTheMemoryWas() {
        byte[] answer = (byte[]) guest.call(VALUES + "repeat", 7, 16L << 20);
        assertThat(answer).hasSize(16 << 20).containsOnly(7);
    }

    @Test
    void aPanicTrapsAndTheInstanceCannotBeCalledAgain() {
        assertTrap(TrapKind.UNREACHABLE, () -> guest.run(VALUES + "fail", "boom"));
        assertThatThrownBy(() -> guest.call(VALUES + "echo-u8", 1))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-012: ");
        assertThat(start(fixture("echo")).call(VALUES + "echo-u8", 1)).isEqualTo(1);
    }

    @Test
    void whatAGuestGivesBackStaysWhenTheGuestIsCalledAgain() {
        List<?> first = (List<?>) guest.call(VALUES + "echo-strings", List.of("one", "two"));
        byte[] bytes = (byte[]) guest.call(VALUES + "echo-bytes", new byte[] {1, 2, 3});
        for (int i = 0; i < 100; i++) {
            guest.call(VALUES + "echo-strings", List.of("three", "four"));
            guest.call(VALUES + "echo-bytes", new byte[] {9, 9, 9});
        }
        assertThat(first).isEqualTo(List.of("one", "two"));
        assertThat(bytes).containsExactly(1, 2, 3);
    }

    @Test
    void tenThousandCallsLeaveNothingInTheGuestsMemory() {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) 5);
        Guest small = start(
                fixture("echo"),
                new dev.leat.component.model.InstanceLimits(
                        new dev.leat.component.core.StoreLimits(4 << 20, 10_000), Optional.empty()));
        for (int i = 0; i < 10_000; i++) {
            assertThat((byte[]) small.call(VALUES + "echo-bytes", bytes)).hasSameSizeAs(bytes);
        }
    }
}
