package dev.leat.endpoint.otel;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** All metrics and series that this sink has seen, a bounded number. Belongs to one thread. */
final class Instruments {

    private final int maxSeries;
    private final Map<String, Definition> definitions = new HashMap<>();
    private final Map<Series.Key, Series> series = new HashMap<>();

    Instruments(int maxSeries) {
        this.maxSeries = maxSeries;
    }

    /** @throws InvalidMessageException where the message does not fit what is here, or there would be too much */
    void check(Payload payload) throws InvalidMessageException {
        Map<String, MetricType> newNames = new HashMap<>();
        Map<Series.Key, MetricType> newSeries = new HashMap<>();
        int place = 0;
        for (Payload.Measurement measurement : payload.metrics()) {
            String name = measurement.name();
            Definition known = definitions.get(name);
            MetricType type = known != null ? known.type() : newNames.putIfAbsent(name, measurement.type());
            if (type != null && type != measurement.type()) {
                throw new InvalidMessageException(
                        "metrics[" + place + "].type is " + measurement.type().word() + ", but '"
                                + PayloadReader.shown(name) + "' was a " + type.word() + " before");
            }
            if (known == null && definitions.size() + newNames.size() > maxSeries) {
                throw tooMany(place, name, "there are " + maxSeries + " metrics already");
            }
            if (measurement.type().kind() != MetricType.Kind.GAUGE) {
                Series.Key key = new Series.Key(name, measurement.attributes());
                if (!series.containsKey(key)
                        && newSeries.put(key, measurement.type()) == null
                        && series.size() + newSeries.size() > maxSeries) {
                    throw tooMany(place, name, "there are " + maxSeries + " series already");
                }
            }
            place++;
        }
    }

    private static InvalidMessageException tooMany(int place, String name, String why) {
        return new InvalidMessageException(
                OtelError.TOO_MANY_SERIES,
                "metrics[" + place + "], '" + PayloadReader.shown(name) + "', is new and cannot be kept: " + why);
    }

    /** Of a message that was checked. */
    Definition definition(Payload.Measurement measurement) {
        return definitions.computeIfAbsent(
                measurement.name(),
                name -> new Definition(name, measurement.type(), measurement.unit(), measurement.description()));
    }

    /** A sum or histogram, of a message that was checked. */
    Series series(Definition definition, SortedMap<String, String> attributes) {
        return series.computeIfAbsent(
                new Series.Key(definition.name(), attributes), key -> Series.of(definition, attributes));
    }
}
