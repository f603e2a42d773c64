package dev.leat.endpoint.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.internal.checkpoint.Confirmable;
import com.hivemq.client.internal.mqtt.message.publish.MqttPublish;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has no room waits within bounds, and nothing that comes in reaches the client as an exception. */
final class InboundTest {

    private final MqttConnectionOptions options =
            MqttConnectionOptions.builder("h", 1883, "c").maxInFlight(2).build();
    private final Inbound inbound = new Inbound(options);
    private final Set<String> acknowledged = new LinkedHashSet<>();
    private final HandReceiver receiver = new HandReceiver();

    /** Has room when the test says so, and breaks on the payload "broken". */
    private static final class HandReceiver implements Inbound.Receiver {

        final List<String> taken = new ArrayList<>();
        final List<Runnable> waiters = new ArrayList<>();
        boolean room;

        @Override
        public boolean offer(Delivery delivery) {
            String text = TestClient.text(delivery.publish());
            if (text.equals("broken")) {
                throw new IllegalStateException("no clock");
            }
            if (room) {
                taken.add(text);
            }
            return room;
        }

        @Override
        public void whenRoom(Runnable callback) {
            waiters.add(callback);
        }

        @Override
        public boolean isClosed() {
            return false;
        }

        void makeRoom() {
            room = true;
            List<Runnable> told = List.copyOf(waiters);
            waiters.clear();
            told.forEach(Runnable::run);
        }
    }

    /** Stands for the client, which throws where it is told twice. */
    private final class Acknowledgement implements Confirmable {

        private final String text;

        Acknowledgement(String text) {
            this.text = text;
        }

        @Override
        public long getId() {
            return 1;
        }

        @Override
        public boolean confirm() {
            return acknowledged.add(text);
        }
    }

    private void receive(MqttQos qos, String text) {
        Mqtt5Publish publish = Mqtt5Publish.builder()
                .topic("in/a")
                .qos(qos)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .build();
        inbound.onNext(((MqttPublish) publish).withConfirmable(new Acknowledgement(text)));
    }

    @Test
    void messagesOfQosZeroAreDroppedWhereAsManyWaitAsMayBeInFlight() throws Exception {
        inbound.attach(receiver);
        try (ConnectionLog log = new ConnectionLog()) {
            for (String text : List.of("a", "b", "c", "d")) {
                receive(MqttQos.AT_MOST_ONCE, text);
            }
            log.await("LEAT-MQTT-015", "'in/a'", "h:1883");
        }
        receive(MqttQos.AT_LEAST_ONCE, "one");
        receiver.makeRoom();
        assertThat(receiver.taken).containsExactly("a", "b", "one");
        receiver.room = false;
        receive(MqttQos.AT_MOST_ONCE, "e");
        receive(MqttQos.AT_MOST_ONCE, "f");
        receive(MqttQos.AT_MOST_ONCE, "g");
        receiver.makeRoom();
        assertThat(receiver.taken).containsExactly("a", "b", "one", "e", "f");
    }

    @Test
    void aMessageThatBreaksItsReaderIsSaidAndTheNextOnesGoOn() throws Exception {
        inbound.attach(receiver);
        receiver.room = true;
        try (ConnectionLog log = new ConnectionLog()) {
            receive(MqttQos.AT_LEAST_ONCE, "broken");
            log.await("LEAT-MQTT-014", "'in/a'", "no clock");
        }
        receive(MqttQos.AT_LEAST_ONCE, "after");
        assertThat(receiver.taken).containsExactly("after");
        assertThat(acknowledged).containsExactly("broken");
    }

    @Test
    void aWaitingMessageThatBreaksItsReaderDoesNotHoldUpThoseBehindIt() {
        receive(MqttQos.AT_MOST_ONCE, "broken");
        receive(MqttQos.AT_MOST_ONCE, "after");
        receiver.room = true;
        inbound.attach(receiver);
        assertThat(receiver.taken).containsExactly("after");
    }
}
