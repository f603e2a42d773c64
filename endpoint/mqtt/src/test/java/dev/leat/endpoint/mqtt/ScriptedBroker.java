package dev.leat.endpoint.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks just enough MQTT v5 to answer as mosquitto 2.0.11 never does: less than was asked for, refusals, farewells. */
final class ScriptedBroker implements AutoCloseable {

    static final int GRANTED_QOS_0 = 0;
    static final int GRANTED_QOS_1 = 1;
    static final int NOT_AUTHORIZED = 0x87;
    static final int SERVER_UNAVAILABLE = 0x88;
    static final int SERVER_BUSY = 0x89;
    static final int SESSION_TAKEN_OVER = 0x8E;
    static final byte[] NO_PROPERTIES = {0};
    static final byte[] MAXIMUM_QOS_0 = {2, 0x24, 0};

    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;
    private static final long PATIENCE_SECONDS = 60;

    private final ServerSocket server;
    private final byte[] connAckProperties;
    private final int[] reasonCodes;
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Socket> subscribed = new LinkedBlockingQueue<>();

    /**
     * @param connAckProperties with their length
     * @param reasonCodes of the answer to a subscription; in each new connection it is asked for again
     */
    ScriptedBroker(byte[] connAckProperties, int... reasonCodes) throws IOException {
        this.connAckProperties = connAckProperties;
        this.reasonCodes = reasonCodes;
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    MqttConnectionOptions.Builder options() {
        return MqttConnectionOptions.builder("127.0.0.1", server.getLocalPort(), "relay");
    }

    /** Refuses the next attempts to connect, each with one of these reasons. */
    ScriptedBroker refusing(Integer... reasonCodes) {
        refusals.addAll(List.of(reasonCodes));
        return this;
    }

    int connections() {
        return connections.get();
    }

    /** Says DISCONNECT with a reason to a client that has subscribed, and ends its connection. */
    void farewell(int reasonCode) throws Exception {
        try (Socket client = nextSubscribed()) {
            client.getOutputStream().write(new byte[] {(byte) 0xE0, 2, (byte) reasonCode, 0});
        }
    }

    /** Ends the connection of a client that has subscribed without a word. */
    void hangUp() throws Exception {
        nextSubscribed().close();
    }

    private Socket nextSubscribed() throws InterruptedException {
        Socket client = subscribed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (client == null) {
            throw new AssertionError("nobody subscribed");
        }
        return client;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client;
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                byte[] body = in.readNBytes(in.readUnsignedByte());
                if (type == CONNECT) {
                    Integer refusal = refusals.poll();
                    byte reason = refusal == null ? 0 : refusal.byteValue();
                    // CONNACK, length, no session.
                    out.write(packet(
                            new byte[] {0x20, (byte) (2 + connAckProperties.length), 0, reason}, connAckProperties));
                    if (refusal != null) {
                        return;
                    }
                } else if (type == SUBSCRIBE) {
                    // SUBACK, length, packet identifier, no properties.
                    byte[] head = {(byte) 0x90, (byte) (3 + reasonCodes.length), body[0], body[1], 0};
                    byte[] codes = new byte[reasonCodes.length];
                    for (int i = 0; i < codes.length; i++) {
                        codes[i] = (byte) reasonCodes[i];
                    }
                    out.write(packet(head, codes));
                    subscribed.add(client);
                }
            }
        } catch (IOException closed) {
            // The client is gone, or the test is over.
        }
    }

    private static byte[] packet(byte[] head, byte[] tail) {
        byte[] packet = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, packet, head.length, tail.length);
        return packet;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
