package dev.leat.endpoint.otel;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes OTLP: everything of one resource, in one scope. */
final class Protocol {

    private static final InstrumentationScope SCOPE =
            InstrumentationScope.newBuilder().setName("leat").build();

    /** The fields around resource and scope. */
    private static final int OVERHEAD_BYTES = 64;

    private final Resource resource;

    Protocol(OtelSinkOptions options) {
        Map<String, String> attributes = new TreeMap<>(options.resourceAttributes());
        attributes.put("service.name", options.serviceName());
        this.resource =
                Resource.newBuilder().addAllAttributes(attributes(attributes)).build();
    }

    /** What an export takes without its entries, at most. */
    int emptyBytes() {
        return resource.getSerializedSize() + SCOPE.getSerializedSize() + OVERHEAD_BYTES;
    }

    ExportMetricsServiceRequest metrics(List<Entry.Point> points) {
        Map<String, Metric.Builder> metrics = new LinkedHashMap<>();
        for (Entry.Point point : points) {
            add(metrics.computeIfAbsent(point.definition().name(), name -> metric(point.definition())), point);
        }
        ScopeMetrics.Builder scope = ScopeMetrics.newBuilder().setScope(SCOPE);
        metrics.values().forEach(scope::addMetrics);
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder().setResource(resource).addScopeMetrics(scope))
                .build();
    }

    private static Metric.Builder metric(Definition definition) {
        Metric.Builder metric = Metric.newBuilder()
                .setName(definition.name())
                .setUnit(definition.unit())
                .setDescription(definition.description());
        switch (definition.type().kind()) {
            case COUNTER -> sum(metric, true);
            case UP_DOWN_COUNTER -> sum(metric, false);
            case GAUGE -> metric.getGaugeBuilder();
            case HISTOGRAM ->
                metric.getHistogramBuilder()
                        .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        }
        return metric;
    }

    private static void sum(Metric.Builder metric, boolean monotonic) {
        metric.getSumBuilder()
                .setIsMonotonic(monotonic)
                .setAggregationTemporality(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    }

    private static void add(Metric.Builder metric, Entry.Point point) {
        switch (point.definition().type().kind()) {
            case COUNTER, UP_DOWN_COUNTER -> metric.getSumBuilder().addDataPoints((NumberDataPoint) point.point());
            case GAUGE -> metric.getGaugeBuilder().addDataPoints((NumberDataPoint) point.point());
            case HISTOGRAM -> metric.getHistogramBuilder().addDataPoints((HistogramDataPoint) point.point());
        }
    }

    ExportLogsServiceRequest logs(List<Entry.Line> lines) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder().setScope(SCOPE);
        for (Entry.Line line : lines) {
            scope.addLogRecords(line.line());
        }
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().setResource(resource).addScopeLogs(scope))
                .build();
    }

    /** @param time in nanoseconds since the epoch */
    static NumberDataPoint gauge(Payload.Measurement measurement, long time) {
        NumberDataPoint.Builder point = NumberDataPoint.newBuilder()
                .setTimeUnixNano(time)
                .addAllAttributes(attributes(measurement.attributes()));
        if (measurement.type().isWhole()) {
            point.setAsInt(measurement.value().longValue());
        } else {
            point.setAsDouble(measurement.value().doubleValue());
        }
        return point.build();
    }

    /**
     * @param time in nanoseconds since the epoch
     * @param observed when this sink saw it, likewise
     */
    static LogRecord line(Payload.LogLine line, long time, long observed) {
        return LogRecord.newBuilder()
                .setTimeUnixNano(time)
                .setObservedTimeUnixNano(observed)
                .setSeverityNumber(line.severity())
                .setSeverityText(line.level())
                .setBody(AnyValue.newBuilder().setStringValue(line.text()))
                .addAllAttributes(attributes(line.attributes()))
                .build();
    }

    static List<KeyValue> attributes(Map<String, String> attributes) {
        List<KeyValue> list = new ArrayList<>(attributes.size());
        attributes.forEach((key, value) -> list.add(KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build()));
        return list;
    }
}
