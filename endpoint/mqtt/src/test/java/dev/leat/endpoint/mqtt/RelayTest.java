package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.Operators;
import dev.leat.dataflow.RunningDataflow;
import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.Bytes;
import dev.leat.dataflow.data.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes into a graph from a real broker comes out of it, in order and with all that belongs to it. */
final class RelayTest {

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

    private static List<String> texts(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    }

    private static List<Map.Entry<String, String>> properties(Mqtt5Publish publish) {
        List<Map.Entry<String, String>> properties = new ArrayList<>();
        publish.getUserProperties()
                .asList()
                .forEach(property -> properties.add(
                        entry(property.getName().toString(), property.getValue().toString())));
        return properties;
    }

    /** Waits until the relay's subscription is there: a probe came through. */
    private void awaitRelay() throws InterruptedException {
        server.awaitLog("Sending SUBACK to relay");
    }

    @Test
    void aThousandMessagesComeOutOnceEachInOrder() throws Exception {
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            client.publishMany("in/a", "m", 1000);
            assertThat(client.nextTexts(1000)).isEqualTo(texts("m", 1000));
            assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
            assertThat(relay.counts().get("out").out()).isEqualTo(1000);
        }
    }

    /** Mosquitto passes it on as it is. */
    @Test
    void aResponseTopicThatIsNoneHoldsNothingUp() throws Exception {
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            for (String topic : List.of("a/#", "+/b", "fine")) {
                Process publisher = new ProcessBuilder(
                                ("mosquitto_pub -V 5 -q 1 -h %s -p %d -t in/a -m %s -D publish user-property a b"
                                                + " -D publish response-topic %s -D publish content-type text/plain")
                                        .formatted(server.host(), server.port(), topic, topic)
                                        .split(" "))
                        .inheritIO()
                        .start();
                assertThat(publisher.waitFor()).isZero();
                Mqtt5Publish result = client.next();
                assertThat(new String(result.getPayloadAsBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(topic);
                assertThat(result.getResponseTopic().map(Object::toString))
                        .isEqualTo(topic.equals("fine") ? Optional.of("fine") : Optional.empty());
                assertThat(result.getContentType().map(Object::toString)).contains("text/plain");
                assertThat(properties(result)).contains(entry("a", "b"));
            }
        }
    }

    @Test
    void sourceAndSinkMayHaveConnectionsOfTheirOwnToDifferentBrokers() throws Exception {
        try (MosquittoServer other = MosquittoServer.start();
                TestClient there = new TestClient(other, "there").subscribe("elsewhere")) {
            Relay relay = Relay.between(
                    new MqttSource(new MqttConnection(Relay.options(server).build()), List.of(Relay.IN), Relay.clock()),
                    new MqttSink(new MqttConnection(Relay.options(other).build()), MqttSinkOptions.to("elsewhere")));
            try (RunningDataflow running = relay.start()) {
                awaitRelay();
                client.publishMany("in/a", "m", 100);
                assertThat(there.nextTexts(100)).isEqualTo(texts("m", 100));
                assertThat(running.stop(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    @Test
    void propertiesContentTypeAndTimestampGoThrough() throws Exception {
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            long now = System.currentTimeMillis();
            client.publish(Mqtt5Publish.builder()
                    .topic("in/a")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .contentType("text/plain")
                    .userProperties(Mqtt5UserProperties.builder()
                            .add("b", "1")
                            .add("__ts", now + ":7:df")
                            .add("a", "2")
                            .add("b", "3")
                            .add("__srcId", "someone-else")
                            .build())
                    .build());
            Mqtt5Publish out = client.next();
            assertThat(out.getContentType())
                    .hasValueSatisfying(type -> assertThat(type).hasToString("text/plain"));
            assertThat(out.getPayloadFormatIndicator()).contains(Mqtt5PayloadFormatIndicator.UTF_8);
            assertThat(out.getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
            assertThat(properties(out))
                    .containsExactly(
                            entry("b", "1"),
                            entry("a", "2"),
                            entry("b", "3"),
                            entry("__ts", new Timestamp(now, 7, "df").toString()),
                            entry("__protVer", "1.0"),
                            entry("__srcId", "mqtt-source"));
        }
    }

    @Test
    void aMessageWithoutTimestampOrContentTypeGetsThem() throws Exception {
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            long before = System.currentTimeMillis();
            client.publish("in/a", "hello");
            Mqtt5Publish out = client.next();
            assertThat(out.getContentType())
                    .hasValueSatisfying(type -> assertThat(type).hasToString("application/json"));
            Timestamp stamp = Timestamp.parse(properties(out).getFirst().getValue());
            assertThat(stamp.nodeId()).isEqualTo("relay");
            assertThat(stamp.physical()).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void aTimestampFromTheFarFutureLosesItsMessageWithTheReasonAndTimeDoesNotJump() throws Exception {
        Relay on = Relay.on(server);
        try (RunningDataflow relay = on.start()) {
            awaitRelay();
            long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
            client.publish(
                    "in/a",
                    "tomorrow",
                    Mqtt5UserProperties.builder().add("__ts", tomorrow + ":0:n").build());
            client.publish("in/a", "now");
            Mqtt5Publish out = client.next();
            assertThat(TestClient.text(out)).isEqualTo("now");
            assertThat(Timestamp.parse(properties(out).getFirst().getValue()).physical())
                    .isLessThan(tomorrow);
            assertThat(on.faults)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.reason()).hasMessageStartingWith("LEAT-DATAFLOW-006"));
        }
    }

    @Test
    void aMalformedTimestampCountsAsAbsentAndIsCounted() throws Exception {
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            for (String stamp : List.of("yesterday", "1:2", "-1:0:n")) {
                client.publish(
                        "in/a",
                        stamp,
                        Mqtt5UserProperties.builder().add("__ts", stamp).build());
                Mqtt5Publish out = client.next();
                assertThat(TestClient.text(out)).isEqualTo(stamp);
                assertThat(Timestamp.parse(properties(out).getFirst().getValue())
                                .nodeId())
                        .isEqualTo("relay");
            }
            assertThat(relay.counts().values()).anyMatch(counts -> counts.unreadableTimes() == 3);
        }
    }

    @Test
    void aTimestampWithACounterAtItsEndCountsAsAbsentAndStopsNothing() throws Exception {
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            long ahead = System.currentTimeMillis() + 50_000;
            String stamp = ahead + ":18446744073709551614:n";
            client.publish(
                    "in/a",
                    "poison",
                    Mqtt5UserProperties.builder().add("__ts", stamp).build());
            client.publishMany("in/a", "m", 200);
            Mqtt5Publish poison = client.next();
            assertThat(TestClient.text(poison)).isEqualTo("poison");
            assertThat(Timestamp.parse(properties(poison).getFirst().getValue()).nodeId())
                    .isEqualTo("relay");
            assertThat(client.nextTexts(200)).isEqualTo(texts("m", 200));
            assertThat(relay.stop(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void aPayloadThatIsNoTextHasNoFormatIndicator() throws Exception {
        byte[] binary = {0, (byte) 0xFF, (byte) 0xC0, 1};
        try (RunningDataflow relay = Relay.on(server).start()) {
            awaitRelay();
            client.publish(Mqtt5Publish.builder()
                    .topic("in/a")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(binary)
                    .build());
            Mqtt5Publish out = client.next();
            assertThat(out.getPayloadAsBytes()).isEqualTo(binary);
            assertThat(out.getPayloadFormatIndicator()).isEmpty();
        }
    }

    @Test
    void withoutATopicOfItsOwnTheSinkPublishesWhereTheMessageSays() throws Exception {
        MqttConnection connection = new MqttConnection(Relay.options(server).build());
        client.subscribe("elsewhere");
        Relay relay = Relay.between(
                        new MqttSource(connection, List.of(Relay.IN), Relay.clock()),
                        new MqttSink(connection, MqttSinkOptions.DEFAULT.withMessageExpiry(Duration.ofSeconds(10))))
                .through(Operators.map(record -> ((Message) record.value()).withTopic(Bytes.utf8("elsewhere"))));
        try (RunningDataflow running = relay.start()) {
            awaitRelay();
            client.publish("in/a", "hello");
            Mqtt5Publish out = client.next();
            assertThat(out.getTopic()).hasToString("elsewhere");
            assertThat(out.getMessageExpiryInterval()).isPresent();
        }
    }

    @Test
    void whatMqttCannotCarryIsReportedAndTheGraphGoesOn() throws Exception {
        MqttConnection connection = new MqttConnection(Relay.options(server).build());
        Relay relay = Relay.between(
                        new MqttSource(connection, List.of(Relay.IN), Relay.clock()),
                        new MqttSink(connection, MqttSinkOptions.DEFAULT))
                .through(Operators.map(record -> {
                    Message message = (Message) record.value();
                    return switch (message.payload().asUtf8()) {
                        case "bytes" -> message.payload();
                        case "wildcard" -> message.withTopic(Bytes.utf8("a/#"));
                        default -> message.withTopic(Bytes.utf8(Relay.OUT));
                    };
                }));
        try (RunningDataflow running = relay.start()) {
            awaitRelay();
            client.publish("in/a", "bytes");
            client.publish("in/a", "wildcard");
            client.publish("in/a", "fine");
            assertThat(client.nextText()).isEqualTo("fine");
            assertThat(relay.faults).hasSize(2).allSatisfy(fault -> {
                assertThat(fault.operation()).isEqualTo("out");
                assertThat(fault.reason()).hasMessageContaining("LEAT-MQTT-009");
            });
        }
    }

    @Test
    void sharedSubscriptionsInTheProductsSpellingDeliverEachMessageToOneOfTheGroup() throws Exception {
        List<RunningDataflow> group = new ArrayList<>();
        for (String member : List.of("one", "two")) {
            MqttConnection connection =
                    new MqttConnection(MqttConnectionOptions.of(server.host(), server.port(), member));
            group.add(Relay.between(
                            new MqttSource(connection, List.of("$shared/g/in/#"), Relay.clock()),
                            new MqttSink(connection, MqttSinkOptions.to(Relay.OUT)))
                    .start());
            server.awaitLog("Sending SUBACK to " + member);
        }
        client.publishMany("in/a", "m", 200);
        assertThat(client.nextTexts(200)).containsExactlyInAnyOrderElementsOf(texts("m", 200));
        for (RunningDataflow member : group) {
            assertThat(member.counts().get("in").in()).isPositive();
            member.close();
        }
    }

    @Test
    void atMostOnceWorksAsWell() throws Exception {
        try (RunningDataflow relay =
                Relay.on(Relay.options(server).qos(0).build()).start()) {
            awaitRelay();
            client.publishMany("in/a", "m", 100);
            assertThat(client.nextTexts(100)).isEqualTo(texts("m", 100));
        }
    }
}
