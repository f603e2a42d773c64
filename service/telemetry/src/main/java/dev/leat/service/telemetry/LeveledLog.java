package dev.leat.service.telemetry;

import dev.leat.operator.OperatorLog;
import java.util.Map;

/**
 * Lets pass what is grave enough.
 *
 * @param least the least grave level that passes
 * @param ofOperation the same for single operations, by name
 */
public record LeveledLog(Level least, Map<String, Level> ofOperation, OperatorLog next) implements OperatorLog {

    public LeveledLog {
        ofOperation = Map.copyOf(ofOperation);
    }

    @Override
    public void log(Level level, String operation, String context, String message) {
        if (level.compareTo(ofOperation.getOrDefault(operation, least)) >= 0) {
            next.log(level, operation, context, message);
        }
    }
}
