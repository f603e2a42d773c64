package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.kafka.KafkaServer;
import dev.leat.endpoint.mqtt.Certificates;
import dev.leat.endpoint.mqtt.TokenBroker;
import dev.leat.endpoint.otel.TestCollector;
import dev.leat.service.rpc.CommandExecutor;
import dev.leat.service.rpc.CommandHandler;
import dev.leat.service.rpc.Payloads;
import dev.leat.service.rpc.RpcConnection;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Endpoints beside the broker, as resources describe them: collectors, and what wants to see a token. */
final class EndpointServeTest extends OnSite {

    private static final String MEASURED = "{\"metrics\":[{\"name\":\"ovens\",\"type\":\"u64_counter\",\"value\":%d}],"
            + "\"logs\":[{\"value\":\"hot\",\"level\":\"warn\"}]}";

    private static String collector(int port, String more) {
        return Site.endpoint("collector", "OpenTelemetry", """
                openTelemetrySettings:
                  host: "localhost:%d"
                  batching: { latencySeconds: 0 }
                %s""".formatted(port, more.indent(2)));
    }

    @Test
    void metricsAndLogsGoToACollector() throws Exception {
        try (TestCollector collector = TestCollector.start();
                LeatServer server = site.start();
                Api api = new Api(server)) {
            site.write("endpoint.yaml", collector(collector.port(), """
                    tls: { mode: Disabled }
                    authentication: { method: Anonymous, anonymousSettings: {} }
                    """));
            site.write("flow.yaml", Site.passing("measure", "collector", "any"));
            api.awaitRunning("measure");
            site.broker().publish("in", MEASURED.formatted(3));
            ExportMetricsServiceRequest request = collector.next();
            assertThat(TestCollector.metrics(request)).singleElement().satisfies(metric -> {
                assertThat(metric.getName()).isEqualTo("ovens");
                assertThat(metric.getSum().getDataPoints(0).getAsInt()).isEqualTo(3);
            });
            Map<String, String> resource = request.getResourceMetrics(0).getResource().getAttributesList().stream()
                    .collect(Collectors.toMap(
                            KeyValue::getKey, value -> value.getValue().getStringValue()));
            assertThat(resource)
                    .containsEntry("service.name", "measure")
                    .containsEntry("service.namespace", "azure-iot-operations")
                    .hasEntrySatisfying(
                            "service.instance.id", id -> assertThat(id).matches("leat-measure-out-[0-9a-f]{8}"));
            assertThat(TestCollector.lines(collector.nextLogs()))
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.getBody().getStringValue()).isEqualTo("hot"));
        }
    }

    @Test
    void aCollectorThatIsAwayHoldsTheSource() throws Exception {
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            int port;
            try (TestCollector collector = TestCollector.start()) {
                port = collector.port();
                site.write("endpoint.yaml", collector(port, """
                        tls: { mode: Disabled }
                        authentication: { method: Anonymous, anonymousSettings: {} }
                        """));
                site.write("flow.yaml", Site.passing("measure", "collector", "any"));
                api.awaitRunning("measure");
                site.broker().publish("in", MEASURED.formatted(1));
                assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                        .isEqualTo(1);
                // What it has not confirmed would come again, to the next one.
                api.await(
                        "measure",
                        "confirm",
                        status -> status.path("nodes")
                                        .get(1)
                                        .path("counts")
                                        .path("out")
                                        .asLong()
                                == 1);
            }
            site.broker().publish("in", MEASURED.formatted(2));
            JsonNode down = api.awaitHealth("measure", "Degraded");
            assertThat(down.path("healthState").path("reasonCode").asText()).isEqualTo("DataflowOtelTargetSendFailed");
            try (TestCollector collector = TestCollector.startAt(port)) {
                assertThat(collector.nextMetric().getSum().getDataPoints(0).getAsInt())
                        .isEqualTo(3);
                api.awaitRunning("measure");
            }
        }
    }

    @Test
    void aCollectorSeesCertificateOrToken() throws Exception {
        Certificates authority = new Certificates(Files.createDirectory(temporary.resolve("pki")), "plant");
        Certificates.Issued known = authority.broker();
        Certificates.Issued client = authority.client("leat", "rsa:2048");
        Path token = Files.writeString(temporary.resolve("token"), "account-token\n");
        site.write("ca.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: plant-ca, namespace: azure-iot-operations }
                data:
                  ca.crt: |
                %s
                ---
                apiVersion: v1
                kind: Secret
                metadata: { name: leat-client, namespace: azure-iot-operations }
                stringData:
                  client_cert.pem: |
                %s
                  client_key.pem: |
                %s
                """.formatted(
                        Files.readString(authority.authority()).indent(4),
                        Files.readString(client.certificate()).indent(4),
                        Files.readString(client.key()).indent(4)));
        site.write("flow.yaml", Site.passing("measure", "collector", "any"));
        try (TestCollector collector =
                        TestCollector.withClientCertificates(known.certificate(), known.key(), authority.authority());
                LeatServer server = LeatServer.open(site.options()
                        .environment(Map.of("LEAT_SERVICE_ACCOUNT_TOKEN_FILE", token.toString())::get)
                        .build());
                Api api = new Api(server)) {
            String tls = "tls: { mode: Enabled, trustedCaCertificateConfigMapRef: plant-ca }\n";
            site.write("endpoint.yaml", collector(collector.port(), tls + """
                            authentication:
                              method: X509Certificate
                              x509CertificateSettings: { secretRef: leat-client }
                            """));
            api.awaitRunning("measure");
            site.broker().publish("in", MEASURED.formatted(1));
            assertThat(collector.nextMetric().getName()).isEqualTo("ovens");
            try (TestCollector other = TestCollector.withTls(known.certificate(), known.key())) {
                other.token = "account-token";
                site.write("endpoint.yaml", collector(other.port(), tls + """
                                authentication:
                                  method: ServiceAccountToken
                                  serviceAccountTokenSettings: { audience: collectors }
                                """));
                api.awaitLog("measure", "it was replaced");
                site.broker().publish("in", MEASURED.formatted(1));
                assertThat(other.nextMetric().getName()).isEqualTo("ovens");
            }
        }
    }

    @Test
    void aBrokerSeesTheTokenOfAManagedIdentity() throws Exception {
        try (TokenBroker grid = new TokenBroker(Files.createDirectory(temporary.resolve("grid")));
                IdentityEndpoint identity = new IdentityEndpoint("identity-token");
                LeatServer server = LeatServer.open(
                        site.options().environment(identity.environment()).build());
                Api api = new Api(server)) {
            grid.know("identity-token");
            site.write("flow.yaml", Site.passing("away", "grid", "any"));
            site.write("endpoint.yaml", Site.endpoint("grid", "Mqtt", """
                    mqttSettings:
                      host: "127.0.0.1:%d"
                      tls: { mode: Disabled }
                      authentication: { method: SystemAssignedManagedIdentity, systemAssignedManagedIdentitySettings: {} }
                    """.formatted(grid.port())));
            api.awaitRunning("away");
            assertThat(grid.next()).isEqualTo("CONNECT OAUTH2-JWT identity-token");
            assertThat(identity.next()).endsWith("resource=https://eventgrid.azure.net");
            site.write("endpoint.yaml", Site.endpoint("grid", "Mqtt", """
                    mqttSettings:
                      host: "127.0.0.1:%d"
                      tls: { mode: Disabled }
                      authentication:
                        method: UserAssignedManagedIdentity
                        userAssignedManagedIdentitySettings:
                          { clientId: c-1, tenantId: t-1, scope: "https://eventgrid.azure.net/.default" }
                    """.formatted(grid.port())));
            assertThat(identity.next()).endsWith("resource=https://eventgrid.azure.net&client_id=c-1");
            assertThat(grid.next()).isEqualTo("CONNECT OAUTH2-JWT identity-token");
        }
    }

    @Test
    void kafkaSeesTheTokenOfAManagedIdentity() throws Exception {
        String token = KafkaServer.token(Instant.now().getEpochSecond() + 3600);
        try (KafkaServer kafka = KafkaServer.start();
                IdentityEndpoint identity = new IdentityEndpoint(token);
                LeatServer server = LeatServer.open(
                        site.options().environment(identity.environment()).build());
                Api api = new Api(server)) {
            kafka.createTopic("middle", 1);
            site.broker().subscribe("out/#");
            site.write("endpoint.yaml", Site.endpoint("hub", "Kafka", """
                    kafkaSettings:
                      host: "%s"
                      consumerGroupId: back
                      batching: { latencyMs: 1 }
                      tls: { mode: Disabled }
                      authentication: { method: SystemAssignedManagedIdentity, systemAssignedManagedIdentitySettings: {} }
                    """.formatted(kafka.sasl())));
            site.write("there.yaml", Site.passing("there", "hub", "middle"));
            site.write("back.yaml", Site.dataflow("back", "hub", "middle", "default", "out/back"));
            assertThat(identity.next()).endsWith("resource=https://127.0.0.1");
            api.awaitRunning("there");
            site.broker().publish("in", Site.BOILING);
            assertThat(site.broker().next()).isEqualTo("out/back " + Site.BOILING);
        }
    }

    @Test
    void aModuleCallsACommandOverTheLocalBroker() throws Exception {
        Files.copy(
                Site.MODULES.resolve("../operator/src/test/fixtures/caller.wasm"),
                site.artifacts().resolve("caller.wasm"));
        Files.writeString(
                site.artifacts().resolve("calling.yaml"),
                Files.readString(Site.EXAMPLES.resolve("graph-simple/graph-simple.yaml"))
                        .replace("temperature:1.0.0", "caller:1.0.0"));
        site.write("flow.yaml", Site.graph("calling").replace("graph-simple:1.0.0", "calling:1.0.0"));
        site.broker().subscribe("out/#");
        try (RpcConnection connection = RpcConnection.open(
                        site.broker().local().connection("oven").build());
                CommandExecutor oven = CommandExecutor.open(
                        connection,
                        new CommandExecutor.Options(
                                "commands/{commandName}",
                                "heat",
                                Optional.empty(),
                                Map.of(),
                                Optional.empty(),
                                Payloads.BYTES,
                                Duration.ofSeconds(10)),
                        call -> CommandHandler.Reply.of(
                                Bytes.utf8("heated " + call.payload().asUtf8())),
                        Runnable::run);
                LeatServer server = site.start();
                Api api = new Api(server)) {
            oven.ready().join();
            api.awaitRunning("calling");
            site.broker()
                    .publish(
                            "in",
                            "the oven",
                            Mqtt5UserProperties.of(
                                    Mqtt5UserProperty.of("request", "commands/{commandName}"),
                                    Mqtt5UserProperty.of("name", "heat"),
                                    Mqtt5UserProperty.of("timeout", "10000")));
            assertThat(site.broker().next()).isEqualTo("out/calling heated the oven");
        }
    }
}
