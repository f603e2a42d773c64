/**
 * A sink that makes metrics and logs of messages and sends them to an OpenTelemetry collector, with OTLP over gRPC. See
 * {@link dev.leat.endpoint.otel.OtelSink}.
 */
@NullMarked
package dev.leat.endpoint.otel;

import org.jspecify.annotations.NullMarked;
