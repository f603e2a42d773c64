package dev.leat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares JSON by what it means: the order of keys does not matter, that of elements does, and numbers are equal where
 * they differ by no more than {@value #TOLERANCE} of the larger one.
 */
final class JsonComparison {

    /** How far two numbers may lie apart, relative to the larger one. */
    static final double TOLERANCE = 1e-9;

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_/$-]+");

    private final List<Difference> differences = new ArrayList<>();

    private JsonComparison() {}

    /**
     * Where the two differ; empty where they are equal.
     *
     * @param path what the differences call the place of the two, such as {@code [0]}; empty for the root
     */
    static List<Difference> compare(String path, JsonNode expected, JsonNode actual) {
        JsonComparison comparison = new JsonComparison();
        comparison.visit(path, expected, actual);
        return comparison.differences;
    }

    private void visit(String path, JsonNode expected, JsonNode actual) {
        if (expected instanceof ObjectNode left && actual instanceof ObjectNode right) {
            visitKeys(path, left, right);
        } else if (expected instanceof ArrayNode left && actual instanceof ArrayNode right) {
            visitElements(path, left, right);
        } else if (!isSame(expected, actual)) {
            report(path, Optional.of(expected), Optional.of(actual));
        }
    }

    private void visitKeys(String path, ObjectNode expected, ObjectNode actual) {
        Set<String> keys = new LinkedHashSet<>();
        expected.fieldNames().forEachRemaining(keys::add);
        actual.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            visit(child(path, key), Optional.ofNullable(expected.get(key)), Optional.ofNullable(actual.get(key)));
        }
    }

    private void visitElements(String path, ArrayNode expected, ArrayNode actual) {
        for (int index = 0; index < Math.max(expected.size(), actual.size()); index++) {
            visit(
                    path + "[" + index + "]",
                    Optional.ofNullable(expected.get(index)),
                    Optional.ofNullable(actual.get(index)));
        }
    }

    private void visit(String path, Optional<JsonNode> expected, Optional<JsonNode> actual) {
        if (expected.isPresent() && actual.isPresent()) {
            visit(path, expected.get(), actual.get());
        } else {
            report(path, expected, actual);
        }
    }

    private void report(String path, Optional<JsonNode> expected, Optional<JsonNode> actual) {
        differences.add(Difference.of(path.isEmpty() ? "record" : path, expected, actual));
    }

    private static String child(String path, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return path + "[" + Json.text(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isSame(JsonNode expected, JsonNode actual) {
        return expected.isNumber() && actual.isNumber() ? isSameNumber(expected, actual) : expected.equals(actual);
    }

    /** Numbers that doubles show badly, among them zero, are compared as they are written. */
    private static boolean isSameNumber(JsonNode expected, JsonNode actual) {
        BigDecimal left = expected.decimalValue();
        BigDecimal right = actual.decimalValue();
        double x = left.doubleValue();
        double y = right.doubleValue();
        if (isNormal(x) && isNormal(y)) {
            return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
        }
        return left.compareTo(right) == 0;
    }

    private static boolean isNormal(double value) {
        return Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL;
    }
}
