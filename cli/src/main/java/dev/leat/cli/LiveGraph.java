package dev.leat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A graph that runs in a process of its own, and is replaced by a new one. The old process stops as on SIGTERM: what is
 * under way is finished, and the broker keeps its session for the new one, which has the same client id.
 */
final class LiveGraph implements AutoCloseable {

    /** What is under way may take so long; {@code leat run} itself gives up before. */
    private static final int STOP_SECONDS = 60;

    private final List<String> arguments;
    private final String[] check;
    private final PrintWriter err;
    private final Thread atExit = new Thread(this::stop);
    private @Nullable Process running;

    /**
     * @param arguments of {@code leat run}
     * @param check a command that succeeds where the graph is right
     */
    LiveGraph(List<String> arguments, List<String> check, PrintWriter err) {
        this.arguments = List.copyOf(arguments);
        this.check = check.toArray(String[]::new);
        this.err = err;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts the graph as it is now in place of the one that runs. One whose definition, modules or configuration are wrong
     * leaves the old one running; one that ends later, as where its broker refuses it, is told.
     */
    Integer replace() throws IOException {
        if (Main.execute(new PrintWriter(Writer.nullWriter()), err, check) != 0) {
            err.println(running() ? "the graph that runs goes on" : "nothing runs");
            return 1;
        }
        long start = System.nanoTime();
        stop();
        Process fresh = start();
        synchronized (this) {
            running = fresh;
        }
        var unused = fresh.onExit().thenAccept(this::ended);
        err.println("replaced in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        return 0;
    }

    /** Nobody stopped it. */
    private synchronized void ended(Process process) {
        if (process.equals(running)) {
            running = null;
            err.println("the graph ended by itself, with exit code " + process.exitValue()
                    + "; the next change starts it again");
            err.flush();
        }
    }

    private synchronized boolean running() {
        return running != null && running.isAlive();
    }

    private Process start() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Home.directory().resolve("leat").toString(), "run"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("LEAT_NO_BUILD", "1");
        return builder.start();
    }

    private void stop() {
        Process old;
        synchronized (this) {
            old = running;
            running = null;
        }
        if (old == null) {
            return;
        }
        old.destroy();
        try {
            if (!old.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                old.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            old.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process ends, and the hook has done it.
            return;
        }
    }
}
