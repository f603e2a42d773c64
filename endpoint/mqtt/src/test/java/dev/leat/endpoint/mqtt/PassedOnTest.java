package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import dev.leat.dataflow.Health;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.data.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a message from one broker's topic to another: flags, expiry, topics, and who of a group gets it. */
final class PassedOnTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MosquittoServer server = MosquittoServer.start();
    private final TestClient client = new TestClient(server, "world");

    @BeforeEach
    void listen() {
        client.subscribe("out/#");
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static Mqtt5PublishBuilder.Complete message(String topic, String payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(Bytes.utf8(payload).toArray());
    }

    private RunningDataflow relay(MqttSourceOptions from, MqttSinkOptions to) throws Exception {
        MqttConnection connection = new MqttConnection(Relay.options(server).build());
        MqttSource source = new MqttSource(connection, from, Relay.clock());
        RunningDataflow relay =
                Relay.between(source, new MqttSink(connection, to)).start();
        assertThat(source.ready()).succeedsWithin(PATIENCE);
        return relay;
    }

    @Test
    void aRetainedMessageIsRetainedAtTheDestinationToo() throws Exception {
        client.publish(message("in/before", "before").retain(true).build());
        try (RunningDataflow relay = relay(MqttSourceOptions.of(Relay.IN), MqttSinkOptions.to("out/${inputTopic.2}"))) {
            assertThat(client.nextText()).isEqualTo("before");
            client.publish(message("in/live", "live").retain(true).build());
            client.publish(message("in/passing", "passing").build());
            assertThat(client.nextTexts(2)).containsExactly("live", "passing");
        }
        try (TestClient late = new TestClient(server, "late").subscribe("out/#")) {
            assertThat(Set.copyOf(late.nextTexts(2))).containsExactlyInAnyOrder("before", "live");
            client.publish(message("out/end", "end").build());
            assertThat(late.nextText()).isEqualTo("end");
        }
    }

    @Test
    void nothingIsRetainedWhereThatIsNotWanted() throws Exception {
        try (RunningDataflow relay = relay(
                MqttSourceOptions.of(Relay.IN), MqttSinkOptions.to("out/a").withRetain(MqttSinkOptions.Retain.NEVER))) {
            client.publish(message("in/a", "live").retain(true).build());
            assertThat(client.nextText()).isEqualTo("live");
        }
        try (TestClient late = new TestClient(server, "late").subscribe("out/#")) {
            client.publish(message("out/end", "end").build());
            assertThat(late.nextText()).isEqualTo("end");
        }
    }

    @Test
    void aBrokerThatKeepsNothingGetsMessagesWithoutTheRetainFlag() throws Exception {
        try (MosquittoServer forgetful = MosquittoServer.start("allow_anonymous true", "retain_available false");
                TestClient there = new TestClient(forgetful, "there").subscribe("out");
                ConnectionLog log = new ConnectionLog()) {
            client.publish(message("in/a", "kept").retain(true).build());
            try (RunningDataflow relay = Relay.between(
                            new MqttSource(
                                    new MqttConnection(Relay.options(server).build()),
                                    List.of(Relay.IN),
                                    Relay.clock()),
                            new MqttSink(
                                    new MqttConnection(Relay.options(forgetful).build()), MqttSinkOptions.to("out")))
                    .start()) {
                assertThat(there.nextText()).isEqualTo("kept");
                log.await("LEAT-MQTT-024", forgetful.host() + ":" + forgetful.port());
            }
        }
    }

    @Test
    void expiryAndWhereAnAnswerGoesArePassedOn() throws Exception {
        try (RunningDataflow relay = relay(MqttSourceOptions.of(Relay.IN), MqttSinkOptions.to("out/a"))) {
            client.publish(message("in/a", "asked")
                    .messageExpiryInterval(600)
                    .responseTopic("answers/me")
                    .correlationData(new byte[] {1, 2})
                    .build());
            Mqtt5Publish out = client.next();
            assertThat(out.getMessageExpiryInterval().orElseThrow()).isBetween(500L, 600L);
            assertThat(out.getResponseTopic())
                    .hasValueSatisfying(topic -> assertThat(topic).hasToString("answers/me"));
            assertThat(out.getCorrelationData())
                    .hasValueSatisfying(data -> assertThat(Bytes.copyOf(data)).isEqualTo(Bytes.of(new byte[] {1, 2})));
        }
    }

    @Test
    void aMessageThatHasExpiredIsDroppedCountedAndAcknowledged() throws Exception {
        AtomicLong ahead = new AtomicLong(Duration.ofHours(1).toMillis());
        InstantSource clock = () -> Instant.now().plusMillis(ahead.get());
        MqttConnection connection = new MqttConnection(Relay.options(server).build());
        MqttSource source = new MqttSource(connection, List.of(Relay.IN), Relay.clock());
        MqttSink sink = new MqttSink(connection, MqttSinkOptions.to("out/a"), clock);
        Relay relay = Relay.between(source, sink);
        try (ConnectionLog log = new ConnectionLog();
                RunningDataflow running = relay.start()) {
            assertThat(source.ready()).succeedsWithin(PATIENCE);
            client.publish(message("in/a", "late").messageExpiryInterval(60).build());
            client.publish(message("in/a", "timeless").build());
            assertThat(client.nextText()).isEqualTo("timeless");
            log.await("LEAT-MQTT-022", "'in/a'");
            assertThat(sink.expired()).isEqualTo(1);
            assertThat(relay.faults).isEmpty();
            assertThat(running.stop(PATIENCE)).isTrue();
        }
    }

    @Test
    void aMessageThatIsRefusedUntilItExpiresIsDropped(@TempDir Path directory) throws Exception {
        AtomicLong ahead = new AtomicLong();
        InstantSource clock = () -> Instant.now().plusMillis(ahead.get());
        try (MosquittoServer strict = MosquittoServer.prepared("allow_anonymous true", "acl_file DIRECTORY/acl")) {
            Files.writeString(strict.directory().resolve("acl"), "topic read #\n");
            strict.startAgain();
            MqttSink sink =
                    new MqttSink(new MqttConnection(Relay.options(strict).build()), MqttSinkOptions.to("out/a"), clock);
            MqttSource source =
                    new MqttSource(new MqttConnection(Relay.options(server).build()), List.of(Relay.IN), Relay.clock());
            try (ConnectionLog log = new ConnectionLog();
                    RunningDataflow relay = Relay.between(source, sink).start()) {
                assertThat(source.ready()).succeedsWithin(PATIENCE);
                client.publish(
                        message("in/a", "late").messageExpiryInterval(600).build());
                log.await("LEAT-MQTT-010", "not authorized");
                ahead.set(Duration.ofHours(1).toMillis());
                log.await("LEAT-MQTT-022");
                assertThat(sink.expired()).isEqualTo(1);
                assertThat(relay.stop(PATIENCE)).isTrue();
            }
        }
    }

    @Test
    void severalTopicFiltersAreOneSource() throws Exception {
        try (RunningDataflow relay =
                relay(MqttSourceOptions.of("a/+", "b/#", "c"), MqttSinkOptions.to("out/${inputTopic.1}"))) {
            client.publish(message("a/1", "first").build());
            client.publish(message("b/1/2", "second").build());
            client.publish(message("c", "third").build());
            assertThat(List.of(client.next(), client.next(), client.next()))
                    .map(out -> out.getTopic() + " " + TestClient.text(out))
                    .containsExactly("out/a first", "out/b second", "out/c third");
        }
    }

    @Test
    void instancesOfAGroupDivideTheMessagesAmongThem() throws Exception {
        List<RunningDataflow> group = new ArrayList<>();
        for (String member : List.of("one", "two", "three")) {
            MqttConnection connection =
                    new MqttConnection(MqttConnectionOptions.of(server.host(), server.port(), member));
            MqttSource source = new MqttSource(
                    connection,
                    MqttSourceOptions.of(Relay.IN, "$share/other/more/#").sharedBy("group"),
                    Relay.clock());
            group.add(Relay.between(source, new MqttSink(connection, MqttSinkOptions.to("out/a")))
                    .start());
            assertThat(source.ready()).succeedsWithin(PATIENCE);
            assertThat(source.health()).isEqualTo(Health.UP);
        }
        server.awaitLog("$share/group/in/#");
        client.publishMany("in/a", "m", 300);
        client.publishMany("more/a", "n", 30);
        List<String> texts = client.nextTexts(330);
        assertThat(texts).doesNotHaveDuplicates();
        for (RunningDataflow member : group) {
            assertThat(member.counts().get("in").in()).isPositive();
            member.close();
        }
    }
}
