package dev.leat.component.conformance.components;

import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Java types for those of echo.wit: each method names the type for the function of its name. */
interface EchoTypes {

    boolean echoBool();

    float echoF32();

    double echoF64();

    int echoChar();

    String echoString();

    byte[] echoBytes();

    List<Boolean> echoBools();

    List<Short> echoShorts();

    List<Integer> echoWords();

    List<Long> echoLongs();

    List<Float> echoFloats();

    List<Double> echoDoubles();

    List<Integer> echoChars();

    List<String> echoStrings();

    List<List<List<Integer>>> echoNested();

    List<Labelled> echoPairs();

    Single echoSingle();

    Padded echoPadded();

    Everything echoEverything();

    List<Everything> echoRecords();

    Triple echoTuple();

    One echoTuple1();

    Set<Flag> echoFlags3();

    Set<Flag> echoFlags8();

    Set<Flag> echoFlags9();

    Set<Flag> echoFlags16();

    Set<Flag> echoFlags17();

    Set<Flag> echoFlags32();

    List<Set<Flag>> echoFlagsList();

    Only echoOne();

    Colour echoColour();

    List<Colour> echoColours();

    Optional<Integer> echoOption();

    Optional<String> echoOptionString();

    Optional<Optional<Byte>> echoOptionOption();

    Optional<Padded> echoOptionPadded();

    List<Optional<Long>> echoOptions();

    Result<Long, String> echoResult();

    Result<Double, Unit> echoResultOk();

    Result<Unit, Colour> echoResultError();

    Result<Unit, Unit> echoResultBare();

    Result<Float, Long> echoResultJoin();

    Result<Optional<String>, Result<Short, Integer>> echoResultNested();

    List<Result<Padded, String>> echoResults();

    Join32 echoJoin32();

    Join64 echoJoin64();

    Joins echoJoins();

    List<Joins> echoJoinsList();

    record Single(byte value) {}

    record Padded(short small, long large) {}

    record Labelled(String label, int number) {}

    record Triple(int first, String second, double third) {}

    record One(short value) {}

    record Everything(
            boolean a,
            byte b,
            byte c,
            int d,
            short e,
            int f,
            int g,
            long h,
            long i,
            float j,
            double k,
            int l,
            String text,
            byte[] bytes,
            Padded inner) {}

    enum Only {
        ONLY
    }

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    /** Enough for all the flags. */
    enum Flag {
        F0,
        F1,
        F2,
        F3,
        F4,
        F5,
        F6,
        F7,
        F8,
        F9,
        F10,
        F11,
        F12,
        F13,
        F14,
        F15,
        F16,
        F17,
        F18,
        F19,
        F20,
        F21,
        F22,
        F23,
        F24,
        F25,
        F26,
        F27,
        F28,
        F29,
        F30,
        F31
    }

    sealed interface Join32 {
        record Whole(int value) implements Join32 {}

        record Real(float value) implements Join32 {}

        record Nothing() implements Join32 {}
    }

    sealed interface Join64 {
        record Small(short value) implements Join64 {}

        record Large(long value) implements Join64 {}

        record Real(float value) implements Join64 {}

        // Not java.lang.Double: a case is found by its simple name.
        record Double(double value) implements Join64 {}
    }

    record Quad(int first, float second, double third, long fourth) {}

    record Couple(float left, long right) {}

    sealed interface Joins {
        record None() implements Joins {}

        record Text(String value) implements Joins {}

        record Bytes(byte[] value) implements Joins {}

        record Pair(Couple value) implements Joins {}

        record Double(double value) implements Joins {}

        /** The payload's fields in place of the payload. */
        record Composite(short small, long large) implements Joins {}

        record Many(Quad value) implements Joins {}

        record Nested(Join64 value) implements Joins {}

        record Maybe(Optional<Float> value) implements Joins {}
    }
}
