package dev.leat.endpoint.kafka;

import dev.leat.endpoint.TlsOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the brokers are, and who this client is to them.
 *
 * @param bootstrapServers {@code host:port}, or several of them with commas between: any of a cluster's brokers
 * @param clientId what brokers log and count this client under; need not be unique
 * @param tls how connections are encrypted; without it, they are not
 * @param authentication who this is
 * @param failFast whether a first attempt that fails ends the graph, rather than being repeated
 * @param connectTimeout how long an attempt may take; 1 ms to 10 minutes
 */
public record KafkaConnectionOptions(
        String bootstrapServers,
        String clientId,
        Optional<TlsOptions> tls,
        KafkaAuthentication authentication,
        boolean failFast,
        Duration connectTimeout) {

    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:/,\\[\\]]+):(\\d{1,5})");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException that names the value that is out of its range */
    public KafkaConnectionOptions {
        for (String server : bootstrapServers.split(",", -1)) {
            var matcher = SERVER.matcher(server.strip());
            if (!matcher.matches() || !isPort(Integer.parseInt(matcher.group(2)))) {
                throw new IllegalArgumentException(
                        "brokers must be HOST:PORT, or several with commas between, not '" + bootstrapServers + "'");
            }
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("clientId must not be empty");
        }
        if (connectTimeout.toMillis() < 1 || connectTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "connectTimeout must be between 1 ms and 10 minutes, not " + connectTimeout);
        }
    }

    /** Without TLS and authentication, 10 s for an attempt to connect, and attempts for ever. */
    public static KafkaConnectionOptions of(String bootstrapServers, String clientId) {
        return new KafkaConnectionOptions(
                bootstrapServers, clientId, Optional.empty(), KafkaAuthentication.NONE, false, Duration.ofSeconds(10));
    }

    public KafkaConnectionOptions withTls(TlsOptions tls) {
        return new KafkaConnectionOptions(
                bootstrapServers, clientId, Optional.of(tls), authentication, failFast, connectTimeout);
    }

    public KafkaConnectionOptions withAuthentication(KafkaAuthentication authentication) {
        return new KafkaConnectionOptions(bootstrapServers, clientId, tls, authentication, failFast, connectTimeout);
    }

    public KafkaConnectionOptions withFailFast(boolean failFast) {
        return new KafkaConnectionOptions(bootstrapServers, clientId, tls, authentication, failFast, connectTimeout);
    }

    public KafkaConnectionOptions withConnectTimeout(Duration connectTimeout) {
        return new KafkaConnectionOptions(bootstrapServers, clientId, tls, authentication, failFast, connectTimeout);
    }

    private static boolean isPort(int port) {
        return port > 0 && port <= 0xFFFF;
    }
}
