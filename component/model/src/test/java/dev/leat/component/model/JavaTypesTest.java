package dev.leat.component.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Java types are held against a component's types when a call is planned, not when it is made. */
class JavaTypesTest {

    private static final String VALUES = "leat:fixtures/values";

    private static final LinkedComponent ECHO =
            new Linker(MethodHandles.lookup()).link(Component.compile(new FakeEngine(), Fixtures.bytes("echo")));

    record Padded(int small, long large) {}

    record Renamed(int little, long large) {}

    record Shorter(int small) {}

    record Swapped(long large, int small) {}

    record NarrowField(short small, int large) {}

    record Pair(String left, int right) {}

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    enum TwoColours {
        RED,
        GREEN
    }

    sealed interface Join32 {
        record Whole(int value) implements Join32 {}

        record Real(float value) implements Join32 {}

        record Nothing() implements Join32 {}
    }

    sealed interface MissingCase {
        record Whole(int value) implements MissingCase {}

        record Real(float value) implements MissingCase {}
    }

    sealed interface WrongPayload {
        record Whole(String value) implements WrongPayload {}

        record Real(float value) implements WrongPayload {}

        record Nothing() implements WrongPayload {}
    }

    sealed interface NotEmpty {
        record Whole(int value) implements NotEmpty {}

        record Real(float value) implements NotEmpty {}

        record Nothing(int value) implements NotEmpty {}
    }

    interface Open {}

    /** Where generic types are taken from. */
    @SuppressWarnings("unused")
    interface Generic {
        List<String> strings();

        List<Integer> integers();

        Optional<String> optionalString();

        Optional<Integer> optionalInteger();

        Set<Colour> colourSet();

        Map<String, Integer> map();

        Result<Integer, Integer> result();

        Result<Integer, String> goodResult();

        List<Pair> pairs();

        <T> T variable();

        List<? extends String> wildcards();
    }

    static Type generic(String method) {
        return Stream.of(Generic.class.getDeclaredMethods())
                .filter(one -> one.getName().equals(method))
                .findFirst()
                .orElseThrow()
                .getGenericReturnType();
    }

    private static void plan(String function, Type java) {
        ECHO.function(List.of(VALUES, function), List.of(java), java);
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of("echo-bool", int.class, "int", "bool"),
                Arguments.of("echo-u8", boolean.class, "boolean", "u8"),
                Arguments.of("echo-u8", char.class, "char", "u8"),
                Arguments.of("echo-u8", String.class, "java.lang.String", "u8"),
                Arguments.of("echo-u16", byte.class, "byte", "u16"),
                Arguments.of("echo-s16", Byte.class, "java.lang.Byte", "s16"),
                Arguments.of("echo-u32", short.class, "short", "u32"),
                Arguments.of("echo-s64", int.class, "int", "s64"),
                Arguments.of("echo-u64", Integer.class, "java.lang.Integer", "u64"),
                Arguments.of("echo-f32", double.class, "double", "f32"),
                Arguments.of("echo-f64", float.class, "float", "f64"),
                Arguments.of("echo-char", char.class, "char", "char"),
                Arguments.of("echo-string", byte[].class, "byte[]", "string"),
                Arguments.of("echo-bytes", String.class, "java.lang.String", "list<u8>"),
                Arguments.of("echo-bytes", int[].class, "int[]", "list<u8>"),
                Arguments.of("echo-words", byte[].class, "byte[]", "list<u32>"),
                Arguments.of("echo-words", Set.class, "java.util.Set", "list<u32>"),
                Arguments.of("echo-strings", generic("integers"), "java.lang.Integer", "string"),
                Arguments.of("echo-padded", String.class, "java.lang.String", "record { small: u8, large: u64 }"),
                Arguments.of("echo-padded", Renamed.class, "little", "small"),
                Arguments.of("echo-padded", Shorter.class, "Shorter", "large"),
                Arguments.of("echo-padded", Swapped.class, "Swapped", "small"),
                Arguments.of("echo-padded", NarrowField.class, "int", "u64"),
                Arguments.of("echo-tuple", Pair.class, "Pair", "tuple<u8, string, f64>"),
                Arguments.of("echo-colour", TwoColours.class, "TwoColours", "BLUE"),
                Arguments.of("echo-colour", int.class, "int", "enum { red, green, blue }"),
                Arguments.of("echo-flags3", generic("colourSet"), "Colour", "F0"),
                Arguments.of("echo-flags3", List.class, "java.util.List", "flags { f0, f1, f2 }"),
                Arguments.of("echo-option", generic("optionalString"), "java.lang.String", "u32"),
                Arguments.of("echo-option", Integer.class, "java.lang.Integer", "option<u32>"),
                Arguments.of("echo-result", generic("result"), "java.lang.Integer", "string"),
                Arguments.of("echo-result", Optional.class, "java.util.Optional", "result<u32, string>"),
                Arguments.of("echo-join32", MissingCase.class, "MissingCase", "nothing"),
                Arguments.of("echo-join32", WrongPayload.class, "java.lang.String", "u32"),
                Arguments.of("echo-join32", NotEmpty.class, "Nothing", "variant"),
                Arguments.of("echo-join32", Open.class, "Open", "variant"),
                Arguments.of("echo-join32", Colour.class, "Colour", "variant"),
                Arguments.of("echo-u8", generic("variable"), "T", ""));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("misfits")
    void aTypeThatCannotCarryTheValuesIsRefusedWithBothSides(String function, Type java, String javaSide, String wit) {
        assertThatThrownBy(() -> plan(function, java))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-010: ")
                .hasMessageContaining(javaSide)
                .hasMessageContaining(wit);
    }

