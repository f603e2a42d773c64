package dev.leat.endpoint.mqtt;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What this module told its user: the log of one test, from the time it was opened. */
final class ConnectionLog implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };

    ConnectionLog() {
        appender.start();
        logger().addAppender(appender);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ConnectionLog.class.getPackageName());
    }

    /** Waits for a line that contains all of these texts, and returns it. */
    String await(String... texts) throws InterruptedException {
        while (true) {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nobody logged " + String.join(" ... ", texts));
            }
            boolean all = true;
            for (String text : texts) {
                all &= line.contains(text);
            }
            if (all) {
                return line;
            }
        }
    }

    @Override
    public void close() {
        logger().detachAppender(appender);
    }
}
