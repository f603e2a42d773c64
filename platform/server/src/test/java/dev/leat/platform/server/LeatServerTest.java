package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.endpoint.kafka.KafkaServer;
import dev.leat.graph.resource.ResourceOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a real broker: what its users do, and what befalls it. */
@Timeout(180)
final class LeatServerTest {

    private static final Path MODULES = Path.of(System.getProperty("leat.modules", "../../modules"));
    private static final Path EXAMPLES = Path.of(System.getProperty("leat.examples", "../../examples"));
    private static final String BOILING = "{\"temperature\":{\"value\":212,\"unit\":\"F\"}}";
    private static final String CONVERTED =
            "{\"temperature\":{\"value\":100.0,\"count\":0,\"max\":0.0,\"min\":0.0,\"average\":0.0,\"last\":0.0,"
                    + "\"unit\":\"C\",\"overtemp\":false}}";

    @TempDir
    private Path temporary;

    private Broker broker;
    private Path resources;
    private Path artifacts;

    @BeforeEach
    void open() throws IOException {
        broker = Broker.start();
        resources = Files.createDirectory(temporary.resolve("resources"));
        artifacts = Files.createDirectory(temporary.resolve("artifacts"));
        Files.copy(MODULES.resolve("temperature/temperature.wasm"), artifacts.resolve("temperature.wasm"));
        Files.copy(EXAMPLES.resolve("graph-simple/graph-simple.yaml"), artifacts.resolve("graph-simple.yaml"));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private LeatServer start() {
        return LeatServer.open(ServerOptions.builder(List.of(resources), temporary.resolve("state"), broker.local())
                .listen(new InetSocketAddress("127.0.0.1", 0))
                .artifacts(List.of(artifacts))
                .resourcePeriod(Duration.ofMillis(50))
                .tagPeriod(Duration.ofMillis(100))
                .pauses(Duration.ofMillis(100), Duration.ofMillis(400))
                .build());
    }

    private void write(String file, String text) throws IOException {
        Path fresh = temporary.resolve("fresh");
        Files.writeString(fresh, text);
        Files.move(fresh, resources.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A graph from {@code in} through graph-simple to {@code out/NAME}. */
    private static String graph(String name) {
        return graph(name, """
                    - { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ in ] } }
                    - nodeType: Graph
                      name: convert
                      graphSettings: { registryEndpointRef: default, artifact: "graph-simple:1.0.0" }
                    - nodeType: Destination
                      name: out
                      destinationSettings: { endpointRef: default, dataDestination: out/%s }
                """.formatted(name), """
                    - { from: { name: in }, to: { name: convert } }
                    - { from: { name: convert }, to: { name: out } }
                """);
    }

    private static String graph(String name, String nodes, String connections) {
        return """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowGraph
                metadata: { name: %s }
                spec:
                  profileRef: default
                  nodes:
                %s  nodeConnections:
                %s""".formatted(name, nodes, connections);
    }

    @Test
    void aFileTakesEffectWhenItComesWhenItChangesAndWhenItGoes() throws Exception {
        broker.subscribe("out/#");
        try (LeatServer server = start();
                Api api = new Api(server)) {
            write("graph.yaml", graph("first"));
            api.awaitRunning("first");
            broker.publish("in", BOILING);
            assertThat(broker.next()).isEqualTo("out/first " + CONVERTED);

            write("graph.yaml", graph("first").replace("out/first", "out/changed"));
            api.await(
                    "first",
                    "the new version",
                    status -> Api.runs(status)
                            && status.path("nodes")
                                            .get(0)
                                            .path("counts")
                                            .path("in")
                                            .asLong()
                                    == 0);
            broker.publish("in", BOILING);
            assertThat(broker.next()).isEqualTo("out/changed " + CONVERTED);

            write("graph.yaml", graph("first").replace("spec:\n", "spec:\n  mode: Disabled\n"));
            JsonNode rests = api.await(
                    "first",
                    "rest",
                    status -> status.path("healthState")
                            .path("reasonCode")
                            .asText()
                            .equals("Disabled"));
            assertThat(rests.path("nodes")).isEmpty();

            Files.delete(resources.resolve("graph.yaml"));
            while (api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/first", "")
                            .status()
                    != 404) {
                Thread.sleep(20);
            }
        }
    }

    @Test
    void aBrokenFileLeavesWhatRuns() throws Exception {
        broker.subscribe("out/#");
        write("graph.yaml", graph("steady"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            for (String broken : List.of(
                    graph("steady").replace("nodeType: Graph", "nodeType: Grph"),
                    graph("steady").replace("spec:", "spec: ["),
                    graph("steady").replace("graph-simple:1.0.0", "missing:1.0.0"),
                    graph("steady").replace("endpointRef: default, dataD", "endpointRef: nowhere, dataD"))) {
                write("graph.yaml", broken);
                JsonNode degraded = api.awaitHealth("steady", "Degraded");
                assertThat(degraded.path("healthState").path("message").asText())
                        .contains("an older version runs: LEAT-");
                broker.publish("in", BOILING);
                assertThat(broker.next()).isEqualTo("out/steady " + CONVERTED);
                write("graph.yaml", graph("steady"));
                api.awaitHealth("steady", "Available");
            }
        }
    }

    @Test
    void whatIsAppliedOutlivesTheServerAndIsGoneWhenItIsDeleted() throws Exception {
        broker.subscribe("out/#");
        try (LeatServer server = start();
                Api api = new Api(server)) {
            Api.Answer created = api.ask("POST", "/resources?file=a.yaml", graph("kept"));
            assertThat(created.body().path("items").get(0).path("outcome").asText())
                    .isEqualTo("created");
            assertThat(api.ask("POST", "/resources", graph("kept"))
                            .body()
                            .path("items")
                            .get(0)
                            .path("outcome")
                            .asText())
                    .isEqualTo("unchanged");
            Api.Answer refused = api.ask(
                    "POST",
                    "/resources?file=b.yaml",
                    graph("kept") + "\n---\n" + graph("other").replace("nodeType: Graph", "nodeType: Grph"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().path("findings").get(0).path("place").asText())
                    .startsWith("b.yaml:");
            assertThat(api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/other", "")
                            .status())
                    .isEqualTo(404);
            api.awaitRunning("kept");
        }
        broker.publish("in", BOILING);
        try (LeatServer server = start();
                Api api = new Api(server)) {
            assertThat(broker.next()).isEqualTo("out/kept " + CONVERTED);
            assertThat(api.ask("DELETE", "/resources/DataflowGraph/azure-iot-operations/kept", "")
                            .status())
                    .isEqualTo(200);
            assertThat(api.ask("DELETE", "/resources/DataflowGraph/azure-iot-operations/kept", "")
                            .status())
                    .isEqualTo(404);
            write("graph.yaml", graph("mine"));
            api.awaitRunning("mine");
            assertThat(api.ask("DELETE", "/resources/DataflowGraph/azure-iot-operations/mine", "")
                            .status())
                    .isEqualTo(409);
            assertThat(api.ask("GET", "/resources", "", "guessed").status()).isEqualTo(401);
        }
    }

    /** A tag in a directory is a file of that name. */
    @Test
    void aTagThatMovesIsFollowedWithoutLosingAMessage() throws Exception {
        broker.subscribe("out/#");
        write("graph.yaml", graph("follows"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("follows");
            String before = api.pin("follows", "graph-simple:1.0.0");
            Set<String> expected = new TreeSet<>();
            Thread publisher = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 400; i++) {
                    broker.publish("in", "{\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
                }
            });
            for (int i = 0; i < 400; i++) {
                // What is in Celsius already stays as it is.
                expected.add("out/follows {\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
            }
            String definition = Files.readString(artifacts.resolve("graph-simple.yaml"));
            Path fresh = temporary.resolve("moved");
            Files.writeString(fresh, definition.replace("Converts", "Still converts"));
            Files.move(fresh, artifacts.resolve("graph-simple.yaml"), StandardCopyOption.ATOMIC_MOVE);
            api.await(
                    "follows",
                    "the new tag",
                    status -> Api.runs(status)
                            && status.path("artifacts")
                                    .valueStream()
                                    .anyMatch(pinned -> pinned.path("reference")
                                                    .asText()
                                                    .equals("graph-simple:1.0.0")
                                            && !pinned.path("digest").asText().equals(before)));
            publisher.join();
            broker.awaitAll(expected);

            Files.writeString(fresh, definition.replace("operationType: \"map\"", "operationType: \"mapp\""));
            Files.move(fresh, artifacts.resolve("graph-simple.yaml"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(api.awaitHealth("follows", "Degraded")
                            .path("healthState")
                            .path("message")
                            .asText())
                    .contains("LEAT-SERVE-008")
                    .contains("mapp");
            broker.publish("in", BOILING);
            broker.awaitAll(Set.of("out/follows " + CONVERTED));
        }
    }

    @Test
    void theSameGraphTwiceInAChainAndSeveralDestinations() throws Exception {
        broker.subscribe("out/#");
        write("graph.yaml", graph("chain", """
                    - { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ in ] } }
                    - nodeType: Graph
                      name: one
                      graphSettings: { registryEndpointRef: default, artifact: "graph-simple:1.0.0" }
                    - nodeType: Graph
                      name: two
                      graphSettings: { registryEndpointRef: default, artifact: "graph-simple:1.0.0" }
                    - nodeType: Destination
                      name: raw
                      destinationSettings: { endpointRef: default, dataDestination: out/raw }
                    - nodeType: Destination
                      name: middle
                      destinationSettings: { endpointRef: default, dataDestination: "out/${inputTopic}" }
                    - nodeType: Destination
                      name: end
                      destinationSettings: { endpointRef: default, dataDestination: out/end }
                """, """
                    - { from: { name: in }, to: { name: raw } }
                    - { from: { name: in }, to: { name: one } }
                    - { from: { name: one }, to: { name: two } }
                    - { from: { name: one }, to: { name: middle } }
                    - { from: { name: two }, to: { name: end } }
                """));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("chain");
            broker.publish("in", BOILING);
            assertThat(broker.next(3))
                    .containsExactly("out/end " + CONVERTED, "out/in " + CONVERTED, "out/raw " + BOILING);
        }
    }

    @Test
    void theArmsOfABranchGoToDifferentDestinations() throws Exception {
        Files.writeString(artifacts.resolve("split-1.0.0.yaml"), """
                metadata:
                  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"
                  name: split
                  version: "1.0.0"
                moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }
                operations:
                  - { operationType: source, name: source }
                  - { operationType: branch, name: branch, module: "temperature:1.0.0" }
                  - { operationType: sink, name: others }
                  - { operationType: sink, name: temperatures }
                connections:
                  - { from: { name: source }, to: { name: branch } }
                  - { from: { name: branch, arm: "True" }, to: { name: temperatures } }
                  - { from: { name: branch, arm: "False" }, to: { name: others } }
                """);
        broker.subscribe("out/#");
        String split = graph("split", """
                    - { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ in ] } }
                    - nodeType: Graph
                      name: branch
                      graphSettings: { registryEndpointRef: default, artifact: "split:1.0.0" }
                    - nodeType: Destination
                      name: hot
                      destinationSettings: { endpointRef: default, dataDestination: out/temperatures }
                    - nodeType: Destination
                      name: rest
                      destinationSettings: { endpointRef: default, dataDestination: out/others }
                """, """
                    - { from: { name: in }, to: { name: branch } }
                    - { from: { name: branch.output.temperatures }, to: { name: hot } }
                    - { from: { name: branch.output.others }, to: { name: rest } }
                """);
        write("graph.yaml", split);
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("split");
            broker.publish("in", BOILING);
            broker.publish("in", "{\"humidity\":{\"value\":40}}");
            assertThat(broker.next(2))
                    .containsExactly("out/others {\"humidity\":{\"value\":40}}", "out/temperatures " + BOILING);
            write("graph.yaml", split.replace("output.others", "output.other"));
            assertThat(api.awaitHealth("split", "Degraded")
                            .path("healthState")
                            .path("message")
                            .asText())
                    .contains("has no output 'other'; it has others, temperatures");
        }
    }

    /** The filter's init wants a schema, which shows only when it is called. */
    @Test
    void whatCannotStartGivesWayToWhatRan() throws Exception {
        Files.copy(MODULES.resolve("filter/filter.wasm"), artifacts.resolve("filter.wasm"));
        Files.writeString(
                artifacts.resolve("checked.yaml"),
                Files.readString(EXAMPLES.resolve("graph-simple/graph-simple.yaml"))
                        .replace("operationType: \"map\"", "operationType: \"filter\"")
                        .replace("temperature:1.0.0", "filter:1.0.0"));
        broker.subscribe("out/#");
        write("graph.yaml", graph("steady"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            write("graph.yaml", graph("steady").replace("graph-simple:1.0.0", "checked:1.0.0"));
            JsonNode degraded = api.await(
                    "steady",
                    "run as before",
                    status -> !Api.runs(status)
                            && status.path("healthState")
                                    .path("status")
                                    .asText()
                                    .equals("Degraded"));
            assertThat(degraded.path("healthState").path("message").asText())
                    .contains("an older version runs")
                    .contains("LEAT-OPERATOR-003");
            broker.publish("in", BOILING);
            assertThat(broker.next()).isEqualTo("out/steady " + CONVERTED);
        }
    }

    /** The second one is a Dataflow, which has no graph. */
    @Test
    void messagesGoToKafkaAndBack() throws Exception {
        broker.subscribe("out/#");
        try (KafkaServer kafka = KafkaServer.start()) {
            kafka.createTopic("middle", 1);
            write("kafka.yaml", """
                    apiVersion: connectivity.iotoperations.azure.com/v1
                    kind: DataflowEndpoint
                    metadata: { name: kafka }
                    spec:
                      endpointType: Kafka
                      kafkaSettings:
                        host: "%s"
                        consumerGroupId: back
                        compression: Gzip
                        batching: { latencyMs: 1 }
                        tls: { mode: Disabled }
                        authentication: { method: Anonymous, anonymousSettings: {} }
                    ---
                    apiVersion: connectivity.iotoperations.azure.com/v1
                    kind: Dataflow
                    metadata: { name: back }
                    spec:
                      profileRef: default
                      operations:
                        - operationType: Source
                          sourceSettings: { endpointRef: kafka, dataSources: [ middle ] }
                        - operationType: Destination
                          destinationSettings:
                            endpointRef: default
                            dataDestination: out/back
                            headers: [ { actionType: AddOrReplace, key: from, value: kafka } ]
                    """.formatted(kafka.plain()));
            write(
                    "graph.yaml",
                    graph("there")
                            .replace(
                                    "endpointRef: default, dataDestination: out/there",
                                    "endpointRef: kafka, dataDestination: middle"));
            try (LeatServer server = start();
                    Api api = new Api(server)) {
                api.awaitRunning("there");
                broker.publish("in", BOILING);
                assertThat(broker.next()).isEqualTo("out/back " + CONVERTED);
                kafka.kill();
                JsonNode down = api.awaitHealth("there", "Degraded");
                assertThat(down.path("healthState").path("reasonCode").asText())
                        .isEqualTo("DataflowKafkaTargetConnectionFailed");
                broker.publish("in", BOILING);
                kafka.startAgain();
                broker.awaitAll(Set.of("out/back " + CONVERTED));
            }
        }
    }

    @Test
    void instancesShareTheMessages() throws Exception {
        broker.subscribe("out/#");
        write("profile.yaml", """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowProfile
                metadata: { name: default }
                spec: { instanceCount: 3 }
                """);
        write("graph.yaml", graph("shared"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            JsonNode running = api.awaitRunning("shared");
            assertThat(running.path("instances").asInt()).isEqualTo(3);
            for (int i = 0; i < 30; i++) {
                broker.publish("in", BOILING);
            }
            assertThat(broker.next(30)).containsOnly("out/shared " + CONVERTED);
            api.await(
                    "shared",
                    "count what came",
                    status -> status.path("nodes")
                                    .get(0)
                                    .path("counts")
                                    .path("in")
                                    .asLong()
                            == 30);
        }
    }

    @Test
    void aBrokerThatIsAwayIsToldAndComesBack() throws Exception {
        write("graph.yaml", graph("patient"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("patient");
            broker.server().save();
            broker.server().kill();
            JsonNode down = api.awaitHealth("patient", "Degraded");
            assertThat(down.path("healthState").path("reasonCode").asText())
                    .isEqualTo("DataflowMqttSourceConnectionFailed");
            broker.server().startAgain();
            api.awaitRunning("patient");
        }
    }

    @Test
    void secretsAreShownNowhere() throws Exception {
        write("endpoint.yaml", """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowEndpoint
                metadata: { name: factory }
                spec:
                  endpointType: Mqtt
                  mqttSettings:
                    host: "%s:%d"
                    tls: { mode: Disabled }
                    authentication:
                      method: UsernamePassword
                      usernamePasswordSettings: { secretRef: login }
                ---
                apiVersion: v1
                kind: Secret
                metadata: { name: login, namespace: azure-iot-operations }
                stringData: { username: operator, password: hunter2hunter2 }
                """.formatted(
                        broker.server().host(), broker.server().port()));
        write("graph.yaml", graph("secretive").replace("endpointRef: default", "endpointRef: factory"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("secretive");
            String all = api.ask("GET", "/resources", "").body().toString()
                    + api.ask("GET", "/logs/DataflowGraph/azure-iot-operations/secretive", "")
                            .body();
            assertThat(all).contains("\"kind\":\"Secret\"").doesNotContain("hunter2");
        }
    }

    @Test
    void whatDoesNotRunIsRefusedByName() throws Exception {
        write("graph.yaml", graph("stored") + """

                ---
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowEndpoint
                metadata: { name: lake }
                spec:
                  endpointType: LocalStorage
                  localStorageSettings: { persistentVolumeClaimRef: data }
                """);
        write(
                "graph.yaml",
                Files.readString(resources.resolve("graph.yaml"))
                        .replace("endpointRef: default, dataD", "endpointRef: lake, dataD"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            JsonNode status = api.awaitHealth("stored", "Unavailable");
            assertThat(status.path("healthState").path("message").asText()).contains("LEAT-");
        }
    }

    @Test
    void aDirectoryThatCannotBeReadLeavesWhatRuns() throws Exception {
        broker.subscribe("out/#");
        write("graph.yaml", graph("steady"));
        try (LeatServer server = start();
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            Path aside = temporary.resolve("aside");
            Files.move(resources, aside);
            api.awaitHealth("steady", "Degraded");
            broker.publish("in", BOILING);
            assertThat(broker.next()).isEqualTo("out/steady " + CONVERTED);
            Files.move(aside, resources);
            api.awaitHealth("steady", "Available");
        }
    }

    @Test
    void oneServerAtATimeHasAStateDirectory() {
        try (LeatServer server = start()) {
            assertThat(server.address().getPort()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageStartingWith("LEAT-SERVE-001: ");
        }
        try (LeatServer again = start()) {
            assertThat(again.all()).isEmpty();
            assertThat(again.apply(
                            "x.yaml", graph("try").getBytes(StandardCharsets.UTF_8), ResourceOptions.DEFAULT, false))
                    .hasSize(1);
            assertThat(again.all()).isEmpty();
        }
    }
}
