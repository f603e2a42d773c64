import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import dev.leat.dataflow.data.Bytes;
import dev.leat.endpoint.mqtt.MqttChannel;
import dev.leat.endpoint.mqtt.MqttConnectionOptions;
import dev.leat.endpoint.mqtt.MqttEndpointException;
import dev.leat.endpoint.mqtt.PublishOutcome;
import dev.leat.operator.service.StateStore;
import dev.leat.service.rpc.RpcConnection;
import dev.leat.service.rpc.StateStoreServer;
import dev.leat.service.state.EmbeddedStateStore;
import dev.leat.service.state.protocol.StateStoreRequest;
import dev.leat.service.state.protocol.StateStoreService;
import dev.leat.service.state.protocol.StateStoreTopics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The two sides of bench/state-server, each a process of its own.
 *
 * <pre>
 * StateServer serve PORT [DIRECTORY]          the state store with a thousand keys
 * StateServer echo PORT                       answers each message with its own payload, and does nothing else
 * StateServer ask PORT TOPIC IN_FLIGHT SECS   prints a line with the answers a second for each of six rounds
 * </pre>
 */
public final class StateServer {

    private static final int KEYS = 1000;
    private static final String ECHO = "bench/echo";

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "serve" -> serve(port, arguments);
            case "echo" -> new Echo(port).run();
            case "ask" -> new Asker(port, arguments[2], Integer.parseInt(arguments[3])).run(Integer.parseInt(arguments[4]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static MqttConnectionOptions options(int port, String client) {
        return MqttConnectionOptions.builder("127.0.0.1", port, client)
                .maxInFlight(10_000)
                .sessionExpiry(Duration.ZERO)
                .build();
    }

    private static Bytes key(long number) {
        return Bytes.utf8("key-" + number % KEYS);
    }

    private static void serve(int port, String[] arguments) throws Exception {
        EmbeddedStateStore store =
                arguments.length > 2 ? EmbeddedStateStore.open(java.nio.file.Path.of(arguments[2])) : EmbeddedStateStore.inMemory();
        for (int i = 0; i < KEYS; i++) {
            store.set(key(i), Bytes.of(new byte[100]), StateStore.SetOptions.DEFAULT, StateStore.DEFAULT_TIMEOUT);
        }
        RpcConnection connection = RpcConnection.open(options(port, "server"));
        StateStoreServer.open(connection, store, store::merge, StateStoreService.Authorization.ALL)
                .ready()
                .get(60, TimeUnit.SECONDS);
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private abstract static class Side implements MqttChannel.Listener, PublishOutcome {
        final MqttChannel channel;

        Side(int port, String client) {
            channel = new MqttChannel(options(port, client), this);
        }

        @Override
        public void connected(boolean subscriptionsKept) {}

        @Override
        public void failed(MqttEndpointException reason) {
            throw reason;
        }

        @Override
        public void published(boolean subscribed) {}

        @Override
        public void refused(MqttEndpointException reason) {
            throw reason;
        }
    }

    private static final class Echo extends Side {
        Echo(int port) {
            super(port, "server");
        }

        void run() throws Exception {
            channel.open();
            channel.subscribe(ECHO).get(60, TimeUnit.SECONDS);
            System.out.println("ready");
            new CountDownLatch(1).await();
        }

        @Override
        public void received(Mqtt5Publish publish, Runnable acknowledgement) {
            channel.publish(
                    Mqtt5Publish.builder()
                            .topic(publish.getResponseTopic().orElseThrow())
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(publish.getPayloadAsBytes())
                            .correlationData(publish.getCorrelationData().orElseThrow())
                            .build(),
                    new PublishOutcome() {
                        @Override
                        public void published(boolean subscribed) {
                            acknowledgement.run();
                        }

                        @Override
                        public void refused(MqttEndpointException reason) {
                            throw reason;
                        }
                    });
        }
    }

    private static final class Asker extends Side {
        private static final String ANSWERS = "clients/asker/answers";

        private final String topic;
        private final int inFlight;
        private final AtomicLong answers = new AtomicLong();
        private long asked;

        Asker(int port, String topic, int inFlight) {
            super(port, "asker");
            this.topic = topic.equals("get") ? StateStoreTopics.REQUEST : ECHO;
            this.inFlight = inFlight;
        }

        void run(int seconds) throws Exception {
            channel.open();
            channel.subscribe(ANSWERS).get(60, TimeUnit.SECONDS);
            synchronized (this) {
                for (int i = 0; i < inFlight; i++) {
                    ask();
                }
            }
            for (int round = 0; round < 6; round++) {
                long before = answers.get();
                long start = System.nanoTime();
                Thread.sleep(seconds * 1000L);
                double rate = (answers.get() - before) * 1e9 / (System.nanoTime() - start);
                System.out.printf("{\"round\":%d,\"answers_per_s\":%.0f}%n", round, rate);
            }
            System.exit(0);
        }

        private void ask() {
            long number = asked++;
            channel.publish(
                    Mqtt5Publish.builder()
                            .topic(topic)
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(new StateStoreRequest.Get(key(number)).encode().unsafeArray())
                            .responseTopic(ANSWERS)
                            .correlationData(ByteBuffer.allocate(16).putLong(8, number))
                            .build(),
                    this);
        }

        @Override
        public synchronized void received(Mqtt5Publish publish, Runnable acknowledgement) {
            acknowledgement.run();
            answers.incrementAndGet();
            ask();
        }
    }

    private StateServer() {}
}
