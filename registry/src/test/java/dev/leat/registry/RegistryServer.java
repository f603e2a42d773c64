package dev.leat.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A docker-registry of a test's own, on a free port of 127.0.0.1. Where it is not installed, tests that ask for one are
 * aborted, loudly.
 */
public final class RegistryServer implements AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final long PATIENCE_SECONDS = 30;

    private final Path directory;
    private final int port;
    private final Process process;
    private final LinkedBlockingDeque<String> log;

    private RegistryServer(Path directory, int port, Process process, LinkedBlockingDeque<String> log) {
        this.directory = directory;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts one that lets everybody in, over plain HTTP. */
    public static RegistryServer start() {
        return start("");
    }

    /**
     * Starts one.
     *
     * @param http what goes below {@code http:} in its configuration, indented by two
     * @param more further lines of the configuration
     */
    public static RegistryServer start(String http, String... more) {
        Path binary = Tools.find("docker-registry", "apt-get install docker-registry");
        for (int attempt = 1; ; attempt++) {
            try {
                return launch(binary, http, more);
            } catch (IOException failure) {
                if (attempt == ATTEMPTS) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }

    private static RegistryServer launch(Path binary, String http, String... more) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path directory = Files.createTempDirectory("leat-registry");
        List<String> lines = new ArrayList<>(List.of(
                "version: 0.1",
                "log: {level: info, formatter: text, accesslog: {disabled: false}}",
                "storage:",
                "  filesystem: {rootdirectory: " + directory.resolve("data") + "}",
                "  delete: {enabled: true}",
                "http:",
                "  addr: 127.0.0.1:" + port));
        http.lines().forEach(lines::add);
        lines.addAll(Arrays.asList(more));
        Path file = Files.write(directory.resolve("config.yml"), lines);
        ProcessBuilder builder =
                new ProcessBuilder(binary.toString(), "serve", file.toString()).redirectErrorStream(true);
        builder.environment().put("OTEL_TRACES_EXPORTER", "none");
        Process process = builder.start();
        LinkedBlockingDeque<String> log = new LinkedBlockingDeque<>(10_000);
        CountDownLatch listening = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> readLog(process, log, listening));
        try {
            if (!listening.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("docker-registry did not start: " + log);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException(ended);
        }
        return new RegistryServer(directory, port, process, log);
    }

    private static void readLog(Process process, LinkedBlockingDeque<String> log, CountDownLatch listening) {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.offer(line);
                if (line.contains("listening on")) {
                    listening.countDown();
                }
            }
        } catch (IOException end) {
            log.offer(end.toString());
        }
        listening.countDown();
    }

    /** Such as {@code localhost:40001}. */
    public String host() {
        return "localhost:" + port;
    }

    /** What it has logged so far. */
    public String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
