package dev.leat.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker's temporary folder goes with the broker, and with the process. */
final class BrokerFolderTest {

    /** As bits of the masks in {@code /proc/self/status}: the first signal is bit 0. */
    private static final int INTERRUPT_BIT = 1;

    @TempDir
    private Path temporary;

    private List<Path> folders() {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("leat-broker"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A shell that starts something in the background may have it ignore Ctrl-C, and all that it starts. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.isReadable(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> Long.parseUnsignedLong(
                                line.substring("SigIgn:".length()).strip(), 16))
                        .anyMatch(mask -> (mask >> INTERRUPT_BIT & 1) == 1);
    }

    @ParameterizedTest(name = "{0} when it is {1}")
    @CsvSource({"TERM,listening", "INT,listening", "TERM,starting", "INT,starting"})
    void aProcessThatIsToldToEndLeavesNoFolder(String signal, String moment) throws Exception {
        assumeFalse(signal.equals("INT") && ignoresInterrupts(), "this process was started to ignore SIGINT");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            StringBuilder said = new StringBuilder();
            String line = output.readLine();
            while (line != null && !line.startsWith(moment)) {
                said.append(line).append('\n');
                line = output.readLine();
            }
            assertThat(line).as(said.toString()).isNotNull();
            if (moment.equals("listening")) {
                assertThat(folders()).hasSize(1);
            }
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            output.lines().forEach(any -> {});
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(folders()).isEmpty();
    }

    @Test
    void theFolderOfAClosedBrokerIsGone() throws IOException {
        BrokerFolder folder = new BrokerFolder(temporary);
        Path made = folder.fill(path -> Files.createDirectories(path.resolve("data/deep")));
        assertThat(made).exists();
        folder.close();
        assertThat(made.getParent().getParent()).doesNotExist();
        folder.close();
    }
}
