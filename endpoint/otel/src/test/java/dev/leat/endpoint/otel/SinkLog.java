package dev.leat.endpoint.otel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Everything that anybody in this process logs at any level, but for what the test's own collector does. */
final class SinkLog implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final java.util.logging.Logger javaRoot = LogManager.getLogManager().getLogger("");
    private final java.util.logging.Level javaLevel = javaRoot.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(String.valueOf(event.getThrowableProxy().getMessage()));
            }
        }
    };
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            if (!String.valueOf(event.getLoggerName()).contains("Server")) {
                lines.add(String.valueOf(event.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    SinkLog() {
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.TRACE);
        handler.setLevel(java.util.logging.Level.ALL);
        javaRoot.addHandler(handler);
        javaRoot.setLevel(java.util.logging.Level.ALL);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        javaRoot.setLevel(javaLevel);
        javaRoot.removeHandler(handler);
        root.setLevel(level);
        root.detachAppender(appender);
    }
}
