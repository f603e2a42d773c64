package dev.leat.service.telemetry;

import dev.leat.operator.OperatorLog;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import java.util.Map;

/** Sends a graph's log to the collector, and on to another log. */
record ExportedLog(Logger logger, Map<String, Attributes> operations, Attributes graph, OperatorLog next)
        implements OperatorLog {

    /** A longer entry is cut: many of them wait in the queue. */
    private static final int LONGEST = 64 << 10;

    @Override
    public void log(Level level, String operation, String context, String message) {
        next.log(level, operation, context, message);
        logger.logRecordBuilder()
                .setSeverity(severity(level))
                .setSeverityText(level.name())
                .setBody(message.length() <= LONGEST ? message : message.substring(0, LONGEST))
                .setAllAttributes(operations.getOrDefault(
                        operation,
                        graph.toBuilder()
                                .put(ModuleMetrics.OPERATION, operation)
                                .build()))
                .setAttribute("context", context)
                .emit();
    }

    private static Severity severity(Level level) {
        return switch (level) {
            case TRACE -> Severity.TRACE;
            case DEBUG -> Severity.DEBUG;
            case INFO -> Severity.INFO;
            case WARN -> Severity.WARN;
            case ERROR -> Severity.ERROR;
            case CRITICAL -> Severity.FATAL;
        };
    }
}
