package dev.leat.endpoint.mqtt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A mosquitto of a test's own, on a free port of 127.0.0.1, that can be killed, started again, and stopped in its tracks.
 *
 * <p>Where mosquitto is not installed, tests that ask for one are aborted, loudly.
 */
public final class MosquittoServer implements AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final long PATIENCE_SECONDS = 30;
    private static final List<Path> PLACES = Stream.of(
                    "/usr/sbin/mosquitto",
                    "/usr/local/sbin/mosquitto",
                    "/usr/bin/mosquitto",
                    "/opt/homebrew/sbin/mosquitto")
            .map(Path::of)
            .toList();

    private final Path binary;
    private final Path directory;
    private final List<String> configuration;
    private final int port;
    private final int secondPort;
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();
    private @Nullable Process process;

    private MosquittoServer(Path binary, Path directory, List<String> configuration, int port, int secondPort) {
        this.binary = binary;
        this.directory = directory;
        this.configuration = configuration;
        this.port = port;
        this.secondPort = secondPort;
    }

    /** Starts one that lets everybody in and keeps nothing on disk. */
    public static MosquittoServer start() {
        return start("allow_anonymous true", "persistence false");
    }

    /** Starts one that lets everybody in, and whose sessions and messages survive even a kill after {@link #save}. */
    public static MosquittoServer startPersistent() {
        return start("allow_anonymous true", "persistence true");
    }

    /**
     * Starts one with these lines of configuration; {@code DIRECTORY} in them stands for a folder of its own, and
     * {@code SECOND_PORT} for a free port besides its own.
     */
    public static MosquittoServer start(String... configuration) {
        MosquittoServer server = prepared(configuration);
        server.startAgain();
        return server;
    }

    /** One that does not run yet, on a port that nobody listens on. */
    public static MosquittoServer prepared(String... configuration) {
        Path binary = binary();
        try (ServerSocket first = freePort();
                ServerSocket second = freePort()) {
            Path directory = Files.createTempDirectory("leat-mosquitto");
            return new MosquittoServer(
                    binary, directory, List.of(configuration), first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path binary() {
        for (Path place : PLACES) {
            if (Files.isExecutable(place)) {
                return place;
            }
        }
        String message = "mosquitto is not installed: the MQTT tests that need a real broker did NOT run."
                + " Install it: apt-get install mosquitto mosquitto-clients";
        System.err.println(message);
        Assumptions.abort(message);
        throw new IllegalStateException(message);
    }

    /** Has a port, which is free once this is closed. */
    private static ServerSocket freePort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** The folder that {@code DIRECTORY} stands for. */
    public Path directory() {
        return directory;
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    /** What {@code SECOND_PORT} stands for. */
    public int secondPort() {
        return secondPort;
    }

    /** Starts it, for the first time or after {@link #kill} or {@link #terminate}, and waits until it listens. */
    public void startAgain() {
        for (int attempt = 1; ; attempt++) {
            try {
                launch();
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void launch() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("listener " + port + " 127.0.0.1");
        lines.add("persistence_location " + directory + "/");
        lines.add("user " + System.getProperty("user.name"));
        lines.add("log_dest stderr");
        lines.add("log_type all");
        lines.add("set_tcp_nodelay true");
        configuration.forEach(line -> lines.add(
                line.replace("DIRECTORY", directory.toString()).replace("SECOND_PORT", Integer.toString(secondPort))));
        Path file = Files.write(directory.resolve("mosquitto.conf"), lines);
        log.clear();
        Process started = new ProcessBuilder(binary.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .start();
        process = started;
        CountDownLatch running = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> readLog(started, running));
        try {
            if (!running.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !started.isAlive()) {
                started.destroyForcibly();
                throw new IOException("mosquitto did not start: " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void readLog(Process started, CountDownLatch running) {
        try (BufferedReader reader = started.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.add(line);
                if (line.endsWith("running")) {
                    running.countDown();
                }
            }
        } catch (IOException endOfProcess) {
            log.add(endOfProcess.toString());
        }
        running.countDown();
    }

    /** Waits for a line of its log, from those not waited for yet, that contains the text, and answers it. */
    public String awaitLog(String text) throws InterruptedException {
        String line;
        do {
            line = log.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException("mosquitto did not log '" + text + "'");
            }
        } while (!line.contains(text));
        return line;
    }

    /** Writes everything to disk, so that a kill loses nothing of it. */
    public void save() throws InterruptedException {
        log.clear();
        signal("USR1");
        awaitLog("Saving in-memory database");
        // The save is done when the loop goes on, which the reload proves.
        reload();
    }

    /** Reads passwords and access rules again. */
    public void reload() throws InterruptedException {
        log.clear();
        signal("HUP");
        awaitLog("Reloading config");
    }

    /** Ends it as a power failure would. */
    public void kill() throws InterruptedException {
        Process ended = running();
        ended.destroyForcibly();
        ended.waitFor();
    }

    /** Ends it in good order. */
    public void terminate() throws InterruptedException {
        Process ended = running();
        ended.destroy();
        ended.waitFor();
    }

    /** Freezes it: connections stay, nothing answers. */
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    public void unfreeze() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(running().pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
