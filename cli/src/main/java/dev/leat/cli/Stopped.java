package dev.leat.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Hears SIGTERM and Ctrl-C, and keeps the process until all is closed. */
final class Stopped implements AutoCloseable {
    private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final Thread hook = new Thread(
            () -> {
                asked.complete(true);
                closed.completeOnTimeout(true, Shutdown.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
            },
            "leat-shutdown");

    Stopped() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    CompletableFuture<Boolean> asked() {
        return asked;
    }

    @Override
    public void close() {
        closed.complete(true);
        if (!asked.isDone()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
