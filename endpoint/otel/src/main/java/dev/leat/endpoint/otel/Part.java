package dev.leat.endpoint.otel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What goes out as one export: metrics or logs, never both. */
sealed interface Part {

    List<? extends Entry> entries();

    /** Metrics. */
    record Metrics(List<Entry.Point> entries) implements Part {}

    /** Logs. */
    record Logs(List<Entry.Line> entries) implements Part {}

    /**
     * As few as hold all of these.
     *
     * @param emptyBytes what an export takes without entries
     * @param maxBytes of an export
     */
    static List<Part> of(List<Entry> entries, int emptyBytes, int maxBytes) {
        List<Part> parts = new ArrayList<>();
        List<Entry.Point> points = new ArrayList<>();
        List<Entry.Line> lines = new ArrayList<>();
        Set<Definition> definitions = new HashSet<>();
        long pointBytes = emptyBytes;
        long lineBytes = emptyBytes;
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Point point -> {
                    long bytes = point.bytes();
                    int more = definitions.contains(point.definition())
                            ? 0
                            : point.definition().bytes();
                    if (!points.isEmpty() && pointBytes + bytes + more > maxBytes) {
                        parts.add(new Metrics(points));
                        points = new ArrayList<>();
                        pointBytes = emptyBytes;
                        definitions.clear();
                    }
                    if (definitions.add(point.definition())) {
                        bytes += point.definition().bytes();
                    }
                    points.add(point);
                    pointBytes += bytes;
                }
                case Entry.Line line -> {
                    if (!lines.isEmpty() && lineBytes + line.bytes() > maxBytes) {
                        parts.add(new Logs(lines));
                        lines = new ArrayList<>();
                        lineBytes = emptyBytes;
                    }
                    lines.add(line);
                    lineBytes += line.bytes();
                }
            }
        }
        if (!points.isEmpty()) {
            parts.add(new Metrics(points));
        }
        if (!lines.isEmpty()) {
            parts.add(new Logs(lines));
        }
        return parts;
    }

    /** Two halves; of one that has at least two entries. */
    default List<Part> halves() {
        int middle = entries().size() / 2;
        return switch (this) {
            case Metrics(List<Entry.Point> points) ->
                List.of(new Metrics(points.subList(0, middle)), new Metrics(points.subList(middle, points.size())));
            case Logs(List<Entry.Line> lines) ->
                List.of(new Logs(lines.subList(0, middle)), new Logs(lines.subList(middle, lines.size())));
        };
    }

    /** The collector has it. */
    default void delivered() {
        for (Entry entry : entries()) {
            if (entry instanceof Entry.Point point && point.series() != null) {
                point.series().commit();
            }
        }
    }

    /** The collector will never take it. */
    default void refused(OtelEndpointException reason) {
        for (Entry entry : entries()) {
            if (entry instanceof Entry.Point point && point.series() != null) {
                point.series().rollBack();
            }
            entry.messages().forEach(message -> message.refuse(reason));
        }
    }
}
