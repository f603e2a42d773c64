package dev.leat.service.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;

/** Exporters whose failures are told to the user. */
final class WatchedExporters {

    private WatchedExporters() {}

    static MetricExporter metrics(MetricExporter exporter, CollectorWarnings warnings) {
        return new Metrics(exporter, warnings);
    }

    static LogRecordExporter logs(LogRecordExporter exporter, CollectorWarnings warnings) {
        return new Logs(exporter, warnings);
    }

    private record Metrics(MetricExporter exporter, CollectorWarnings warnings) implements MetricExporter {
        @Override
        public CompletableResultCode export(Collection<MetricData> metrics) {
            return warnings.watch("metrics", exporter.export(metrics));
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return exporter.getAggregationTemporality(type);
        }

        @Override
        public Aggregation getDefaultAggregation(InstrumentType type) {
            return exporter.getDefaultAggregation(type);
        }
    }

    private record Logs(LogRecordExporter exporter, CollectorWarnings warnings) implements LogRecordExporter {
        @Override
        public CompletableResultCode export(Collection<LogRecordData> logs) {
            return warnings.watch("logs", exporter.export(logs));
        }

        @Override
        public CompletableResultCode flush() {
            return exporter.flush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return exporter.shutdown();
        }
    }
}
