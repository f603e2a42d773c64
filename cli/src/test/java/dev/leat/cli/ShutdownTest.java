package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ShutdownTest {

    private final List<String> events = new CopyOnWriteArrayList<>();

    private Thread hook(Shutdown shutdown) {
        return new Thread(() -> {
            shutdown.stop(patience -> events.add("stopped"), () -> events.add("closed by the hook"));
            events.add("ended");
        });
    }

    @Test
    void theProcessDoesNotEndBeforeEverythingIsClosed() throws InterruptedException {
        Shutdown shutdown = new Shutdown(Duration.ofMinutes(5));
        Thread hook = hook(shutdown);
        hook.start();
        while (hook.getState() != Thread.State.TIMED_WAITING && hook.isAlive()) {
            Thread.onSpinWait();
        }
        events.add("closed");
        shutdown.close();
        hook.join();

        assertThat(events).containsExactly("stopped", "closed", "ended");
    }

    @Test
    void whatTheCommandDoesNotComeToCloseIsClosedForIt() throws InterruptedException {
        Shutdown shutdown = new Shutdown(Duration.ZERO);
        Thread hook = hook(shutdown);
        hook.start();
        hook.join();

        assertThat(events).containsExactly("stopped", "closed by the hook", "ended");
        assertThat(shutdown.isStopping()).isTrue();
    }

    @Test
    void aPauseEndsWhenTheProcessIsToldToStop() throws InterruptedException {
        Shutdown shutdown = new Shutdown(Duration.ZERO);
        assertThat(shutdown.isStopping()).isFalse();
        hook(shutdown).start();
        shutdown.pause(Duration.ofDays(1).toMillis());

        assertThat(shutdown.isStopping()).isTrue();
    }
}