    static Stream<Arguments> fits() {
        return Stream.of(
                Arguments.of("echo-padded", Padded.class),
                Arguments.of("echo-padded", Map.class),
                Arguments.of("echo-padded", generic("map")),
                Arguments.of("echo-colour", Colour.class),
                Arguments.of("echo-colour", String.class),
                Arguments.of("echo-join32", Join32.class),
                Arguments.of("echo-join32", Variant.class),
                Arguments.of("echo-string", CharSequence.class),
                Arguments.of("echo-pairs", generic("pairs")),
                Arguments.of("echo-words", List.class),
                Arguments.of("echo-option", generic("optionalInteger")),
                Arguments.of("echo-result", generic("goodResult")),
                Arguments.of("echo-flags3", Set.class));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("fits")
    void aTypeThatCanIsPlanned(String function, Type java) {
        assertThatCode(() -> plan(function, java)).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "echo-u8, byte", "echo-u8, short", "echo-u8, int", "echo-u8, long", "echo-s8, byte", "echo-u16, short",
        "echo-s16, int", "echo-u32, int", "echo-u32, long", "echo-s32, long", "echo-u64, long", "echo-s64, long"
    })
    void anIntegerIsCarriedByAnyIntegerThatIsWideEnough(String function, String java) {
        Class<?> type = switch (java) {
            case "byte" -> byte.class;
            case "short" -> short.class;
            case "int" -> int.class;
            default -> long.class;
        };
        assertThatCode(() -> plan(function, type)).doesNotThrowAnyException();
    }

    @Test
    void aResultWhereTheFunctionGivesNoneIsRefused() {
        assertThatThrownBy(() -> ECHO.function(List.of(VALUES, "nothing"), List.of(), String.class))
                .isInstanceOf(ComponentException.class)
                .hasMessageStartingWith("LEAT-COMPONENT-010: ")
                .hasMessageContaining("func()");
    }

    @Test
    void theWrongNumberOfParametersIsRefusedWithTheFunction() {
        assertThatThrownBy(() -> ECHO.function(List.of(VALUES, "repeat"), List.of(int.class), byte[].class))
                .hasMessageStartingWith("LEAT-COMPONENT-010: ")
                .hasMessageContaining("1 Java parameters")
                .hasMessageContaining("func(value: u8, times: u32) -> list<u8>");
    }

    @Test
    void aRecordOutOfTheLookupsReachIsRefused() {
        LinkedComponent narrow = new Linker(MethodHandles.publicLookup())
                .link(Component.compile(new FakeEngine(), Fixtures.bytes("echo")));
        assertThatThrownBy(() -> narrow.function(List.of(VALUES, "echo-padded"), List.of(Padded.class), Padded.class))
                .hasMessageStartingWith("LEAT-COMPONENT-010: ")
                .hasMessageContaining("Padded")
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void aPlannedFunctionNamesItself() {
        assertThat(ECHO.function(List.of(VALUES, "echo-u8"))).hasToString("leat:fixtures/values#echo-u8");
        assertThat(ECHO.function(List.of(VALUES, "echo-u8")).type()).hasToString("func(value: u8) -> u8");
    }
}
