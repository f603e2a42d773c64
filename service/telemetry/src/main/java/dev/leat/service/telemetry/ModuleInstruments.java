package dev.leat.service.telemetry;

import dev.leat.operator.MetricsException;
import dev.leat.operator.MetricsException.Reason;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The counters and histograms that modules made, by name: one name stands for one kind, in all graphs. */
final class ModuleInstruments {

    /** How many metrics modules may make. */
    static final int MAXIMUM_METRICS = 1000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]{0,254}");
    private static final List<String> SAMPLES = List.of("_bucket", "_sum", "_count");
    private static final Pattern NO_PROMETHEUS = Pattern.compile("[^a-z0-9_]");

    private sealed interface Instrument {
        /** @param counted all that was added, whatever its labels; it never wraps */
        record Counter(LongCounter counter, AtomicLong counted) implements Instrument {}

        record Histogram(DoubleHistogram histogram) implements Instrument {}
    }

    private final Meter meter;

    /** By the name as it was given: finding it is all that most calls do. */
    private final ConcurrentMap<String, Instrument> byName = new ConcurrentHashMap<>();

    /** By the name as others see it: upper and lower case, dots and dashes make no difference there. */
    private final ConcurrentMap<String, Instrument> bySpelling = new ConcurrentHashMap<>();

    ModuleInstruments(Meter meter) {
        this.meter = meter;
    }

    /**
     * Counts on.
     *
     * @param value at least 0
     * @throws MetricsException where the name is a histogram's, or no name, or the counter is full
     */
    void add(String name, long value, Attributes attributes) {
        Instrument.Counter counter = counter(name);
        long before = counter.counted()
                .getAndAccumulate(value, (sum, more) -> sum > Long.MAX_VALUE - more ? sum : sum + more);
        if (before > Long.MAX_VALUE - value) {
            throw new MetricsException(
                    Reason.INCOMPATIBLE_TYPE,
                    "'" + name + "' is at " + before + ", and " + value + " more is beyond what a counter can hold");
        }
        counter.counter().add(value, attributes);
    }

    private Instrument.Counter counter(String name) {
        Instrument known = byName.get(name);
        if (known == null) {
            known = make(
                    name,
                    false,
                    () -> new Instrument.Counter(meter.counterBuilder(name).build(), new AtomicLong()));
        }
        if (known instanceof Instrument.Counter counter) {
            return counter;
        }
        throw new MetricsException(Reason.INCOMPATIBLE_TYPE, "'" + name + "' is a histogram, and no counter");
    }

    DoubleHistogram histogram(String name) {
        Instrument known = byName.get(name);
        if (known == null) {
            known = make(
                    name,
                    true,
                    () -> new Instrument.Histogram(meter.histogramBuilder(name).build()));
        }
        if (known instanceof Instrument.Histogram(DoubleHistogram histogram)) {
            return histogram;
        }
        throw new MetricsException(Reason.INCOMPATIBLE_TYPE, "'" + name + "' is a counter, and no histogram");
    }

    /** A histogram is shown as three metrics: none of them may be another one. */
    private void requireOwnSamples(String name, String spelling, boolean histogram) {
        for (String sample : SAMPLES) {
            boolean ofHistogram = spelling.endsWith(sample)
                    && bySpelling.get(spelling.substring(0, spelling.length() - sample.length()))
                            instanceof Instrument.Histogram;
            if (ofHistogram || histogram && bySpelling.containsKey(spelling + sample)) {
                throw new MetricsException(
                        Reason.INCOMPATIBLE_TYPE,
                        "'" + name + "' and another metric would be shown under one name: a histogram has '_bucket',"
                                + " '_sum' and '_count' behind its own");
            }
        }
    }

    private synchronized Instrument make(
            String name, boolean histogram, java.util.function.Supplier<Instrument> maker) {
        if (!NAME.matcher(name).matches()) {
            throw new MetricsException(
                    Reason.INCOMPATIBLE_TYPE,
                    "'" + (name.length() > 60 ? name.substring(0, 60) + "…" : name)
                            + "' is no name for a metric: a letter, then letters, digits, '_', '.', '/' and '-'");
        }
        String spelling = NO_PROMETHEUS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
        if (spelling.startsWith("aio_dataflow_") || spelling.startsWith("leat_")) {
            throw new MetricsException(
                    Reason.INCOMPATIBLE_TYPE, "'" + name + "' is a name of the runtime's own: choose another prefix");
        }
        Instrument known = bySpelling.get(spelling);
        if (known == null) {
            requireOwnSamples(name, spelling, histogram);
            if (bySpelling.size() == MAXIMUM_METRICS) {
                throw new MetricsException(
                        Reason.LOCK, "'" + name + "' is one metric too many: modules have " + MAXIMUM_METRICS);
            }
            known = maker.get();
            bySpelling.put(spelling, known);
        }
        if (byName.size() < 4 * MAXIMUM_METRICS) {
            byName.put(name, known);
        }
        return known;
    }
}
