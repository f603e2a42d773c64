package dev.leat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.endpoint.mqtt.MosquittoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code leat state serve}, with {@code leat state} and {@code leat run} as its clients. */
final class StateServeTest {

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
}
