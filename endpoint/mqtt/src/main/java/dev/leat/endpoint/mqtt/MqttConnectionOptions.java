package dev.leat.endpoint.mqtt;

import java.time.Duration;
import java.util.Optional;

/**
 * How to connect to an MQTT v5 broker.
 *
 * @param host a name or address
 * @param port 1 to 65,535
 * @param clientId names the session at the broker: the same in every run, and no other client's
 * @param credentials user name and password, where the broker asks for them
 * @param keepAlive how long the connection may be silent before it is probed; whole seconds, 0 for never
 * @param sessionExpiry how long the broker keeps the session, and with it unacknowledged messages, after the connection
 *     is gone; whole seconds
 * @param maxInFlight the receive maximum, and the window of a sink: 1 to 65,535
 * @param qos 0 or 1, for what is received and for what is published
 * @param tls whether to encrypt, trusting the certificate authorities that the JDK trusts
 * @param failFast whether a first attempt that fails ends the graph, rather than being repeated
 * @param connectTimeout how long an attempt may take
 */
public record MqttConnectionOptions(
        String host,
        int port,
        String clientId,
        Optional<MqttCredentials> credentials,
        Duration keepAlive,
        Duration sessionExpiry,
        int maxInFlight,
        int qos,
        boolean tls,
        boolean failFast,
        Duration connectTimeout) {

    private static final long MOST_SECONDS = 0xFFFF_FFFFL;

    public MqttConnectionOptions {
        require(!host.isBlank(), "host must not be empty");
        require(port > 0 && port <= 0xFFFF, "port must be between 1 and 65535, not " + port);
        require(!clientId.isBlank(), "clientId must not be empty: it names the session at the broker");
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
     * QoS 1, at most 100 messages in flight, sessions kept for 600 s, keep-alive 60 s, no TLS, no credentials, 10 s for an
     * attempt to connect, and attempts for ever, unless told otherwise.
     */
    public static final class Builder {

        private final String host;
        private final int port;
        private final String clientId;
        private Optional<MqttCredentials> credentials = Optional.empty();
        private Duration keepAlive = Duration.ofSeconds(60);
        private Duration sessionExpiry = Duration.ofMinutes(10);
        private int maxInFlight = 100;
        private int qos = 1;
        private boolean tls;
        private boolean failFast;
        private Duration connectTimeout = Duration.ofSeconds(10);

        private Builder(String host, int port, String clientId) {
            this.host = host;
            this.port = port;
            this.clientId = clientId;
        }

        public Builder credentials(MqttCredentials credentials) {
            this.credentials = Optional.of(credentials);
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

        public Builder tls(boolean tls) {
            this.tls = tls;
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
                    credentials,
                    keepAlive,
                    sessionExpiry,
                    maxInFlight,
                    qos,
                    tls,
                    failFast,
                    connectTimeout);
        }
    }
}
