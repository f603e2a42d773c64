package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.service.telemetry.TelemetryException;
import dev.leat.service.telemetry.TelemetryOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server tells Prometheus of its flows. */
final class ServerTelemetryTest extends OnSite {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static List<String> metrics(LeatServer server, String beginning) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String all = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + server.metricsAddress()
                                                    .orElseThrow()
                                                    .getPort() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return all.lines().filter(line -> line.startsWith(beginning)).toList();
        }
    }

    @Test
    void countsHaveTheirFlowAndGoWithIt() throws Exception {
        site.broker().subscribe("out/#");
        site.write("graph.yaml", Site.graph("counted"));
        try (LeatServer server = LeatServer.open(site.options()
                        .telemetry(TelemetryOptions.NONE.withPrometheus(ANY_PORT))
                        .build());
                Api api = new Api(server)) {
            api.awaitRunning("counted");
            site.broker().publish("in", Site.BOILING);
            assertThat(site.broker().next()).isEqualTo("out/counted " + Site.CONVERTED);
            api.await(
                    "counted",
                    "confirm",
                    status -> status.path("nodes")
                                    .get(2)
                                    .path("counts")
                                    .path("out")
                                    .asLong()
                            == 1);
            assertThat(metrics(server, "aio_dataflow_messages_received"))
                    .containsExactly("aio_dataflow_messages_received{graph=\"counted\",operation=\"in\"} 1");
            assertThat(metrics(server, "aio_dataflow_messages_sent"))
                    .containsExactly("aio_dataflow_messages_sent{graph=\"counted\",operation=\"out\"} 1");
            assertThat(metrics(server, "aio_dataflow_graph_messages_sent"))
                    .contains("aio_dataflow_graph_messages_sent{graph=\"counted\",module=\"temperature:1.0.0\","
                            + "operation=\"convert/module-temperature/map\"} 1");
            assertThat(metrics(server, "aio_dataflow_active_dataflow_graphs"))
                    .containsExactly("aio_dataflow_active_dataflow_graphs{graph=\"counted\"} 1");
            site.write("graph.yaml", Site.graph("counted").replace("spec:\n", "spec:\n  mode: Disabled\n"));
            api.await(
                    "counted",
                    "rest",
                    status ->
                            status.path("healthState").path("message").asText().equals("mode is Disabled"));
            assertThat(metrics(server, "aio_dataflow_")).isEmpty();
        }
    }

    @Test
    void whatModulesCountHasTheirNode() throws Exception {
        site.write("graph.yaml", Site.graph("twice").replace("name: convert", "name: first"));
        site.broker().subscribe("out/#");
        try (LeatServer server = LeatServer.open(site.options()
                        .telemetry(TelemetryOptions.NONE.withPrometheus(ANY_PORT))
                        .build());
                Api api = new Api(server)) {
            api.awaitRunning("twice");
            site.broker().publish("in", Site.BOILING);
            assertThat(site.broker().next()).startsWith("out/twice ");
            assertThat(metrics(server, "requests"))
                    .anyMatch(line -> line.contains("operation=\"first/module-temperature/map\""));
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedAndLeavesTheStateDirectoryFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LeatServer.open(site.options()
                            .telemetry(TelemetryOptions.NONE.withPrometheus(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort())))
                            .build()))
                    .isInstanceOf(TelemetryException.class)
                    .hasMessageStartingWith("LEAT-TELEMETRY-001");
        }
        site.start().close();
    }
}
