package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command as processes of their own, which write one log. */
record LeatProcess(Path log) {

    private static final long PATIENCE_SECONDS = 120;

    /** Starts the command with these arguments. */
    Process start(List<String> arguments) throws IOException {
        return start(arguments, Map.of());
    }

    /** Starts the command with these arguments, and these variables beside those of this process. */
    Process start(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:-DontCompileHugeMethods",
                "-Dlogback.configurationFile=dev/leat/cli/logback.xml",
                "-Dleat.modules=" + System.getProperty("leat.modules"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What the processes wrote so far. */
    String text() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** What a test waits for outside of its process. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Looks again and again until it holds, for a while. */
    void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("log: %s", text()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Waits for the line that says so: what is published before the first subscription is nobody's. */
    void awaitSubscribed() throws Exception {
        await(() -> text().contains("subscribed to"));
    }

    /** Tells a process to end, and waits until it has. */
    static void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
