package dev.leat.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One of the two outputs of a branch: where records go for which the branch answers false, or true. */
public enum Arm {
    FALSE("False"),
    TRUE("True");

    private final String spelling;

    Arm(String spelling) {
        this.spelling = spelling;
    }

    /** The word for it in graph definitions: {@code False} or {@code True}. */
    public String spelling() {
        return spelling;
    }

    /** The words for both arms. */
    public static List<String> spellings() {
        return Arrays.stream(values()).map(Arm::spelling).toList();
    }

    /** The arm that a word names, in upper or lower case. */
    public static Optional<Arm> of(String word) {
        return Arrays.stream(values())
                .filter(arm -> arm.spelling.equalsIgnoreCase(word))
                .findFirst();
    }

    /** The arm for a branch's answer. */
    public static Arm of(boolean answer) {
        return answer ? TRUE : FALSE;
    }
}
