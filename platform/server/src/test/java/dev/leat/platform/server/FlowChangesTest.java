package dev.leat.platform.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leat.endpoint.mqtt.MosquittoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of a flow that runs must not lose, and must not leave behind. */
final class FlowChangesTest extends OnSite {

    /** Publishes numbers, not all at once. */
    private Thread numbers(int count) {
        return Thread.ofVirtual().start(() -> {
            for (int i = 0; i < count; i++) {
                broker.publish("in", Integer.toString(i));
                LockSupport.parkNanos(1_000_000);
            }
        });
    }

    private static Set<String> numbered(String topic, int count) {
        return IntStream.range(0, count).mapToObj(i -> topic + " " + i).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 1", "3, 2"})
    void anotherNumberOfInstancesLosesNothing(int from, int to) throws Exception {
        broker.subscribe("out/#");
        site.write("profile.yaml", Site.profile(from));
        site.write("graph.yaml", Site.passing("scaled", "default", "out/scaled"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("scaled");
            Thread publisher = numbers(800);
            Thread.sleep(200);
            site.write("profile.yaml", Site.profile(to));
            api.await("scaled", "scale", now -> now.path("instances").asInt() == to && Api.runs(now));
            assertThat(publisher.isAlive())
                    .as("messages come during the change")
                    .isTrue();
            publisher.join();
            broker.awaitAll(numbered("out/scaled", 800));
            for (int gone = to; gone < from; gone++) {
                api.awaitLog("scaled", "nothing is left of instance " + gone);
            }
            // Each message comes once now: nothing is subscribed twice.
            broker.publish("in", "last");
            assertThat(broker.untilQuiet(Duration.ofSeconds(1)).stream().filter("out/scaled last"::equals))
                    .hasSize(1);
        }
    }

    @Test
    void anInstanceThatWentWhileTheServerWasAwayLeavesNothingUnread() throws Exception {
        broker.subscribe("out/#");
        site.write("profile.yaml", Site.profile(2));
        site.write("graph.yaml", Site.passing("scaled", "default", "out/scaled"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("scaled");
        }
        for (int i = 0; i < 100; i++) {
            broker.publish("in", Integer.toString(i));
        }
        site.write("profile.yaml", Site.profile(1));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            broker.awaitAll(numbered("out/scaled", 100));
            api.awaitLog("scaled", "nothing is left of instance 1");
        }
    }

    @Test
    void namesThatReadTheSameTogetherAreDifferentClients() throws Exception {
        broker.subscribe("out/#");
        site.write("a.yaml", Site.passing("line", "a-in", "one", "default", "out/line"));
        site.write("b.yaml", Site.passing("line-a", "in", "two", "default", "out/line-a"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("line");
            api.awaitRunning("line-a");
            for (int i = 0; i < 20; i++) {
                broker.publish("one", Integer.toString(i));
                broker.publish("two", Integer.toString(i));
            }
            Set<String> all = new TreeSet<>(numbered("out/line", 20));
            all.addAll(numbered("out/line-a", 20));
            broker.awaitAll(all);
            assertThat(Api.runs(api.status("line"))).isTrue();
            assertThat(Api.runs(api.status("line-a"))).isTrue();
        }
    }

    @Test
    void aSharedGroupThatIsLeftGetsNothingMore() throws Exception {
        broker.subscribe("out/#");
        site.write("graph.yaml", Site.passing("moved", "in", "$share/g1/in", "default", "out/moved"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("moved");
            site.write("graph.yaml", Site.passing("moved", "in", "$share/g2/in", "default", "out/moved"));
            api.awaitLog("moved", "it was replaced");
            api.awaitRunning("moved");
            for (int i = 0; i < 10; i++) {
                broker.publish("in", Integer.toString(i));
            }
            assertThat(broker.untilQuiet(Duration.ofSeconds(2))).hasSize(10);
        }
    }

    @Test
    void aFlowThatIsDeletedLeavesNoSession() throws Exception {
        site.write("graph.yaml", Site.passing("gone", "default", "out/gone"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("gone");
            String client = Files.readString(
                            site.state().resolve("flows/DataflowGraph.azure-iot-operations.gone/sessions.json"))
                    .replaceAll(".*\"client\":\"([^\"]*)\".*", "$1");
            assertThat(client).startsWith("leat-gone-in-");
            Files.delete(site.resources().resolve("graph.yaml"));
            while (api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/gone", "")
                            .status()
                    != 404) {
                Thread.sleep(20);
            }
            while (Files.exists(site.state().resolve("flows/DataflowGraph.azure-iot-operations.gone"))) {
                Thread.sleep(20);
            }
            assertThat(broker.endSession(client)).isFalse();
        }
    }

    /** What windows, and sinks that wait, hold is acknowledged, and in the checkpoint alone. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void whatACheckpointHoldsIsDeliveredByTheNextVersion(boolean windowsAfter) throws Exception {
        Files.writeString(site.artifacts().resolve("window-1.0.0.yaml"), """
                metadata:
                  $schema: "https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json"
                  name: window
                  version: "1.0.0"
                moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }
                operations:
                  - { operationType: source, name: source }
                  - { operationType: accumulate, name: accumulate, module: "temperature:1.0.0" }
                  - { operationType: sink, name: sink }
                connections:
                  - { from: { name: source }, to: { name: accumulate } }
                  - { from: { name: accumulate }, to: { name: sink } }
                """);
        broker.subscribe("out/#");
        site.write("endpoint.yaml", Site.mqttEndpoint("away", "127.0.0.1:1"));
        site.write("profile.yaml", Site.profile(3));
        site.write("graph.yaml", holding(true, "away"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            JsonNode status = api.await(
                    "held",
                    "read",
                    now -> now.path("nodes").path(0).path("state").asText().equals("up"));
            assertThat(status.path("instances").asInt())
                    .as("windows need all messages")
                    .isOne();
            Set<String> expected = new TreeSet<>();
            for (int i = 0; i < 5; i++) {
                String text = "{\"temperature\":{\"value\":" + i + ",\"unit\":\"C\"}}";
                broker.publish("in", text);
                expected.add("out/held " + text);
            }
            Path checkpoints = site.state().resolve("flows/DataflowGraph.azure-iot-operations.held/0");
            // Checkpoints come every few seconds.
            Thread.sleep(7000);
            assertThat(checkpoints).exists();
            site.write("graph.yaml", holding(windowsAfter, "default"));
            api.awaitLog("held", "it was replaced");
            broker.awaitAll(expected);
            if (!windowsAfter) {
                site.write("graph.yaml", holding(false, "default").replace("spec:\n", "spec:\n  mode: Disabled\n"));
                api.awaitLog("held", "stopped, as its mode is Disabled");
                assertThat(checkpoints).as("nothing is left in it").doesNotExist();
            }
        }
    }

    private static String holding(boolean windows, String endpoint) {
        return Site.graph("held", """
                    - { nodeType: Source, name: in, sourceSettings: { endpointRef: default, dataSources: [ in ] } }
                """ + (windows ? """
                    - nodeType: Graph
                      name: window
                      graphSettings: { registryEndpointRef: default, artifact: "window:1.0.0" }
                    - nodeType: Destination
                      name: windows
                      destinationSettings: { endpointRef: default, dataDestination: windows }
                """ : "") + """
                    - nodeType: Destination
                      name: out
                      destinationSettings: { endpointRef: %s, dataDestination: out/held }
                """.formatted(endpoint), """
                    - { from: { name: in }, to: { name: out } }
                """ + (windows ? """
                    - { from: { name: in }, to: { name: window } }
                    - { from: { name: window }, to: { name: windows } }
                """ : ""));
    }

    @Test
    void aTagThatCannotStartIsNotTriedAtEachLook() throws Exception {
        Files.copy(Site.MODULES.resolve("filter/filter.wasm"), site.artifacts().resolve("filter.wasm"));
        site.write("graph.yaml", Site.graph("steady"));
        try (LeatServer server = LeatServer.open(site.options()
                        .pauses(Duration.ofMillis(100), Duration.ofMinutes(5))
                        .build());
                Api api = new Api(server)) {
            api.awaitRunning("steady");
            Path fresh = temporary.resolve("moved");
            String definition = Files.readString(site.artifacts().resolve("graph-simple.yaml"));
            Files.writeString(
                    fresh,
                    definition
                            .replace("operationType: \"map\"", "operationType: \"filter\"")
                            .replace("temperature:1.0.0", "filter:1.0.0"));
            Files.move(fresh, site.artifacts().resolve("graph-simple.yaml"), StandardCopyOption.ATOMIC_MOVE);
            api.awaitLog("steady", "what ran before runs again");
            Thread.sleep(1500);
            assertThat(api.log("steady").split("what ran before runs again", -1))
                    .hasSize(2);
            // Something else under the tag is tried at once.
            Files.writeString(fresh, definition.replace("Converts", "Still converts"));
            Files.move(fresh, site.artifacts().resolve("graph-simple.yaml"), StandardCopyOption.ATOMIC_MOVE);
            api.awaitLog("steady", "it was replaced");
            api.awaitRunning("steady");
        }
    }

    @Test
    void aDestinationThatTakesNothingIsTold() throws Exception {
        MosquittoServer strict =
                MosquittoServer.prepared("allow_anonymous true", "persistence false", "acl_file DIRECTORY/acl");
        Files.writeString(strict.directory().resolve("acl"), "topic write allowed/#\n");
        strict.startAgain();
        try (strict) {
            site.write("endpoint.yaml", Site.mqttEndpoint("strict", "127.0.0.1:" + strict.port()));
            site.write("graph.yaml", Site.passing("stuck", "strict", "forbidden/x"));
            try (LeatServer server = site.start();
                    Api api = new Api(server)) {
                api.awaitRunning("stuck");
                broker.publish("in", "1");
                JsonNode status = api.awaitHealth("stuck", "Degraded");
                assertThat(status.path("healthState").path("reasonCode").asText())
                        .isEqualTo("DataflowMqttTargetConnectionFailed");
                assertThat(status.path("healthState").path("message").asText())
                        .contains("LEAT-MQTT-")
                        .contains("forbidden/x");
                JsonNode endpoint = api.ask("GET", "/resources/DataflowEndpoint/azure-iot-operations/strict", "")
                        .body()
                        .path("status");
                assertThat(endpoint.path("healthState").path("status").asText()).isEqualTo("Unavailable");
                assertThat(endpoint.path("healthState").path("message").asText())
                        .startsWith("stuck/out: ")
                        .contains("forbidden/x");
                assertThat(endpoint.path("users").asInt()).isOne();
                assertThat(Api.condition(endpoint, "Ready")).isEqualTo("True");
            }
        }
    }

    @Test
    void deadLettersThatCannotGoAreTold() throws Exception {
        MosquittoServer strict = MosquittoServer.start();
        try (strict) {
            site.write("endpoint.yaml", Site.mqttEndpoint("other", "127.0.0.1:" + strict.port()));
            site.write(
                    "graph.yaml",
                    Site.passing("lossy", "in", "in", "other", "out/lossy")
                            .replace("endpointRef: default, dataSources", "endpointRef: other, dataSources")
                            .replace(
                                    "{ name: lossy }", "{ name: lossy, annotations: { leat.dev/dead-letter: lost } }"));
            try (LeatServer server = site.start();
                    Api api = new Api(server)) {
                api.awaitRunning("lossy");
                broker.server().save();
                broker.server().kill();
                JsonNode status = api.awaitHealth("lossy", "Degraded");
                assertThat(status.path("healthState").path("message").asText()).contains("dead");
                broker.server().startAgain();
                api.awaitRunning("lossy");
            }
        }
    }

    @Test
    void whatWasJustAppliedIsNotUpToDateYet() throws Exception {
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.ask("POST", "/resources?file=a.yaml", Site.graph("fresh"));
            api.awaitRunning("fresh");
            for (int i = 0; i < 10; i++) {
                api.ask(
                        "POST",
                        "/resources?file=a.yaml",
                        Site.graph("fresh").replace("graph-simple:1.0.0", "missing" + i + ":1.0.0"));
                assertThat(Api.condition(api.status("fresh"), "UpToDate")).isEqualTo("False");
            }
            api.ask("POST", "/resources?file=a.yaml", Site.graph("fresh"));
            api.await(
                    "fresh",
                    "be up to date",
                    now -> Api.condition(now, "UpToDate").equals("True"));
        }
    }

    @Test
    void whatOthersNoteOnAResourceRestartsNothing() throws Exception {
        site.write("graph.yaml", Site.graph("noted"));
        try (LeatServer server = site.start();
                Api api = new Api(server)) {
            api.awaitRunning("noted");
            site.write(
                    "graph.yaml",
                    Site.graph("noted")
                            .replace("{ name: noted }", "{ name: noted, annotations: { example.com/team: ovens } }"));
            while (!api.ask("GET", "/resources/DataflowGraph/azure-iot-operations/noted", "")
                    .body()
                    .toString()
                    .contains("ovens")) {
                Thread.sleep(20);
            }
            site.write(
                    "graph.yaml",
                    Site.graph("noted")
                            .replace("{ name: noted }", "{ name: noted, annotations: { leat.dev/idle-after: 3s } }"));
            api.awaitLog("noted", "it was replaced");
            assertThat(api.log("noted").split("it was replaced", -1)).hasSize(2);
        }
    }
}
