package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.runtime.LeatOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources that are half written, do not fit together, or come by request. */
final class ResourceChangesTest extends OnSite {

    private static Path state(Site site, String flow) {
        return site.state().resolve("flows/DataflowGraph.azure-iot-operations." + flow);
    }

    private static int statusOf(Api api, String flow) throws Exception {
        return api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/" + flow, "")
                .status();
    }

    @Test
    void aFileThatIsEmptyOrHalfWrittenEndsNothing() throws Exception {
        String text = Site.graph("kept");
        site.write("graph.yaml", text);
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("kept");
            for (String half : List.of(
                    "",
                    text.substring(0, 30),
                    text.substring(0, text.length() / 2),
                    text.replace("kind: DataflowGraph\n", "").replaceFirst("apiVersion: [^\n]*\n", ""))) {
                site.write("graph.yaml", half);
                api.awaitHealth("kept", "Degraded");
                assertThat(state(site, "kept")).exists();
                site.write("graph.yaml", text);
                api.awaitRunning("kept");
            }
            assertThat(api.log("kept")).doesNotContain("it is gone").doesNotContain("it was replaced");
            Files.delete(site.resources().resolve("graph.yaml"));
            while (statusOf(api, "kept") != 404) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void aFileBesideThatChangesAllTheTimeHoldsNothingUp() throws Exception {
        site.write("a.yaml", Site.passing("first", "default", "out/first"));
        site.write("b.yaml", Site.passing("second", "default", "out/second"));
        Path restless = site.resources().resolve("restless.yaml");
        Files.writeString(restless, "# nothing\n");
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("first");
            api.awaitRunning("second");
            Thread writer = Thread.ofVirtual().start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        Files.writeString(restless, "# still nothing\n", StandardOpenOption.APPEND);
                        Thread.sleep(10);
                    } catch (IOException | InterruptedException over) {
                        return;
                    }
                }
            });
            Files.delete(site.resources().resolve("a.yaml"));
            site.write(
                    "b.yaml",
                    Site.passing("second", "default", "out/second").replace("spec:\n", "spec:\n  mode: Disabled\n"));
            api.awaitLog("second", "its mode is Disabled");
            while (statusOf(api, "first") != 404) {
                Thread.sleep(20);
            }
            writer.interrupt();
            writer.join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:80",
        "0.0.0.0, http://127.0.0.1:80",
        "::1, http://[0:0:0:0:0:0:0:1]:80",
        "::, http://[::1]:80"
    })
    void theAddressThatClientsAreToldIsOne(String listening, String url) {
        assertThat(HttpApi.url(new InetSocketAddress(listening, 80))).isEqualTo(url);
        assertThat(URI.create(url).getHost()).isNotNull();
    }

    @Test
    void aLoopThatLintRefusesDoesNotRun() throws Exception {
        broker.subscribe("round");
        site.write("graph.yaml", Site.passing("loop", "in", "round", "default", "round"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            JsonNode status = api.awaitHealth("loop", "Unavailable");
            assertThat(status.path("healthState").path("message").asText()).contains("LEAT-RES-065");
            broker.publish("round", "once");
            assertThat(broker.untilQuiet(Duration.ofSeconds(1))).containsExactly("round once");
        }
    }

    @Test
    void theLastSoundVersionRunsAlsoWhereTheMistakeLiesBetweenResources() throws Exception {
        broker.subscribe("out/#");
        site.write("graph.yaml", Site.passing("sound", "default", "out/sound"));
        String mistaken = Site.passing("sound", "default", "out/sound")
                .replace("endpointRef: default, dataSources", "endpointRef: otel, dataSources");
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("sound");
            site.write("otel.yaml", otel());
            site.write("graph.yaml", mistaken);
            api.awaitHealth("sound", "Degraded");
        }
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitHealth("sound", "Degraded");
            broker.publish("in", "one");
            assertThat(broker.next()).isEqualTo("out/sound one");
        }
    }

    private static String otel() {
        return Site.endpoint("otel", "OpenTelemetry", """
                openTelemetrySettings:
                  host: "localhost:4317"
                  tls: { mode: Disabled }
                  authentication: { method: Anonymous, anonymousSettings: {} }
                """);
    }

    @Test
    void aRequestThatDoesNotGoWithWhatIsThereIsRefused() throws Exception {
        site.write("otel.yaml", otel());
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            while (api.ask("GET", "/resources/DataflowEndpoint/azure-iot-operations/otel", "")
                            .status()
                    != 200) {
                Thread.sleep(20);
            }
            Api.Answer answer = api.ask(
                    "POST",
                    "/resources?file=a.yaml&dryRun=true",
                    Site.passing("odd", "default", "out/odd")
                            .replace("endpointRef: default, dataSources", "endpointRef: otel, dataSources"));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body().toString()).contains("LEAT-RES-063").contains("a.yaml:");
        }
    }

    @Test
    void aRequestThatCannotBeKeptAsAWholeIsNotKeptAtAll() throws Exception {
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            Files.createDirectories(site.state()
                    .resolve("applied/DataflowGraph.azure-iot-operations.second.yaml")
                    .resolve("in the way"));
            Api.Answer answer =
                    api.ask("POST", "/resources?file=a.yaml", Site.graph("first") + "\n---\n" + Site.graph("second"));
            assertThat(answer.status()).isEqualTo(507);
            Thread.sleep(300);
            assertThat(statusOf(api, "first")).isEqualTo(404);
        }
    }

    /** Killed between what was written beside its place, the names, and the moves. */
    @Test
    void aRequestThatWasKeptIsFinishedByTheNextServer() throws Exception {
        Path applied = site.state().resolve("applied");
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            assertThat(api.ask("POST", "/resources?file=a.yaml", Site.graph("whole"))
                            .status())
                    .isEqualTo(200);
        }
        Path file = applied.resolve("DataflowGraph.azure-iot-operations.whole.yaml");
        Files.move(file, applied.resolve(file.getFileName() + ".staged"));
        Files.writeString(applied.resolve("names.staged"), file.getFileName().toString());
        Files.writeString(applied.resolve("DataflowGraph.azure-iot-operations.part.yaml.staged"), "{");
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("whole");
            try (var files = Files.list(applied)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void whatOthersWriteOnASecretIsNotShown() throws Exception {
        site.write("secret.yaml", """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: login
                  namespace: azure-iot-operations
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: |
                      {"apiVersion":"v1","kind":"Secret","stringData":{"password":"hunter2hunter2"}}
                stringData: { username: operator, password: hunter2hunter2 }
                """);
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            String all;
            do {
                all = api.ask("GET", "/resources", "").body().toString();
            } while (!all.contains("login"));
            assertThat(all).contains("last-applied-configuration").doesNotContain("hunter2");
        }
    }

    @Test
    void anOpeningThatFailsLeavesNothingOpen() {
        assertThatThrownBy(() -> LeatServer.open(site.options()
                        .leat(LeatOptions.DEFAULT.withEngine("nonesuch"))
                        .build()))
                .hasMessageContaining("nonesuch");
        try (LeatServer server = site.start()) {
            assertThat(server.address()).isNotNull();
        }
    }
}
