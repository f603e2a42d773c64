package dev.leat.platform.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker in the process is a real one. */
final class EmbeddedBrokerTest {

    private static Mqtt5BlockingClient connect(EmbeddedBroker broker, String clientId) {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(broker.host())
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    private static void roundTrip(EmbeddedBroker broker) throws InterruptedException {
        Mqtt5BlockingClient client = connect(broker, "test");
        try (Mqtt5BlockingClient.Mqtt5Publishes publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("a/#").qos(MqttQos.AT_LEAST_ONCE).send();
            client.publishWith()
                    .topic("a/b")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("hello".getBytes(StandardCharsets.UTF_8))
                    .userProperties()
                    .add("__ts", "1:0:n")
                    .applyUserProperties()
                    .send();
            assertThat(publishes.receive(30, TimeUnit.SECONDS)).hasValueSatisfying(publish -> {
                assertThat(publish.getTopic()).hasToString("a/b");
                assertThat(publish.getPayloadAsBytes()).asString().isEqualTo("hello");
                assertThat(publish.getUserProperties().asList()).hasSize(1);
            });
        }
        client.disconnect();
    }

    @Test
    void aMessageGoesInAndComesOut() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            roundTrip(broker);
        }
    }

    @Test
    void aSessionOutlivesItsConnection() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Mqtt5BlockingClient first = Mqtt5Client.builder()
                    .identifier("kept")
                    .serverHost(broker.host())
                    .serverPort(broker.port())
                    .buildBlocking();
            first.connectWith().sessionExpiryInterval(600).send();
            first.subscribeWith().topicFilter("a").qos(MqttQos.AT_LEAST_ONCE).send();
            first.disconnect();
            Mqtt5BlockingClient other = connect(broker, "other");
            other.publish(
                    Mqtt5Publish.builder().topic("a").qos(MqttQos.AT_LEAST_ONCE).build());
            other.disconnect();
            try (Mqtt5BlockingClient.Mqtt5Publishes publishes = first.publishes(MqttGlobalPublishFilter.ALL)) {
                first.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
                assertThat(publishes.receive(30, TimeUnit.SECONDS)).isPresent();
            }
            first.disconnect();
        }
    }

    @Test
    void twoBrokersRunSideBySideAndOneAfterAnother() throws Exception {
        try (EmbeddedBroker one = EmbeddedBroker.start();
                EmbeddedBroker two = EmbeddedBroker.start()) {
            assertThat(one.port()).isNotEqualTo(two.port());
            roundTrip(one);
            roundTrip(two);
        }
    }

    @Test
    void whereThereIsNoPlaceForItsFilesThatIsSaid(@TempDir Path directory) {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.freePort(), missing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("NoSuchFile")
                .hasMessageContaining(missing.toString());
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThatThrownBy(() -> EmbeddedBroker.start(broker.port()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + broker.port());
        }
    }
}
