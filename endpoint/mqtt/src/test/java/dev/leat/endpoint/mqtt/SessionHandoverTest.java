package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import dev.leat.dataflow.RunningDataflow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session whose source changes, or goes for good. */
final class SessionHandoverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private MosquittoServer server;
    private TestClient client;

    @BeforeEach
    void startBroker() {
        server = MosquittoServer.start();
        client = new TestClient(server, "world").subscribe(Relay.OUT);
    }

    @AfterEach
    void stopBroker() {
        client.close();
        server.close();
    }

    private MqttSource source(MqttSourceOptions options) {
        MqttConnectionOptions connection =
                Relay.options(server).sessionExpiry(Duration.ofHours(1)).build();
        return new MqttSource(new MqttConnection(connection), options, Relay.clock());
    }

    private RunningDataflow relay(MqttSource source) {
        MqttConnectionOptions out = MqttConnectionOptions.of(server.host(), server.port(), "relay-out");
        return Relay.between(source, new MqttSink(new MqttConnection(out), MqttSinkOptions.to(Relay.OUT)))
                .start();
    }

    /** Leaves a session behind that is subscribed. */
    private void subscribeOnce(MqttSourceOptions options) throws Exception {
        MqttSource source = source(options);
        try (RunningDataflow running = relay(source)) {
            source.settled().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(running.stop(PATIENCE)).isTrue();
        }
    }

    private boolean sessionIsThere() {
        Mqtt5BlockingClient again = Mqtt5Client.builder()
                .identifier("relay")
                .serverHost(server.host())
                .serverPort(server.port())
                .buildBlocking();
        boolean present = again.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(600)
                .send()
                .isSessionPresent();
        again.disconnect();
        return present;
    }

    private static List<String> texts(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    @Test
    void aSourceThatLeavesTakesWhatTheSessionHoldsAndEndsIt() throws Exception {
        subscribeOnce(MqttSourceOptions.of("in/#"));
        assertThat(sessionIsThere()).isTrue();
        client.publishMany("in/a", "m", 300);
        MqttSource leaving = source(MqttSourceOptions.of("in/#").thatLeaves());
        try (RunningDataflow running = relay(leaving)) {
            assertThat(client.nextTexts(300)).isEqualTo(texts("m", 300));
            assertThat(running.await(PATIENCE)).isTrue();
        }
        assertThat(leaving.settled()).isCompleted();
        client.publish("in/a", "nobody is there");
        assertThat(sessionIsThere()).isFalse();
    }

    @Test
    void aSourceThatLeavesAndIsStoppedBeforeItIsDoneLeavesTheSessionToTheNext() throws Exception {
        subscribeOnce(MqttSourceOptions.of("in/#"));
        client.publishMany("in/a", "m", 10);
        RunningDataflow stuck = Relay.between(
                        source(MqttSourceOptions.of("in/#").thatLeaves()), new StubbornSink(3))
                .start();
        server.awaitLog("Sending UNSUBACK to relay");
        stuck.stop(Duration.ofMillis(100));
        stuck.close();
        try (RunningDataflow running = relay(source(MqttSourceOptions.of("in/#").thatLeaves()))) {
            assertThat(client.nextTexts(10)).isEqualTo(texts("m", 10));
            assertThat(running.await(PATIENCE)).isTrue();
        }
        assertThat(sessionIsThere()).isFalse();
    }

    /** With as much under way as it may send, a broker is silent. */
    @Test
    void aSourceThatLeavesWaitsForASlowDestination() throws Exception {
        subscribeOnce(MqttSourceOptions.of("in/#"));
        client.publishMany("in/a", "m", 100);
        StubbornSink slow = new StubbornSink(10);
        MqttConnectionOptions few = Relay.options(server)
                .sessionExpiry(Duration.ofHours(1))
                .maxInFlight(10)
                .build();
        MqttSource leaving = new MqttSource(
                new MqttConnection(few), MqttSourceOptions.of("in/#").thatLeaves(), Relay.clock());
        try (RunningDataflow running = Relay.between(leaving, slow).start()) {
            List<StubbornSink.Taken> first = slow.next(10);
            assertThat(running.await(Duration.ofMillis(2500))).isFalse();
            first.forEach(taken -> taken.confirmation().done());
            for (int i = 10; i < 100; i++) {
                StubbornSink.Taken taken = slow.next();
                assertThat(taken.text()).isEqualTo("m-" + i);
                taken.confirmation().done();
            }
            assertThat(running.await(PATIENCE)).isTrue();
        }
        assertThat(leaving.isSessionOver()).isTrue();
        assertThat(sessionIsThere()).isFalse();
    }

    @Test
    void aFilterThatIsNotWantedAnyMoreIsGivenUp() throws Exception {
        subscribeOnce(MqttSourceOptions.of("in/#", "other"));
        client.publishMany("in/a", "before", 100);
        MqttSource shared =
                source(MqttSourceOptions.of("in/#").sharedBy("group").withFormerFilters(List.of("in/#", "other")));
        assertThat(shared.topicFilters()).containsExactly("$share/group/in/#");
        try (RunningDataflow running = relay(shared)) {
            assertThat(client.nextTexts(100)).isEqualTo(texts("before", 100));
            shared.settled().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            client.publishMany("in/a", "after", 100);
            // Of two subscriptions each would come twice.
            assertThat(client.nextTexts(100)).isEqualTo(texts("after", 100));
            client.publish("other", "given up");
            client.publish("in/a", "last");
            assertThat(client.nextTexts(1)).containsExactly("last");
            assertThat(running.stop(PATIENCE)).isTrue();
        }
    }
}
