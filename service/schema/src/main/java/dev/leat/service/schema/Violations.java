package dev.leat.service.schema;

import java.util.ArrayList;
import java.util.List;

/** What of one record does not conform: the first violations in words, and how many there are. Belongs to one thread. */
public final class Violations {

    /** How many are kept in words. */
    public static final int MOST_TOLD = 100;

    private final List<String> told = new ArrayList<>();
    private int count;

    void add(String violation) {
        if (isRoom()) {
            told.add(violation);
        }
        count++;
    }

    /** For those whose words would be for nothing: one more. */
    void addUntold() {
        count++;
    }

    boolean isRoom() {
        return told.size() < MOST_TOLD;
    }

    static Violations of(String only) {
        Violations one = new Violations();
        one.add(only);
        return one;
    }

    /** The first {@value #MOST_TOLD} of them, each with the place in the value. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }
}
