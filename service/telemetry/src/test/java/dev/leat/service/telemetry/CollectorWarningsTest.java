package dev.leat.service.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of a collector that comes and goes. */
final class CollectorWarningsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final CollectorWarnings warnings = new CollectorWarnings("there:4317", nanos::get);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(CollectorWarnings.class);
    }

    private void attempt(boolean taken) {
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        var unused = warnings.watch(
                "metrics", taken ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure());
    }

    @Test
    void oneThatComesAndGoesIsSpokenOfOnceAMinute() {
        for (int i = 0; i < 18; i++) {
            attempt(i % 2 == 1);
        }
        assertThat(log.list)
                .filteredOn(line -> line.getFormattedMessage().contains("does not take"))
                .hasSize(3);
        assertThat(log.list)
                .filteredOn(line -> line.getFormattedMessage().contains("takes metrics and logs again"))
                .hasSize(3);
        assertThat(warnings.failures()).isEqualTo(9);
    }
}
