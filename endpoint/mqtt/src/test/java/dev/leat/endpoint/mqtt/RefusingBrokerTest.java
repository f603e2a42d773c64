package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.Fault;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.data.Bytes;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that is not there, or says no, leads to an error that names the broker, the reason and what to do. */
final class RefusingBrokerTest {

    private static void assertFails(RunningDataflow relay, String operation, String... texts) {
        assertThatThrownBy(relay::await)
                .isInstanceOfSatisfying(
                        DataflowException.class,
                        failure -> assertThat(failure.operation())
                                .hasValueSatisfying(name -> assertThat(name).matches(operation)))
                .hasMessageContainingAll(texts);
    }

    @Test
    void aBrokerThatIsNotThereEndsAGraphThatWantsToFailFast() {
        try (MosquittoServer absent = MosquittoServer.prepared()) {
            MqttConnectionOptions options = Relay.options(absent).failFast(true).build();
            RunningDataflow relay = Relay.on(options).start();
            assertFails(
                    relay, "in|out", "LEAT-MQTT-001", options.address(), "Connection refused", "Check host and port");
        }
    }

    @Test
    void aHostThatIsUnknownEndsAGraphThatWantsToFailFast() {
        MqttConnectionOptions options = MqttConnectionOptions.builder("no-such-host.invalid", 1883, "relay")
                .failFast(true)
                .build();
        assertFails(Relay.on(options).start(), "in|out", "LEAT-MQTT-001", "no-such-host.invalid:1883");
    }

    @Test
    void aBrokerThatAcceptsButNeverAnswersEndsAGraphThatWantsToFailFast() throws Exception {
        try (MosquittoServer server = MosquittoServer.start()) {
            server.freeze();
            MqttConnectionOptions options = Relay.options(server)
                    .failFast(true)
                    .connectTimeout(Duration.ofMillis(500))
                    .build();
            assertFails(Relay.on(options).start(), "in|out", "LEAT-MQTT-001", options.address());
            server.unfreeze();
        }
    }

    @Test
    void aBrokerThatComesLaterIsFoundAndUntilThenTheLogSaysWhatIsTried() throws Exception {
        try (MosquittoServer server = MosquittoServer.prepared("allow_anonymous true");
                ConnectionLog log = new ConnectionLog();
                RunningDataflow relay = Relay.on(server).start()) {
            log.await("LEAT-MQTT-001", server.host() + ":" + server.port(), "Connection refused", "Next attempt in");
            server.startAgain();
            server.awaitLog("Sending SUBACK to relay");
            try (TestClient client = new TestClient(server, "world").subscribe(Relay.OUT)) {
                client.publish("in/a", "hello");
                assertThat(client.nextText()).isEqualTo("hello");
            }
            assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aBrokerThatIsBusyAtFirstIsAskedAgain() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.NO_PROPERTIES, ScriptedBroker.GRANTED_QOS_1)
                        .refusing(ScriptedBroker.SERVER_BUSY, ScriptedBroker.SERVER_UNAVAILABLE);
                ConnectionLog log = new ConnectionLog()) {
            MqttSource source =
                    new MqttSource(new MqttConnection(broker.options().build()), List.of(Relay.IN), Relay.clock());
            try (RunningDataflow relay =
                    Relay.between(source, new StubbornSink(1)).start()) {
                log.await("LEAT-MQTT-002", "server busy", "Next attempt in");
                log.await("LEAT-MQTT-002", "server unavailable", "Next attempt in");
                assertThat(source.ready()).succeedsWithin(Duration.ofSeconds(60));
                assertThat(broker.connections()).isEqualTo(3);
            }
        }
    }

    @Test
    void stoppingAGraphThatNeverConnectedEndsIt() throws Exception {
        try (MosquittoServer absent = MosquittoServer.prepared();
                ConnectionLog log = new ConnectionLog();
                RunningDataflow relay = Relay.on(absent).start()) {
            log.await("LEAT-MQTT-001", "Next attempt in");
            assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotLogged() throws Exception {
        try (MosquittoServer server = MosquittoServer.start("allow_anonymous false")) {
            MqttConnectionOptions options = Relay.options(server)
                    .authentication(MqttAuthentication.password("me", Bytes.utf8("secret")))
                    .failFast(true)
                    .build();
            assertThat(options.toString()).contains("Password").doesNotContain("secret");
            assertFails(Relay.on(options).start(), "in|out", "LEAT-MQTT-002", options.address(), "not authorized");
        }
    }

    @Test
    void aRefusedPublishIsTriedUntilTheBrokerAllowsIt() throws Exception {
        try (MosquittoServer server = MosquittoServer.prepared("allow_anonymous true", "acl_file DIRECTORY/acl")) {
            Files.writeString(server.directory().resolve("acl"), "topic readwrite in/#\ntopic read out\n");
            server.startAgain();
            try (ConnectionLog log = new ConnectionLog();
                    TestClient client = new TestClient(server, "world").subscribe(Relay.OUT);
                    RunningDataflow relay = Relay.on(server).start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publish("in/a", "hello");
                log.await("LEAT-MQTT-010", "not authorized", "'out'");
                Files.writeString(server.directory().resolve("acl"), "topic readwrite #\n");
                server.reload();
                assertThat(client.nextText()).isEqualTo("hello");
                assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_packet_size 300", "message_size_limit 300"})
    void aMessageThatIsLargerThanTheBrokerTakesIsReportedAndTheGraphGoesOn(String limit) throws Exception {
        try (MosquittoServer server = MosquittoServer.start();
                MosquittoServer small = MosquittoServer.start("allow_anonymous true", limit);
                TestClient client = new TestClient(server, "world");
                TestClient there = new TestClient(small, "there").subscribe(Relay.OUT)) {
            Relay relay = Relay.between(
                    new MqttSource(new MqttConnection(Relay.options(server).build()), List.of(Relay.IN), Relay.clock()),
                    new MqttSink(new MqttConnection(Relay.options(small).build()), MqttSinkOptions.to(Relay.OUT)));
            try (RunningDataflow running = relay.start()) {
                server.awaitLog("Sending SUBACK to relay");
                client.publish("in/a", "x".repeat(1000));
                client.publish("in/a", "small");
                assertThat(there.nextText()).isEqualTo("small");
                Fault fault = relay.faults.poll(30, TimeUnit.SECONDS);
                assertThat(fault).isNotNull();
                assertThat(fault.reason()).hasMessageContaining("LEAT-MQTT-009");
                assertThat(running.stop(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void topicsThatMqttDoesNotAllowAreRefusedBeforeAnythingRuns() {
        MqttConnection connection = new MqttConnection(MqttConnectionOptions.of("localhost", 1883, "relay"));
        assertThatThrownBy(() -> new MqttSource(connection, List.of("a/#/b"), Relay.clock()))
                .hasMessageContainingAll("LEAT-MQTT-006", "a/#/b");
        assertThatThrownBy(() -> new MqttSource(connection, List.of(), Relay.clock()))
                .hasMessageContainingAll("LEAT-MQTT-006", "at least one");
        assertThatThrownBy(() -> new MqttSink(connection, MqttSinkOptions.to("a/+")))
                .hasMessageContainingAll("LEAT-MQTT-006", "a/+");
    }
}
