package dev.leat.endpoint.otel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Messages that go out together. Belongs to one thread. */
final class Batch {

    /** A histogram's point without its attributes, and more. */
    private static final int MOST_POINT_BYTES = 512;

    private final Instruments instruments;
    private final int maxEntryBytes;
    private final List<Pending> messages = new ArrayList<>();
    private final Map<Series, List<Pending>> touched = new LinkedHashMap<>();
    private final List<Entry.Point> gauges = new ArrayList<>();
    private final List<Entry.Line> lines = new ArrayList<>();

    /** @param maxEntryBytes what a single entry may take of an export */
    Batch(Instruments instruments, int maxEntryBytes) {
        this.instruments = instruments;
        this.maxEntryBytes = maxEntryBytes;
    }

    /**
     * Adds all of a message, or nothing.
     *
     * @param now in nanoseconds since the epoch
     * @throws InvalidMessageException where it cannot be sent
     */
    void add(Pending message, Payload payload, long now) throws InvalidMessageException {
        instruments.check(payload);
        long messageTime = TimeUnit.MILLISECONDS.toNanos(message.record().time().physical());
        List<Entry.Line> newLines = lines(message, payload, messageTime, now);
        checkSizes(payload);
        for (Payload.Measurement measurement : payload.metrics()) {
            Definition definition = instruments.definition(measurement);
            if (measurement.type().kind() == MetricType.Kind.GAUGE) {
                long time = time(measurement.time(), messageTime);
                gauges.add(new Entry.Point(definition, Protocol.gauge(measurement, time), List.of(message), null));
            } else {
                Series series = instruments.series(definition, measurement.attributes());
                series.add(measurement.value());
                touch(series, message);
            }
        }
        lines.addAll(newLines);
        messages.add(message);
    }

    private static long time(long said, long otherwise) {
        return said == Payload.NO_TIME ? otherwise : said;
    }

    private List<Entry.Line> lines(Pending message, Payload payload, long messageTime, long now)
            throws InvalidMessageException {
        List<Entry.Line> made = new ArrayList<>(payload.logs().size());
        for (Payload.LogLine line : payload.logs()) {
            Entry.Line entry = new Entry.Line(Protocol.line(line, time(line.time(), messageTime), now), message);
            if (entry.bytes() > maxEntryBytes) {
                throw tooLarge("logs[" + made.size() + "]");
            }
            made.add(entry);
        }
        return made;
    }

    private void checkSizes(Payload payload) throws InvalidMessageException {
        int place = 0;
        for (Payload.Measurement measurement : payload.metrics()) {
            long bytes = MOST_POINT_BYTES
                    + 3L
                            * (measurement.name().length()
                                    + measurement.description().length());
            for (Map.Entry<String, String> attribute : measurement.attributes().entrySet()) {
                bytes +=
                        3L * (attribute.getKey().length() + attribute.getValue().length()) + 4L * Entry.OVERHEAD_BYTES;
            }
            if (bytes > maxEntryBytes) {
                throw tooLarge("metrics[" + place + "]");
            }
            place++;
        }
    }

    private InvalidMessageException tooLarge(String place) {
        return new InvalidMessageException(place + " does not fit into an export of " + maxEntryBytes + " bytes");
    }

    @SuppressWarnings("ReferenceEquality") // The same message, not one like it.
    private void touch(Series series, Pending message) {
        List<Pending> contributors = touched.computeIfAbsent(series, _ -> new ArrayList<>(1));
        if (contributors.isEmpty() || contributors.getLast() != message) {
            contributors.add(message);
        }
    }

    List<Pending> messages() {
        return messages;
    }

    /**
     * All that is to be sent: a point for each series, each gauge's, each line.
     *
     * @param start of sums and histograms, in nanoseconds since the epoch
     * @param time of their points, likewise
     */
    List<Entry> entries(long start, long time) {
        List<Entry> entries = new ArrayList<>(touched.size() + gauges.size() + lines.size());
        touched.forEach((series, contributors) ->
                entries.add(new Entry.Point(series.definition(), series.point(start, time), contributors, series)));
        entries.addAll(gauges);
        entries.addAll(lines);
        return entries;
    }
}
