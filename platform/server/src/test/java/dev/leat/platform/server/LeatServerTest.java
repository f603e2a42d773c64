package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.endpoint.kafka.KafkaServer;
import dev.leat.graph.resource.ResourceOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A server with a real broker: what its users do, and what befalls it. */
final class LeatServerTest extends OnSite {

    @Test
    void aFileTakesEffectWhenItComesWhenItChangesAndWhenItGoes() throws Exception {
        broker.subscribe("out/#");
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            site.write("graph.yaml", Site.graph("first"));
            api.awaitRunning("first");
            broker.publish("in", Site.BOILING);
            assertThat(broker.next()).isEqualTo("out/first " + Site.CONVERTED);

            site.write("graph.yaml", Site.graph("first").replace("out/first", "out/changed"));
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
            broker.publish("in", Site.BOILING);
            assertThat(broker.next()).isEqualTo("out/changed " + Site.CONVERTED);

            site.write("graph.yaml", Site.graph("first").replace("spec:\n", "spec:\n  mode: Disabled\n"));
            JsonNode rests = api.await(
                    "first",
                    "rest",
                    status -> status.path("healthState")
                            .path("reasonCode")
                            .asText()
                            .equals("Disabled"));
            assertThat(rests.path("nodes")).isEmpty();

            Files.delete(site.resources().resolve("graph.yaml"));
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
        site.write("graph.yaml", Site.graph("steady"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            for (String broken : List.of(
                    Site.graph("steady").replace("nodeType: Graph", "nodeType: Grph"),
                    Site.graph("steady").replace("spec:", "spec: ["),
                    Site.graph("steady").replace("graph-simple:1.0.0", "missing:1.0.0"),
                    Site.graph("steady").replace("endpointRef: default, dataD", "endpointRef: nowhere, dataD"))) {
                site.write("graph.yaml", broken);
                JsonNode degraded = api.awaitHealth("steady", "Degraded");
                assertThat(degraded.path("healthState").path("message").asText())
                        .contains("an older version runs: LEAT-");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).isEqualTo("out/steady " + Site.CONVERTED);
                site.write("graph.yaml", Site.graph("steady"));
                api.awaitHealth("steady", "Available");
            }
        }
    }

