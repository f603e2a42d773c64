package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.dataflow.DataflowException;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.RunningDataflow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a connection does not come back from ends the graph with a reason, and nobody waits for a source that will never
 * be ready.
 */
final class EndedForGoodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static MqttSource source(MqttConnectionOptions options, String... filters) {
        return new MqttSource(new MqttConnection(options), List.of(filters), Relay.clock());
    }

    private static RunningDataflow running(MqttSource source) {
        return Relay.between(source, new StubbornSink(1)).start();
    }

    private static void assertFails(RunningDataflow relay, String... texts) {
        assertThatThrownBy(relay::await).isInstanceOf(DataflowException.class).hasMessageContainingAll(texts);
    }

    private static void assertNeverReady(MqttSource source, String... texts) {
        assertThat(source.ready())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContainingAll(texts);
    }

    private static void assertSubscriptionFails(int[] reasonCodes, String... texts) throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.NO_PROPERTIES, reasonCodes)) {
            MqttSource source = source(broker.options().build(), "a/#", "b/#");
            assertFails(running(source), texts);
            assertNeverReady(source, texts);
            assertThat(source.health().state()).isEqualTo(Health.State.DOWN);
            assertThat(source.health().reason()).contains(texts);
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void aRefusedSubscription() throws Exception {
        assertSubscriptionFails(
                new int[] {ScriptedBroker.NOT_AUTHORIZED, ScriptedBroker.NOT_AUTHORIZED},
                "LEAT-MQTT-004",
                "'a/#': not authorized, 'b/#': not authorized");
    }

    @Test
    void aSubscriptionOfWhichOnlyAPartIsAccepted() throws Exception {
        assertSubscriptionFails(
                new int[] {ScriptedBroker.GRANTED_QOS_1, ScriptedBroker.NOT_AUTHORIZED},
                "LEAT-MQTT-004",
                "to 'b/#': not authorized");
    }

    @Test
    void aSubscriptionThatIsGrantedWithALowerQosThanWasAskedFor() throws Exception {
        assertSubscriptionFails(
                new int[] {ScriptedBroker.GRANTED_QOS_1, ScriptedBroker.GRANTED_QOS_0},
                "LEAT-MQTT-016",
                "no more than QoS 0 for 'b/#'",
                "QoS 1 was asked for");
    }

    @Test
    void aSubscriptionThatIsGrantedAtFirstAndRefusedWhenItIsRenewed() throws Exception {
        int[] answers = {ScriptedBroker.GRANTED_QOS_1};
        try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.NO_PROPERTIES, answers)) {
            MqttSource source = source(broker.options().build(), "a/#");
            RunningDataflow relay = running(source);
            assertThat(source.ready()).succeedsWithin(PATIENCE);
            answers[0] = ScriptedBroker.NOT_AUTHORIZED;
            broker.hangUp();
            assertFails(relay, "LEAT-MQTT-004", "not authorized");
        }
    }

    @Test
    void aQosOfZeroThatWasAskedForIsFine() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.MAXIMUM_QOS_0, ScriptedBroker.GRANTED_QOS_0)) {
            MqttSource source = source(broker.options().qos(0).build(), "a/#");
            try (RunningDataflow relay = running(source)) {
                assertThat(source.ready()).succeedsWithin(PATIENCE);
            }
        }
    }

    @Test
    void aBrokerThatSaysThatItDoesNoMoreThanQosZero() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.MAXIMUM_QOS_0, ScriptedBroker.GRANTED_QOS_0)) {
            assertFails(Relay.on(broker.options().build()).start(), "LEAT-MQTT-016", "QoS 1 was asked for");
        }
    }

    @Test
    void aSessionThatTheBrokerSaysAnotherClientTookOver() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker(ScriptedBroker.NO_PROPERTIES, ScriptedBroker.GRANTED_QOS_1)) {
            RunningDataflow relay = Relay.on(broker.options().build()).start();
            broker.farewell(ScriptedBroker.SESSION_TAKEN_OVER);
            assertFails(relay, "LEAT-MQTT-011", "as 'relay'", "--client-id");
            assertThat(broker.connections()).isEqualTo(1);
        }
    }

    @Test
    void theFirstOfTwoRunsWithOneClientIdAndTheSecondGoesOn() throws Exception {
        try (MosquittoServer server = MosquittoServer.start();
                RunningDataflow first = Relay.on(server).start()) {
            server.awaitLog("Sending SUBACK to relay");
            try (RunningDataflow second = Relay.on(server).start();
                    TestClient client = new TestClient(server, "world").subscribe(Relay.OUT)) {
                assertFails(first, "LEAT-MQTT-011", "'relay'", "--client-id");
                client.publish("in/a", "hello");
                assertThat(client.nextText()).isEqualTo("hello");
                assertThat(second.stop(PATIENCE)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyWaitsForASourceWhoseBrokerNeverCame(boolean failFast) throws Exception {
        try (MosquittoServer absent = MosquittoServer.prepared()) {
            MqttSource source = source(Relay.options(absent).failFast(failFast).build(), Relay.IN);
            try (RunningDataflow relay = running(source)) {
                CompletableFuture<Void> ready = source.ready();
                if (!failFast) {
                    assertThat(ready).isNotDone();
                    relay.stop(PATIENCE);
                }
                assertNeverReady(source, failFast ? "LEAT-MQTT-001" : "closed before");
            }
        }
    }

    @Test
    void nobodyWaitsForASourceThatCouldNotStart() {
        MqttConnection connection = new MqttConnection(MqttConnectionOptions.of("127.0.0.1", 1, "relay"));
        connection.inbound().attach(new Inbound.Receiver() {
            @Override
            public boolean offer(Delivery delivery) {
                return false;
            }

            @Override
            public void whenRoom(Runnable callback) {}

            @Override
            public boolean isClosed() {
                return true;
            }
        });
        MqttSource second = new MqttSource(connection, List.of(Relay.IN), Relay.clock());
        assertThatThrownBy(() -> running(second)).hasMessageContaining("serves one source");
        assertNeverReady(second, "serves one source");
    }
}
