package dev.leat.component.model.wit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.component.model.type.FunctionType;
import dev.leat.component.model.type.TypeIdentity;
import dev.leat.component.model.type.ValueType;
import dev.leat.component.model.type.ValueType.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Types in words. */
class TypeWordsTest {

    private final TypeWords words = new TypeWords(keys -> Optional.empty());

    @Test
    void asynchronousTypesAndFunctionsAreDescribed() {
        FunctionType type = new FunctionType(
                List.of(
                        new ValueType.Field("in", new ValueType.Channel(true, Optional.of(Primitive.U8))),
                        new ValueType.Field("use", new ValueType.Channel(false, Optional.empty()))),
                Optional.of(Primitive.ERROR_CONTEXT),
                true);
        assertThat(words.function(type, 0)).isEqualTo("async func(in: stream<u8>, %use: future) -> error-context");
    }

    @Test
    void listsHaveALengthAndMapsAKeyWhereTheTypeSays() {
        assertThat(words.of(new ValueType.ListOf(Primitive.U8, OptionalInt.of(4))))
                .isEqualTo("list<u8, 4>");
        assertThat(words.of(new ValueType.MapOf(Primitive.STRING, Primitive.BOOL)))
                .isEqualTo("map<string, bool>");
    }

    @Test
    void aResultShowsTheSidesThatCarrySomething() {
        assertThat(words.of(result(Optional.empty(), Optional.empty()))).isEqualTo("result");
        assertThat(words.of(result(Optional.of(Primitive.S8), Optional.empty())))
                .isEqualTo("result<s8>");
        assertThat(words.of(result(Optional.empty(), Optional.of(Primitive.S8))))
                .isEqualTo("result<_, s8>");
    }

    @Test
    void aTypeThatNothingNamesIsSaidToBeSo() {
        assertThat(words.of(new ValueType.EnumOf(List.of("a"), new TypeIdentity())))
                .isEqualTo("/* enum without a name */");
    }

    @Test
    void typesInTypesAreWrittenToADepth() {
        ValueType deep = Primitive.U8;
        for (int i = 0; i < 100_000; i++) {
            deep = new ValueType.OptionOf(deep);
        }
        assertThat(words.of(deep)).hasSizeLessThan(2000).contains("option<option</* and so on */>>");
    }

    @Test
    void aTypeWithoutEndIsWrittenToALength() {
        ValueType wide = Primitive.U8;
        for (int i = 0; i < 60; i++) {
            wide = new ValueType.TupleOf(List.of(wide, wide));
        }
        assertThat(words.of(wide).length()).isLessThan(2 * Text.LIMIT);
    }

    private static ValueType result(Optional<ValueType> ok, Optional<ValueType> err) {
        return new ValueType.ResultOf(ok, err);
    }
}
