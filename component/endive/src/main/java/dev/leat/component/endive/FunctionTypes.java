package dev.leat.component.endive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.RecType;
import run.endive.wasm.types.SubType;
import run.endive.wasm.types.TypeSection;
import run.endive.wasm.types.ValType;

/**
 * The function types of one module, comparable with those of another.
 *
 * <p>A type whose meaning does not depend on its module (it refers to no other type and stands in no hierarchy) has a
 * number that is the same in the whole process: for these, which is all that components use, comparing is comparing two
 * numbers.
 */
final class FunctionTypes {

    private static final int DEPENDS_ON_MODULE = -1;
    private static final Map<FunctionType, Integer> NUMBERS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT_NUMBER = new AtomicInteger();

    private final TypeSection section;
    private final int[] numbers;

    FunctionTypes(TypeSection section) {
        this.section = section;
        this.numbers = new int[section.subTypeCount()];
        int index = 0;
        for (int group = 0; group < section.typeCount(); group++) {
            RecType recursive = section.getRecType(group);
            for (SubType type : recursive.subTypes()) {
                numbers[index++] = recursive.subTypes().length == 1 && standsAlone(type)
                        ? number(type.compType().funcType())
                        : DEPENDS_ON_MODULE;
            }
        }
    }

    /** The number of a type that stands alone. */
    static int number(FunctionType type) {
        return NUMBERS.computeIfAbsent(type, key -> NEXT_NUMBER.getAndIncrement());
    }

    /** Whether this module's type at that index is the numbered one. */
    boolean is(int index, int number) {
        return numbers[index] == number;
    }

    FunctionType type(int index) {
        return section.getType(index);
    }

    /** Whether a function of this module's type at {@code index} may be called as {@code otherIndex} of the other. */
    boolean fits(int index, FunctionTypes other, int otherIndex) {
        int mine = numbers[index];
        int theirs = other.numbers[otherIndex];
        if (mine != DEPENDS_ON_MODULE && theirs != DEPENDS_ON_MODULE) {
            return mine == theirs;
        }
        int current = index;
        while (true) {
            if (TypeSection.crossModuleCanonicallyEquivalent(section, current, other.section, otherIndex)) {
                return true;
            }
            int[] supertypes = section.getSubType(current).typeIdx();
            if (supertypes.length == 0) {
                return false;
            }
            current = supertypes[0];
        }
    }

    private static boolean standsAlone(SubType type) {
        FunctionType function = type.compType().funcType();
        return function != null
                && type.isFinal()
                && type.typeIdx().length == 0
                && function.params().stream().noneMatch(FunctionTypes::namesType)
                && function.returns().stream().noneMatch(FunctionTypes::namesType);
    }

    private static boolean namesType(ValType type) {
        return type.isReference() && type.typeIdx() >= 0;
    }
}
