package dev.leat.endpoint.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Speaks just enough MQTT v5 to accept one connection and refuse its subscription, which mosquitto 2.0.11 never does. */
final class SubscriptionRefuser implements AutoCloseable {

    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;

    private final ServerSocket server;

    SubscriptionRefuser() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try (Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                byte[] body = in.readNBytes(in.readUnsignedByte());
                if (type == CONNECT) {
                    out.write(new byte[] {0x20, 3, 0, 0, 0});
                } else if (type == SUBSCRIBE) {
                    // SUBACK, length, packet identifier, no properties, one reason code: not authorized.
                    out.write(new byte[] {(byte) 0x90, 4, body[0], body[1], 0, (byte) 0x87});
                }
            }
        } catch (IOException closed) {
            // The client is gone, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
