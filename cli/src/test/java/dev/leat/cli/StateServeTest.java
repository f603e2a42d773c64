package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.endpoint.mqtt.MosquittoServer;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.operator.service.SchemaRegistry.Format;
import dev.leat.operator.service.SchemaRegistry.Schema;
import dev.leat.operator.service.SchemaRegistryException;
import dev.leat.operator.service.SchemaRegistryException.Reason;
import dev.leat.service.rpc.MqttSchemaRegistry;
import dev.leat.service.rpc.RpcConnection;
import dev.leat.service.rpc.WritableSchemaRegistry;
import dev.leat.service.schema.SchemaDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat state serve}, with {@code leat state} and {@code leat run} as its clients. */
final class StateServeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private static Command.Outcome state(MosquittoServer broker, String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("state", command, "--broker", broker.host() + ":" + broker.port()));
        all.addAll(Arrays.asList(arguments));
        return Command.run(all.toArray(String[]::new));
    }

    private Process serve(MosquittoServer broker, LeatProcess log, int times) throws Exception {
        Process serving = log.start(List.of(
                "state",
                "serve",
                "--broker",
                broker.host() + ":" + broker.port(),
                "--store",
                folder.resolve("store").toString()));
        log.await(() -> log.text().split("serving the state store", -1).length > times);
        return serving;
    }

    @Test
    void whatIsSetOverTheBrokerIsThereAfterTheServerWasKilled() throws Exception {
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        try (MosquittoServer broker = MosquittoServer.start()) {
            Process first = serve(broker, log, 1);
            try {
                Command.Outcome set = state(broker, "set", "key", "a value");
                assertThat(set.exitCode()).as(set.err()).isZero();
            } finally {
                first.destroyForcibly().waitFor();
            }
            Process second = serve(broker, log, 2);
            try {
                assertThat(state(broker, "get", "key").out()).isEqualTo("a value");
                assertThat(state(broker, "scan").out().strip()).isEqualTo("key");
                assertThat(state(broker, "vdel", "key", "another").exitCode()).isOne();
                assertThat(state(broker, "del", "key").exitCode()).isZero();
                assertThat(state(broker, "get", "key").exitCode()).isOne();
            } finally {
                LeatProcess.end(second);
            }
        }
    }

    @Test
    void runsShareTheStoreBehindABroker() throws Exception {
        RunStateTest.writeTo(folder);
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        try (MosquittoServer broker = MosquittoServer.start()) {
            Process serving = serve(broker, log, 1);
            try {
                String store = "mqtt://" + broker.host() + ":" + broker.port();
                for (String input : List.of("hot.json", "warm.json")) {
                    Command.Outcome run = Command.run(
                            "run",
                            folder.resolve("graph.yaml").toString(),
                            "--input",
                            folder.resolve(input).toString(),
                            "--modules",
                            Command.root().resolve("modules").toString(),
                            "--state",
                            store);
                    assertThat(run.exitCode()).as(run.err()).isZero();
                    assertThat(run.out()).as(run.err()).contains("\\\"overtemp\\\":true");
                }
                assertThat(state(broker, "get", "overtemp").exitCode()).isZero();
            } finally {
                LeatProcess.end(serving);
            }
        }
    }

    @Test
    void aBrokerThatRefusesTheUserIsNamedWithTheReason() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "wrong\n");
        try (MosquittoServer broker = MosquittoServer.start("allow_anonymous false")) {
            Command.Outcome refused =
                    state(broker, "serve", "--username", "me", "--password-file", password.toString());
            assertThat(refused.exitCode()).isOne();
            assertThat(refused.err())
                    .contains("LEAT-MQTT-002", "not authorized")
                    .doesNotContain("wrong");
            assertThat(state(broker, "get", "key", "--username", "me").err())
                    .contains("LEAT-CLI-", "LEAT-MQTT-002", "not authorized");
        }
    }

    private Command.Outcome run(String store, String... more) throws Exception {
        RunStateTest.writeTo(folder);
        List<String> all = new ArrayList<>(List.of(
                "run",
                folder.resolve("graph.yaml").toString(),
                "--input",
                folder.resolve("hot.json").toString(),
                "--modules",
                Command.root().resolve("modules").toString(),
                "--state",
                store));
        all.addAll(Arrays.asList(more));
        return Command.run(all.toArray(String[]::new));
    }

    @Test
    void aRunWhoseStoreIsBehindNoBrokerEndsBeforeItLosesARecord() throws Exception {
        MosquittoServer absent = MosquittoServer.prepared();
        Command.Outcome run = run("mqtt://" + absent.host() + ":" + absent.port());
        assertThat(run.exitCode()).isOne();
        assertThat(run.err()).contains("LEAT-MQTT-001").doesNotContain("1 in");
        assertThat(run("mqtt://localhost:port").err()).contains("--state mqtt://localhost:port");
    }

    @Test
    void aClientIdThatNoAnswerCouldComeToIsRefused() throws Exception {
        Command.Outcome get = Command.run("state", "get", "key", "--broker", "localhost:1", "--client-id", "a/b");
        assertThat(get.exitCode()).isEqualTo(2);
        assertThat(get.err()).contains("LEAT-CLI-003", "--client-id a/b");
        RunStateTest.writeTo(folder);
        Command.Outcome run = Command.run(
                "run",
                folder.resolve("graph.yaml").toString(),
                "--modules",
                Command.root().resolve("modules").toString(),
                "--broker",
                "localhost:1",
                "--source",
                "in",
                "--destination",
                "out",
                "--state",
                "mqtt",
                "--client-id",
                "a/b");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("LEAT-CLI-003", "--client-id a/b");
    }

    @Test
    void aRunBetweenFilesTellsTheBrokerOfItsStoreWhoItIs() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        Path passwords = folder.resolve("passwords");
        assertThat(new ProcessBuilder("mosquitto_passwd", "-c", "-b", passwords.toString(), "me", "secret")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        List<String> user = List.of("--username", "me", "--password-file", password.toString());
        try (MosquittoServer broker = MosquittoServer.start("allow_anonymous false", "password_file " + passwords)) {
            List<String> serve =
                    new ArrayList<>(List.of("state", "serve", "--broker", broker.host() + ":" + broker.port()));
            serve.addAll(user);
            Process serving = log.start(serve);
            try {
                log.await(() -> log.text().contains("serving the state store"));
                String store = "mqtt://" + broker.host() + ":" + broker.port();
                assertThat(run(store).err()).contains("LEAT-MQTT-002", "not authorized");
                Command.Outcome run = run(store, user.toArray(String[]::new));
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.err()).contains("1 in, 1 out");
            } finally {
                LeatProcess.end(serving);
            }
        }
        assertThat(run("memory", "--username", "me").err()).contains("--username goes with --broker");
    }

    @Test
    void aStoreMustBeNamedOnce() {
        assertThat(Command.run("state", "get", "key").exitCode()).isEqualTo(2);
        Command.Outcome both = Command.run("state", "get", "key", "--store", "x", "--broker", "localhost:1");
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("LEAT-CLI-002", "--store", "--broker");
        assertThat(Command.run("state", "serve").err()).contains("--broker HOST:PORT");
        assertThat(Command.run("run", Command.graphSimple(), "--input", "-", "--state", "mqtt")
                        .err())
                .contains("--state mqtt goes with --broker");
    }

    private static final String OVEN = "{\"type\":\"object\",\"properties\":{\"t\":{\"type\":\"integer\"}}}";

    private Process serveSchemas(MosquittoServer broker, LeatProcess log, int times) throws Exception {
        Process serving = log.start(List.of(
                "state",
                "serve",
                "--broker",
                broker.host() + ":" + broker.port(),
                "--schemas",
                folder.resolve("schemas").toString()));
        log.await(() -> log.text().split("and the schemas in", -1).length > times);
        return serving;
    }

    private static WritableSchemaRegistry.Draft draft(String version, String content) {
        return new WritableSchemaRegistry.Draft(
                Format.JSON_SCHEMA,
                content,
                version,
                Optional.of("what ovens say"),
                Optional.empty(),
                Map.of("a", "b"));
    }

    @Test
    void schemasThatArePutOverTheBrokerAreKeptAndServed() throws Exception {
        Files.createDirectories(folder.resolve("schemas/room"));
        Files.writeString(folder.resolve("schemas/room/2.json"), "{}");
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        try (MosquittoServer broker = MosquittoServer.start();
                RpcConnection connection =
                        RpcConnection.open(MqttConnectionOptions.builder(broker.host(), broker.port(), "asker")
                                .build())) {
            Process first = serveSchemas(broker, log, 1);
            Schema put;
            try (MqttSchemaRegistry client = new MqttSchemaRegistry(connection)) {
                put = client.put(draft("3", OVEN), PATIENCE);
                assertThat(put.name()).isEqualTo(SchemaDirectory.hash(OVEN).toUpperCase(Locale.ROOT));
                assertThat(client.put(draft("3", OVEN), PATIENCE)).isEqualTo(put);
                assertThat(client.get("room", "2", PATIENCE).content()).isEqualTo("{}");
                assertRefused(
                        Reason.REQUEST, "LEAT-SCHEMA-002", () -> client.put(draft("1", "{\"type\":1}"), PATIENCE));
                assertRefused(Reason.REQUEST, "0 to 9", () -> client.put(draft("../1", OVEN), PATIENCE));
                assertRefused(Reason.NOT_FOUND, "'../room'", () -> client.get("../room", "2", PATIENCE));
                assertRefused(Reason.NOT_FOUND, "version 7", () -> client.get("room", "7", PATIENCE));
            } finally {
                LeatProcess.end(first);
            }
            assertThat(folder.resolve("schemas").resolve(put.name()).resolve("3.json"))
                    .hasContent(OVEN);
            Process second = serveSchemas(broker, log, 2);
            try (MqttSchemaRegistry client = new MqttSchemaRegistry(connection)) {
                assertThat(client.get(put.name(), "3", PATIENCE)).isEqualTo(put);
            } finally {
                LeatProcess.end(second);
            }
        }
    }

    @Test
    void graphsAndModulesFindTheirSchemasBehindABroker() throws Exception {
        Files.createDirectories(folder.resolve("schemas/oven"));
        Files.writeString(folder.resolve("schemas/oven/2.json"), "{\"title\":\"oven\"}");
        Path graph = Files.writeString(folder.resolve("graph.yaml"), SchemaCommandsTest.GRAPH);
        LeatProcess log = new LeatProcess(folder.resolve("log"));
        try (MosquittoServer broker = MosquittoServer.start()) {
            Process serving = serveSchemas(broker, log, 1);
            try {
                Command.Outcome run = Command.runWith(
                        "{\"topic\":\"schema/oven/2/30/0\",\"payload\":\"{}\"}\n"
                                + "{\"topic\":\"schemas\",\"payload\":\"{}\"}\n",
                        "run",
                        graph.toString(),
                        "--input",
                        "-",
                        "--modules",
                        Command.root().resolve("operator/src/test/fixtures").toString(),
                        "--state",
                        "mqtt://" + broker.host() + ":" + broker.port(),
                        "--schemas",
                        "mqtt://" + broker.host() + ":" + broker.port());
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.out())
                        .contains("local oven 2 json\\n{\\\"title\\\":\\\"oven\\\"}")
                        .contains("aio-sr://plant/oven:2 application/schema+json");
            } finally {
                LeatProcess.end(serving);
            }
        }
    }

    private void assertRefused(Reason reason, String part, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(part)
                .hasMessageNotContaining(folder.toString());
    }

    @Test
    void aBrokenSchemaEndsTheServerBeforeItServes() throws Exception {
        Files.createDirectories(folder.resolve("schemas"));
        Files.writeString(folder.resolve("schemas/oven.json"), "{\n \"type\": \"objekt\"}");
        Command.Outcome refused = Command.run(
                "state",
                "serve",
                "--broker",
                "127.0.0.1:1",
                "--schemas",
                folder.resolve("schemas").toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("LEAT-SCHEMA-002", "oven.json:2:10");
    }
}
