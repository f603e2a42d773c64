package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Metrics and logs of a run, as its user asks for them. */
class TelemetryCommandsTest {

    private static final String FAHRENHEIT = "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}\n";
    private static final Pattern ADDRESS = Pattern.compile("metrics at (http://\\S+)");

    @TempDir
    private Path directory;

    /** The level of the terminal is the process's, and other tests run in it. */
    @AfterEach
    void forgetLevel() {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("leat.module")).setLevel(Level.WARN);
    }

    private static Command.Outcome run(String... more) {
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"run", Command.graphSimple(), "--input", "-"}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Command.runWith(FAHRENHEIT, arguments);
    }

    @Test
    void aCollectorThatIsNotThereIsAWarningAndTheRunGoesOn() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Command.Outcome outcome = run("--otlp", "http://127.0.0.1:" + port);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
    }

    @Test
    void aCollectorThatIsNotThereIsALineAndNoStackTrace() throws Exception {
        LeatProcess leat = new LeatProcess(directory.resolve("log"));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process =
                leat.start(List.of("run", Command.graphSimple(), "--input", "-", "--otlp", "http://127.0.0.1:" + port));
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(leat.text())
                .containsOnlyOnce("LEAT-TELEMETRY-003")
                .contains("nobody takes connections there")
                .doesNotContain("\tat ", "SEVERE", "Exporter failed");
    }

    @Test
    void theTerminalShowsTheLevelsThatAreAskedFor() {
        assertThat(run("--log-level", "info").exitCode()).isZero();
        Command.Outcome unknown = run("--log-level", "oven:info");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("LEAT-CLI-003", "no operation 'oven'");
        assertThat(run("--log-level", "loud").err()).contains("LEAT-CLI-003", "trace, debug, info");
    }

    @Test
    void optionsThatMakeNoSenseEndTheCommand() throws IOException {
        assertThat(run("--metrics-port", "many").err()).contains("LEAT-CLI-003");
        assertThat(run("--otlp", "localhost").err()).contains("LEAT-TELEMETRY-002");
        try (ServerSocket taken = new ServerSocket(0)) {
            Command.Outcome outcome = run("--metrics-port", "0.0.0.0:" + taken.getLocalPort());
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).contains("LEAT-TELEMETRY-001");
        }
    }

    @Test
    void prometheusSeesWhatModulesAndTheRuntimeCount() throws Exception {
        LeatProcess leat = new LeatProcess(directory.resolve("log"));
        Process process = leat.start(List.of("run", Command.graphSimple(), "--input", "-", "--metrics-port", "0"));
        try (OutputStream input = process.getOutputStream()) {
            input.write(FAHRENHEIT.getBytes(StandardCharsets.UTF_8));
            input.flush();
            leat.await(() -> leat.text().contains("\"payload\""));
            Matcher address = ADDRESS.matcher(leat.text());
            assertThat(address.find()).as(leat.text()).isTrue();
            List<String> samples = scrape(address.group(1));
            assertThat(samples)
                    .contains("requests{exported_module=\"module-temperature/map\",graph=\"graph-simple\","
                            + "module=\"temperature:1.0.0\",operation=\"module-temperature/map\"} 1")
                    .contains("aio_dataflow_graph_messages_received{graph=\"graph-simple\","
                            + "module=\"temperature:1.0.0\",operation=\"module-temperature/map\"} 1");
        } finally {
            LeatProcess.end(process);
        }
    }

    private static List<String> scrape(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
        }
    }
}
