package dev.leat.runtime;

import dev.leat.operator.OperatorLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the modules' log to SLF4J, one logger an operation: {@code leat.module.OPERATION}. */
final class LoggedOperatorLog implements OperatorLog {

    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    @Override
    public void log(Level level, String operation, String context, String message) {
        Logger logger = loggers.computeIfAbsent(operation, name -> LoggerFactory.getLogger("leat.module." + name));
        switch (level) {
            case TRACE -> logger.trace("{}: {}", context, message);
            case DEBUG -> logger.debug("{}: {}", context, message);
            case INFO -> logger.info("{}: {}", context, message);
            case WARN -> logger.warn("{}: {}", context, message);
            case ERROR, CRITICAL -> logger.error("{}: {}", context, message);
        }
    }
}
