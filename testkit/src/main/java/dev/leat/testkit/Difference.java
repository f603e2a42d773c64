package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A place where the output is not as expected.
 *
 * @param path where, such as {@code payload.temperature[0].max}; with the record's index before it where several records
 *     are expected
 * @param expected the JSON that was expected there; empty where nothing was
 * @param actual the JSON that is there; empty where nothing is
 */
public record Difference(String path, Optional<String> expected, Optional<String> actual) {

    private static final int LONGEST = 300;

    static Difference of(String path, Optional<JsonNode> expected, Optional<JsonNode> actual) {
        return new Difference(path, expected.map(JsonNode::toString), actual.map(JsonNode::toString));
    }

    /** One line: the place, what was expected, and what came. */
    @Override
    public String toString() {
        return path + ": expected " + show(expected) + ", got " + show(actual);
    }

    private static String show(Optional<String> json) {
        return json.map(text -> text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...")
                .orElse("nothing");
    }
}
