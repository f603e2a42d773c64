package dev.leat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
    private final PrintWriter err;
    private final Thread atExit = new Thread(this::stop);
    private @Nullable Process running;

    LiveGraph(List<String> arguments, PrintWriter err) {
        this.arguments = List.copyOf(arguments);
        this.err = err;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts the graph as it is now in place of the one that runs. One that cannot start leaves the old one running. */
    Integer replace() throws IOException, InterruptedException {
        if (leat("explain", List.of(arguments.getFirst()), true).waitFor() != 0) {
            err.println(running() ? "the graph that runs goes on" : "nothing runs");
            return 1;
        }
        long start = System.nanoTime();
        stop();
        Process fresh = leat("run", arguments, false);
        synchronized (this) {
            running = fresh;
        }
        err.println("replaced in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        return 0;
    }

    private synchronized boolean running() {
        return running != null && running.isAlive();
    }

    /** A command of {@code leat}, whose errors the terminal shows. */
    private Process leat(String command, List<String> rest, boolean quiet) throws IOException {
        Path script = Home.directory().resolve("leat");
        List<String> line = new ArrayList<>(List.of(script.toString(), command));
        line.addAll(rest);
        if (quiet) {
            addModules(line);
        }
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        if (quiet) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        builder.environment().put("LEAT_NO_BUILD", "1");
        return builder.start();
    }

    private void addModules(List<String> line) {
        for (int i = 0; i + 1 < arguments.size(); i++) {
            if (arguments.get(i).equals("--modules") || arguments.get(i).equals("--config")) {
                line.add(arguments.get(i));
                line.add(arguments.get(i + 1));
            }
        }
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
