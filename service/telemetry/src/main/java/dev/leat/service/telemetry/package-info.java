/** Metrics and logs of modules and of the runtime, for Prometheus and for OTLP collectors. */
@NullMarked
package dev.leat.service.telemetry;

import org.jspecify.annotations.NullMarked;
