package dev.leat.service.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/**
 * What it may cost to hold one record against a schema, counted in steps and not in time: the same record has the same
 * end on every machine. A large record may cost more than a small one, but each only so much as it is large: without, a
 * schema that refers to itself under {@code anyOf} would double the work with each level. Belongs to one thread.
 */
final class Work {

    /** What every record may cost. */
    static final long BASE = 20_000_000;

    /** What each value of the record adds. */
    static final long FOR_VALUE = 500;

    /** What each character of its texts and names adds. */
    static final long FOR_CHARACTER = 20;

    /** One keyword of the schema that is held against one value; reading one character in a pattern is 1. */
    static final long KEYWORD = 10;

    /** One violation, which is an object and its text. */
    static final long VIOLATION = 100;

    /** All that there was is spent. */
    static final class SpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private SpentException() {
            super("no steps are left", null, false, false);
        }
    }

    private final long most;
    private long left;

    private Work(long most) {
        this.most = most;
        this.left = most;
    }

    static Work of(JsonNode value) {
        return new Work(BASE + allowance(value));
    }

    private static long allowance(JsonNode value) {
        long steps = FOR_VALUE;
        if (value.isTextual()) {
            return steps + FOR_CHARACTER * value.textValue().length();
        }
        for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
            steps += FOR_CHARACTER * names.next().length();
        }
        for (JsonNode part : value) {
            steps += allowance(part);
        }
        return steps;
    }

    /** @throws SpentException where that is more than is left, now and at each further call */
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new SpentException();
        }
    }

    boolean isSpent() {
        return left < 0;
    }

    /** @param place where the schema came from */
    SchemaException tooMuch(String place) {
        return new SchemaException(
                SchemaProblem.TOO_MUCH_WORK,
                place + ": to hold the record against this schema takes more than " + most
                        + " steps, and was given up\n  hint: look for a schema that refers to itself more than once under anyOf, oneOf or allOf, and"
                        + " for a pattern such as (.*a){20} that can be matched in many ways");
    }
}
