package dev.leat.service.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Metrics in Prometheus' text exposition format, version 0.0.4. Names stay as they are given, without {@code _total}:
 * those of the runtime are known to dashboards so. What Prometheus does not take in a name becomes {@code _}.
 */
final class PrometheusText {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]");

    /** A metric's samples, under one name and type. */
    private record Family(String type, StringBuilder samples) {}

    private final Map<String, Family> families = new TreeMap<>();

    private PrometheusText() {}

    static String of(Collection<MetricData> metrics) {
        PrometheusText text = new PrometheusText();
        metrics.forEach(text::add);
        StringBuilder all = new StringBuilder();
        text.families.forEach((name, family) -> all.append("# TYPE ")
                .append(name)
                .append(' ')
                .append(family.type())
                .append('\n')
                .append(family.samples()));
        return all.toString();
    }

    private void add(MetricData metric) {
        String type = switch (metric.getType()) {
            case LONG_SUM, DOUBLE_SUM -> "counter";
            case LONG_GAUGE, DOUBLE_GAUGE -> "gauge";
            case HISTOGRAM -> "histogram";
            case SUMMARY, EXPONENTIAL_HISTOGRAM -> "untyped";
        };
        String name = name(metric.getName());
        Family family = families.computeIfAbsent(name, any -> new Family(type, new StringBuilder()));
        if (!family.type().equals(type)) {
            return; // Two types under one name would make the whole page unreadable.
        }
        switch (metric.getType()) {
            case LONG_SUM -> longs(name, metric.getLongSumData().getPoints(), family);
            case LONG_GAUGE -> longs(name, metric.getLongGaugeData().getPoints(), family);
            case DOUBLE_SUM -> doubles(name, metric.getDoubleSumData().getPoints(), family);
            case DOUBLE_GAUGE -> doubles(name, metric.getDoubleGaugeData().getPoints(), family);
            case HISTOGRAM ->
                metric.getHistogramData().getPoints().forEach(point -> histogram(name, point, family.samples()));
            case SUMMARY, EXPONENTIAL_HISTOGRAM -> {}
        }
    }

    private static void longs(String name, Collection<LongPointData> points, Family family) {
        points.forEach(
                point -> sample(family.samples(), name, point.getAttributes(), "", Long.toString(point.getValue())));
    }

    private static void doubles(String name, Collection<DoublePointData> points, Family family) {
        points.forEach(point -> sample(family.samples(), name, point.getAttributes(), "", number(point.getValue())));
    }

    private static void histogram(String name, HistogramPointData point, StringBuilder samples) {
        List<Double> bounds = point.getBoundaries();
        long below = 0;
        for (int bucket = 0; bucket < point.getCounts().size(); bucket++) {
            below += point.getCounts().get(bucket);
            String bound = bucket < bounds.size() ? number(bounds.get(bucket)) : "+Inf";
            sample(samples, name + "_bucket", point.getAttributes(), bound, Long.toString(below));
        }
        sample(samples, name + "_sum", point.getAttributes(), "", number(point.getSum()));
        sample(samples, name + "_count", point.getAttributes(), "", Long.toString(point.getCount()));
    }

    /** Prometheus keeps some names to itself, and refuses the whole page where they come from others. */
    private static String label(String key) {
        String name = name(key);
        return name.startsWith("__") || name.equals("le") ? "exported_" + name : name;
    }

    private static void sample(StringBuilder samples, String name, Attributes attributes, String bound, String value) {
        Map<String, String> labels = new TreeMap<>();
        // Labels that only differ in what Prometheus does not take share a name, and their values are joined.
        attributes.forEach((key, one) ->
                labels.merge(label(key.getKey()), String.valueOf(one), (first, second) -> first + ";" + second));
        if (!bound.isEmpty()) {
            labels.put("le", bound);
        }
        samples.append(name);
        String separator = "{";
        for (Map.Entry<String, String> label : labels.entrySet()) {
            samples.append(separator)
                    .append(label.getKey())
                    .append("=\"")
                    .append(escape(label.getValue()))
                    .append('"');
            separator = ",";
        }
        samples.append(labels.isEmpty() ? " " : "} ").append(value).append('\n');
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String name(String name) {
        String clean = NOT_IN_NAMES.matcher(name).replaceAll("_");
        return clean.isEmpty() || Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
    }
}
