package dev.leat.endpoint.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttClientIdentifier;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import dev.leat.dataflow.data.UserProperty;
import dev.leat.endpoint.TlsOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How to connect to an MQTT v5 broker.
 *
 * @param host a name or address
 * @param port 1 to 65,535
 * @param clientId names the session at the broker: the same in every run, and no other client's
 * @param authentication how the client says in MQTT who it is
 * @param keepAlive how long the connection may be silent before it is probed; whole seconds, 0 for never
 * @param sessionExpiry how long the broker keeps the session, and with it unacknowledged messages, after the connection
 *     is gone; whole seconds
 * @param maxInFlight the receive maximum, and the window of a sink: 1 to 65,535
 * @param qos 0 or 1, for what is received and for what is published
 * @param tls whether and how to encrypt
 * @param webSocketPath the path of a broker's WebSocket, such as {@code /mqtt}; empty for plain TCP
 * @param connectProperties user properties of CONNECT
 * @param subscribeProperties user properties of SUBSCRIBE
 * @param failFast whether a first attempt that fails ends the graph, rather than being repeated
 * @param connectTimeout how long an attempt may take
 */
public record MqttConnectionOptions(
        String host,
        int port,
        String clientId,
        MqttAuthentication authentication,
        Duration keepAlive,
        Duration sessionExpiry,
        int maxInFlight,
        int qos,
        Optional<TlsOptions> tls,
        Optional<String> webSocketPath,
        List<UserProperty> connectProperties,
        List<UserProperty> subscribeProperties,
        boolean failFast,
        Duration connectTimeout) {

    private static final long MOST_SECONDS = 0xFFFF_FFFFL;

    private static final UserProperty DISK_PERSISTENCE = new UserProperty("aio-persistence", "true");

    public MqttConnectionOptions {
        connectProperties = List.copyOf(connectProperties);
        subscribeProperties = List.copyOf(subscribeProperties);
        require(!host.isBlank(), "host must not be empty");
        require(port > 0 && port <= 0xFFFF, "port must be between 1 and 65535, not " + port);
        require(!clientId.isBlank(), "clientId must not be empty: it names the session at the broker");
        MqttClientIdentifier.of(clientId);
        require(
                !keepAlive.isNegative() && keepAlive.toSeconds() <= 0xFFFF,
                "keepAlive must be between 0 and 65535 s, not " + keepAlive);
        require(
                !sessionExpiry.isNegative() && sessionExpiry.toSeconds() <= MOST_SECONDS,
                "sessionExpiry must be between 0 and " + MOST_SECONDS + " s, not " + sessionExpiry);
        require(
                maxInFlight > 0 && maxInFlight <= 0xFFFF,
                "maxInFlight must be between 1 and 65535, not " + maxInFlight);
        require(qos == 0 || qos == 1, "qos must be 0 or 1, not " + qos);
        connectProperties.forEach(MqttConnectionOptions::check);
        subscribeProperties.forEach(MqttConnectionOptions::check);
        require(connectTimeout.isPositive(), "connectTimeout must be positive, not " + connectTimeout);
    }

    /** With the defaults of {@link Builder}. */
    public static MqttConnectionOptions of(String host, int port, String clientId) {
        return builder(host, port, clientId).build();
    }

    /** Begins with the defaults of {@link Builder}. */
    public static Builder builder(String host, int port, String clientId) {
        return new Builder(host, port, clientId);
    }

    private static void check(UserProperty property) {
        MqttUtf8String.of(property.key());
        MqttUtf8String.of(property.value());
    }

    /** Host and port, as a user writes them. */
    public String address() {
        return host + ":" + port;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * QoS 1, at most 100 messages in flight, sessions kept for 600 s, keep-alive 60 s, plain TCP without TLS, no
     * authentication, 10 s for an attempt to connect, and attempts for ever, unless told otherwise.
     */
    public static final class Builder {

        private final String host;
        private final int port;
        private final String clientId;
        private MqttAuthentication authentication = MqttAuthentication.NONE;
        private Duration keepAlive = Duration.ofSeconds(60);
        private Duration sessionExpiry = Duration.ofMinutes(10);
        private int maxInFlight = 100;
        private int qos = 1;
        private Optional<TlsOptions> tls = Optional.empty();
        private Optional<String> webSocketPath = Optional.empty();
        private final List<UserProperty> connectProperties = new ArrayList<>();
        private final List<UserProperty> subscribeProperties = new ArrayList<>();
        private boolean failFast;
        private Duration connectTimeout = Duration.ofSeconds(10);

        private Builder(String host, int port, String clientId) {
            this.host = host;
            this.port = port;
            this.clientId = clientId;
        }

        public Builder authentication(MqttAuthentication authentication) {
            this.authentication = authentication;
            return this;
        }

        public Builder keepAlive(Duration keepAlive) {
            this.keepAlive = keepAlive;
            return this;
        }

        public Builder sessionExpiry(Duration sessionExpiry) {
            this.sessionExpiry = sessionExpiry;
            return this;
        }

        public Builder maxInFlight(int maxInFlight) {
            this.maxInFlight = maxInFlight;
            return this;
        }

        public Builder qos(int qos) {
            this.qos = qos;
            return this;
        }

        public Builder tls(TlsOptions tls) {
            this.tls = Optional.of(tls);
            return this;
        }

        /** @param path such as {@code /mqtt} */
        public Builder webSocket(String path) {
            this.webSocketPath = Optional.of(path);
            return this;
        }

        public Builder connectProperty(String key, String value) {
            connectProperties.add(new UserProperty(key, value));
            return this;
        }

        public Builder subscribeProperty(String key, String value) {
            subscribeProperties.add(new UserProperty(key, value));
            return this;
        }

        /** Asks a broker of Azure IoT Operations to keep what waits for this session on disk: on CONNECT and SUBSCRIBE. */
        public Builder diskPersistence() {
            connectProperties.add(DISK_PERSISTENCE);
            subscribeProperties.add(DISK_PERSISTENCE);
            return this;
        }

        public Builder failFast(boolean failFast) {
            this.failFast = failFast;
            return this;
        }

        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = connectTimeout;
            return this;
        }

        /**
         * Makes the options.
         *
         * @throws IllegalArgumentException that names the value that is out of its range
         */
        public MqttConnectionOptions build() {
            return new MqttConnectionOptions(
                    host,
                    port,
                    clientId,
                    authentication,
                    keepAlive,
                    sessionExpiry,
                    maxInFlight,
                    qos,
                    tls,
                    webSocketPath,
                    connectProperties,
                    subscribeProperties,
                    failFast,
                    connectTimeout);
        }
    }
}
