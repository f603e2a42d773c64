package dev.leat.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.leat.dataflow.data.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a case expects to come out: an object is compared with the last record, an array with all of them in order, and
 * {@code []} wants none. A payload that is text is parsed as JSON on both sides; where it is none, it is compared as
 * text.
 *
 * @param records what is expected of each, payloads parsed
 * @param lastOnly whether only the last record of the output is looked at
 * @param namedOnly whether what a record does not name is not looked at: but for payloads, which are compared whole
 */
record Expectation(List<JsonNode> records, boolean lastOnly, boolean namedOnly) {

    private static final String PAYLOAD = "payload";

    Expectation {
        records = List.copyOf(records);
    }

    /** @throws TestkitException {@link TestkitProblem#EXPECTED_UNUSABLE} */
    static Expectation read(Path file) {
        JsonNode tree;
        try {
            tree = Json.parse(Bytes.of(Files.readAllBytes(file))
                    .asStrictUtf8()
                    .orElseThrow(() -> unusable(file, "the file is not UTF-8")));
        } catch (JsonProcessingException notJson) {
            String line = notJson.getLocation() == null
                    ? ""
                    : ":" + notJson.getLocation().getLineNr() + ":"
                            + notJson.getLocation().getColumnNr();
            throw unusable(file, line, "the file is no JSON: " + notJson.getOriginalMessage());
        } catch (IOException failure) {
            throw unusable(file, "the file cannot be read: " + failure.getMessage());
        }
        boolean several = tree.isArray();
        List<JsonNode> records =
                several ? StreamSupport.stream(tree.spliterator(), false).toList() : List.of(tree);
        if (!records.stream().allMatch(JsonNode::isObject)) {
            throw unusable(
                    file, "expected is one record (an object), or a list of records; [] where nothing may come out");
        }
        return new Expectation(
                records.stream().map(Expectation::withParsedPayload).toList(), !several, false);
    }

    /** What a test file itself expects: all records, in order. */
    static Expectation of(List<JsonNode> records) {
        return new Expectation(
                records.stream()
                        .map(record -> withParsedPayload(record.deepCopy()))
                        .toList(),
                false,
                true);
    }

    private static TestkitException unusable(Path file, String reason) {
        return unusable(file, "", reason);
    }

    private static TestkitException unusable(Path file, String place, String reason) {
        return new TestkitException(TestkitProblem.EXPECTED_UNUSABLE, file + place + ": " + reason);
    }

    /** An output record as a tree, its payload parsed. */
    static JsonNode tree(OutputRecord record) {
        try {
            return withParsedPayload(Json.parse(record.toJson()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an output record is JSON", impossible);
        }
    }

    private static JsonNode withParsedPayload(JsonNode record) {
        if (record instanceof ObjectNode object && object.get(PAYLOAD) instanceof TextNode payload) {
            object.set(PAYLOAD, parsed(payload));
        }
        return record;
    }

    /** A JSON string stays text in its quotes, unlike text that is no JSON. */
    private static JsonNode parsed(TextNode payload) {
        try {
            JsonNode tree = Json.parse(payload.textValue());
            return tree.isTextual() ? TextNode.valueOf(tree.toString()) : tree;
        } catch (JsonProcessingException notJson) {
            return payload;
        }
    }

    /**
     * Where the output is not as expected.
     *
     * @param output all records, as {@link #tree} makes them
     */
    List<Difference> differences(List<JsonNode> output, Projection projection) {
        return differences("", output, projection);
    }

    /** @param sink what the paths of differences begin with; empty for nothing */
    List<Difference> differences(String sink, List<JsonNode> output, Projection projection) {
        List<Difference> differences = new ArrayList<>();
        List<JsonNode> looked = lastOnly && !output.isEmpty() ? List.of(output.getLast()) : output;
        for (int index = 0; index < Math.max(records.size(), looked.size()); index++) {
            String path = sink + (lastOnly ? "" : "[" + index + "]");
            Optional<JsonNode> expected = at(records, index).map(projection::of);
            Optional<JsonNode> actual = at(looked, index).map(projection::of);
            if (namedOnly && expected.isPresent()) {
                JsonNode names = expected.get();
                actual = actual.map(record -> named(names, record));
            }
            if (expected.isPresent() && actual.isPresent()) {
                differences.addAll(JsonComparison.compare(path, expected.get(), actual.get()));
            } else {
                differences.add(Difference.of(path.isEmpty() ? "record" : path, expected, actual));
            }
        }
        return differences;
    }

    /** Of a record, what the expected one names. */
    private static JsonNode named(JsonNode expected, JsonNode actual) {
        if (!(expected instanceof ObjectNode names) || !(actual instanceof ObjectNode object)) {
            return actual;
        }
        ObjectNode kept = object.objectNode();
        for (Map.Entry<String, JsonNode> entry : names.properties()) {
            JsonNode value = object.get(entry.getKey());
            if (value != null) {
                kept.set(entry.getKey(), entry.getKey().equals(PAYLOAD) ? value : named(entry.getValue(), value));
            }
        }
        return kept;
    }

    private static Optional<JsonNode> at(List<JsonNode> records, int index) {
        return index < records.size() ? Optional.of(records.get(index)) : Optional.empty();
    }

    /** Whether the projection leaves nothing of a record that expects something, so that any output would pass. */
    boolean isEmptiedBy(Projection projection) {
        return records.stream()
                .anyMatch(record -> !record.isEmpty() && projection.of(record).isEmpty());
    }

    /** The paths that find nothing, neither in what is expected nor in the output: likely misspelled. */
    List<DotPath> fruitless(List<DotPath> paths, List<JsonNode> output) {
        return paths.stream()
                .filter(path -> records.stream().noneMatch(record -> Projection.finds(path, record))
                        && output.stream().noneMatch(record -> Projection.finds(path, record)))
                .toList();
    }
}