    @Test
    void whatIsAppliedOutlivesTheServerAndIsGoneWhenItIsDeleted() throws Exception {
        broker.subscribe("out/#");
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            Api.Answer created = api.ask("POST", "/resources?file=a.yaml", Site.graph("kept"));
            assertThat(created.body().path("items").get(0).path("outcome").asText())
                    .isEqualTo("created");
            assertThat(api.ask("POST", "/resources", Site.graph("kept"))
                            .body()
                            .path("items")
                            .get(0)
                            .path("outcome")
                            .asText())
                    .isEqualTo("unchanged");
            Api.Answer refused = api.ask(
                    "POST",
                    "/resources?file=b.yaml",
                    Site.graph("kept") + "\n---\n" + Site.graph("other").replace("nodeType: Graph", "nodeType: Grph"));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().path("findings").get(0).path("place").asText())
                    .startsWith("b.yaml:");
            assertThat(api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/other", "")
                            .status())
                    .isEqualTo(404);
            api.awaitRunning("kept");
        }
        broker.publish("in", Site.BOILING);
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            assertThat(broker.next()).isEqualTo("out/kept " + Site.CONVERTED);
            assertThat(api.ask("DELETE", "/resources/DataflowGraph/azure-iot-operations/kept", "")
                            .status())
                    .isEqualTo(200);
            assertThat(api.ask("DELETE", "/resources/DataflowGraph/azure-iot-operations/kept", "")
                            .status())
                    .isEqualTo(404);
            site.write("graph.yaml", Site.graph("mine"));
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
        site.write("graph.yaml", Site.graph("follows"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("follows");
            String before = api.pin("follows", "graph-simple:1.0.0");
            List<String> expected = new ArrayList<>();
            Thread publisher = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 400; i++) {
                    broker.publish("in", "{\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
                    LockSupport.parkNanos(3_000_000);
                }
            });
            for (int i = 0; i < 400; i++) {
                // What is in Celsius already stays as it is.
                expected.add("out/follows {\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}");
            }
            String definition = Files.readString(site.artifacts().resolve("graph-simple.yaml"));
            Path fresh = temporary.resolve("moved");
            Files.writeString(fresh, definition.replace("Converts", "Still converts"));
            Files.move(fresh, site.artifacts().resolve("graph-simple.yaml"), StandardCopyOption.ATOMIC_MOVE);
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
            assertThat(publisher.isAlive())
                    .as("messages come during the change")
                    .isTrue();
            publisher.join();
            // What comes twice comes behind its first time.
            assertThat(broker.untilQuiet(Duration.ofSeconds(2)).stream()
                            .distinct()
                            .toList())
                    .isEqualTo(expected);

            Files.writeString(fresh, definition.replace("operationType: \"map\"", "operationType: \"mapp\""));
            Files.move(fresh, site.artifacts().resolve("graph-simple.yaml"), StandardCopyOption.ATOMIC_MOVE);
            assertThat(api.awaitHealth("follows", "Degraded")
                            .path("healthState")
                            .path("message")
                            .asText())
                    .contains("LEAT-SERVE-008")
                    .contains("mapp");
            broker.publish("in", Site.BOILING);
            broker.awaitAll(Set.of("out/follows " + Site.CONVERTED));
        }
    }

    @Test
    void theSameGraphTwiceInAChainAndSeveralDestinations() throws Exception {
        broker.subscribe("out/#");
        site.write("graph.yaml", Site.graph("chain", """
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
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("chain");
            broker.publish("in", Site.BOILING);
            assertThat(broker.next(3))
                    .containsExactly(
                            "out/end " + Site.CONVERTED, "out/in " + Site.CONVERTED, "out/raw " + Site.BOILING);
        }
    }

    @Test
    void theArmsOfABranchGoToDifferentDestinations() throws Exception {
        Files.writeString(site.artifacts().resolve("split-1.0.0.yaml"), """
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
        String split = Site.graph("split", """
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
        site.write("graph.yaml", split);
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("split");
            broker.publish("in", Site.BOILING);
            broker.publish("in", "{\"humidity\":{\"value\":40}}");
            assertThat(broker.next(2))
                    .containsExactly("out/others {\"humidity\":{\"value\":40}}", "out/temperatures " + Site.BOILING);
            site.write("graph.yaml", split.replace("output.others", "output.other"));
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
        Files.copy(Site.MODULES.resolve("filter/filter.wasm"), site.artifacts().resolve("filter.wasm"));
        Files.writeString(
                site.artifacts().resolve("checked.yaml"),
                Files.readString(Site.EXAMPLES.resolve("graph-simple/graph-simple.yaml"))
                        .replace("operationType: \"map\"", "operationType: \"filter\"")
                        .replace("temperature:1.0.0", "filter:1.0.0"));
        broker.subscribe("out/#");
        site.write("graph.yaml", Site.graph("steady"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            site.write("graph.yaml", Site.graph("steady").replace("graph-simple:1.0.0", "checked:1.0.0"));
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
            broker.publish("in", Site.BOILING);
            assertThat(broker.next()).isEqualTo("out/steady " + Site.CONVERTED);
        }
    }

    /** The second one is a Dataflow, which has no graph. */
    @Test
    void messagesGoToKafkaAndBack() throws Exception {
        broker.subscribe("out/#");
        try (KafkaServer kafka = KafkaServer.start()) {
            kafka.createTopic("middle", 1);
            site.write("kafka.yaml", """
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
            site.write(
                    "graph.yaml",
                    Site.graph("there")
                            .replace(
                                    "endpointRef: default, dataDestination: out/there",
                                    "endpointRef: kafka, dataDestination: middle"));
            try (LeatServer server = site.start();
                    Api api = new Api(server)) {
                api.awaitRunning("there");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).isEqualTo("out/back " + Site.CONVERTED);
                kafka.kill();
                JsonNode down = api.awaitHealth("there", "Degraded");
                assertThat(down.path("healthState").path("reasonCode").asText())
                        .isEqualTo("DataflowKafkaTargetConnectionFailed");
                broker.publish("in", Site.BOILING);
                kafka.startAgain();
                broker.awaitAll(Set.of("out/back " + Site.CONVERTED));
            }
        }
    }

    @Test
    void instancesShareTheMessages() throws Exception {
        broker.subscribe("out/#");
        site.write("profile.yaml", """
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowProfile
                metadata: { name: default }
                spec: { instanceCount: 3 }
                """);
        site.write("graph.yaml", Site.graph("shared"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            JsonNode running = api.awaitRunning("shared");
            assertThat(running.path("instances").asInt()).isEqualTo(3);
            for (int i = 0; i < 30; i++) {
                broker.publish("in", Site.BOILING);
            }
            assertThat(broker.next(30)).containsOnly("out/shared " + Site.CONVERTED);
            broker.server().awaitLog("Sending PUBLISH to leat-shared-in-1-");
            broker.server().awaitLog("Sending PUBLISH to leat-shared-in-2-");
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
        site.write("graph.yaml", Site.graph("patient"));
        try (LeatServer server = site.start();
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
        site.write("endpoint.yaml", """
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
        site.write("graph.yaml", Site.graph("secretive").replace("endpointRef: default", "endpointRef: factory"));
        try (LeatServer server = site.start();
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
        site.write("graph.yaml", Site.graph("stored") + """

                ---
                apiVersion: connectivity.iotoperations.azure.com/v1
                kind: DataflowEndpoint
                metadata: { name: lake }
                spec:
                  endpointType: LocalStorage
                  localStorageSettings: { persistentVolumeClaimRef: data }
                """);
        site.write(
                "graph.yaml",
                Files.readString(site.resources().resolve("graph.yaml"))
                        .replace("endpointRef: default, dataD", "endpointRef: lake, dataD"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            JsonNode status = api.awaitHealth("stored", "Unavailable");
            assertThat(status.path("healthState").path("message").asText())
                    .contains("LEAT-RES-063")
                    .contains("lake");
        }
    }

    @Test
    void aDirectoryThatCannotBeReadLeavesWhatRuns() throws Exception {
        broker.subscribe("out/#");
        site.write("graph.yaml", Site.graph("steady"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            Path aside = temporary.resolve("aside");
            Files.move(site.resources(), aside);
            api.awaitHealth("steady", "Degraded");
            broker.publish("in", Site.BOILING);
            assertThat(broker.next()).isEqualTo("out/steady " + Site.CONVERTED);
            Files.move(aside, site.resources());
            api.awaitHealth("steady", "Available");
        }
    }

    @Test
    void aFileThatIsBrokenWhenTheServerStartsMeansWhatItSaidBefore() throws Exception {
        broker.subscribe("out/#");
        site.write("graph.yaml", Site.graph("lasting"));
        site.write("gone.yaml", Site.graph("gone"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("lasting");
            api.awaitRunning("gone");
        }
        Files.delete(site.resources().resolve("gone.yaml"));
        for (String broken : List.of(
                Site.graph("lasting").replace("nodeType: Source", "nodeType: Sauce"), "kind: [ DataflowGraph")) {
            site.write("graph.yaml", broken);
            try (LeatServer server = site.start();
                    Api api = new Api(server)) {
                JsonNode status = api.await(
                        "lasting",
                        "run as before",
                        now -> now.path("healthState").path("status").asText().equals("Degraded")
                                && now.path("instances").asInt() == 1);
                assertThat(status.path("healthState").path("message").asText())
                        .startsWith("an older version runs: ")
                        .contains("graph.yaml:");
                broker.publish("in", Site.BOILING);
                assertThat(broker.next()).isEqualTo("out/lasting " + Site.CONVERTED);
                assertThat(api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/gone", "")
                                .status())
                        .isEqualTo(404);
            }
        }
        site.write("graph.yaml", Site.graph("lasting"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("lasting");
        }
    }

    @Test
    void oneServerAtATimeHasAStateDirectory() {
        try (LeatServer server = site.start()) {
            assertThat(server.address().getPort()).isPositive();
            assertThatThrownBy(site::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageStartingWith("LEAT-SERVE-001: ");
        }
        try (LeatServer again = site.start()) {
            assertThat(again.all()).isEmpty();
            assertThat(again.apply(
                            "x.yaml",
                            Site.graph("try").getBytes(StandardCharsets.UTF_8),
                            ResourceOptions.DEFAULT,
                            false))
                    .hasSize(1);
            assertThat(again.all()).isEmpty();
        }
    }
}
