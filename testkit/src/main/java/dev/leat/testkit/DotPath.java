package dev.leat.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A path into an output record, such as {@code properties.user-properties.otel/factoryId} or
 * {@code payload.temperature.value}. Segments stand between dots and may hold anything else.
 *
 * <p>In an object a segment is a key. In an array a segment of digits is the element at that index, counted from 0, and
 * any other segment looks into each element. A payload that is JSON is entered like the rest of the record.
 *
 * @param segments at least one, none empty
 */
record DotPath(List<String> segments) {

    DotPath {
        segments = List.copyOf(segments);
        if (segments.isEmpty() || segments.contains("")) {
            throw new IllegalArgumentException("a path has segments, and none is empty: " + segments);
        }
    }

    /** Reads a path, if the text is one. */
    static Optional<DotPath> parse(String text) {
        List<String> segments = Arrays.asList(text.split("\\.", -1));
        return segments.contains("") ? Optional.empty() : Optional.of(new DotPath(segments));
    }

    /** The path as it is written. */
    @Override
    public String toString() {
        return String.join(".", segments);
    }
}
