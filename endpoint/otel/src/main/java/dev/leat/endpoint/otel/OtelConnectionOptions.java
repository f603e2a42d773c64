package dev.leat.endpoint.otel;

import dev.leat.endpoint.Material;
import dev.leat.endpoint.TlsOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the collector is, and who this client is to it.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port of OTLP over gRPC; 1 to 65,535
 * @param tls how the connection is encrypted; without it, it is not
 * @param token what each export is authorised with, as a bearer token; a file, or whatever asks for one. Read anew for
 *     each export. Without TLS, whoever listens can read it
 * @param failFast whether a first attempt that fails ends the graph, rather than being repeated
 * @param timeout how long an export may take, connecting included; 1 ms to 10 minutes
 */
public record OtelConnectionOptions(
        String host, int port, Optional<TlsOptions> tls, Optional<Material> token, boolean failFast, Duration timeout) {

    /** The port of OTLP over gRPC. */
    public static final int DEFAULT_PORT = 4317;

    private static final Pattern ADDRESS =
            Pattern.compile("(?:(https?)://)?(?:\\[([0-9A-Fa-f:.%]+)]|([^\\s:/,\\[\\]?#@]+))(?::(\\d{1,5}))?/?");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** @throws IllegalArgumentException that names the value that is out of its range */
    public OtelConnectionOptions {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the collector's host must not be empty");
        }
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("port must be between 1 and 65535, not " + port);
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout must be between 1 ms and 10 minutes, not " + timeout);
        }
    }

    /**
     * Without a token, 30 s for an export, and attempts for ever.
     *
     * @param address such as {@code https://collector:4317}. Without a scheme it is https; {@code http} is not encrypted.
     *     Without a port it is 4317
     * @throws IllegalArgumentException where it is no such address
     */
    public static OtelConnectionOptions of(String address) {
        Matcher matcher = ADDRESS.matcher(address.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "the collector must be https://HOST:PORT or http://HOST:PORT, not '" + address + "'");
        }
        return new OtelConnectionOptions(
                matcher.group(2) == null ? matcher.group(3) : matcher.group(2),
                matcher.group(4) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(4)),
                "http".equals(matcher.group(1)) ? Optional.empty() : Optional.of(TlsOptions.DEFAULT),
                Optional.empty(),
                false,
                Duration.ofSeconds(30));
    }

    public OtelConnectionOptions withTls(TlsOptions tls) {
        return new OtelConnectionOptions(host, port, Optional.of(tls), token, failFast, timeout);
    }

    /** Not encrypted, whatever the address says. */
    public OtelConnectionOptions withoutTls() {
        return new OtelConnectionOptions(host, port, Optional.empty(), token, failFast, timeout);
    }

    public OtelConnectionOptions withToken(Material token) {
        return new OtelConnectionOptions(host, port, tls, Optional.of(token), failFast, timeout);
    }

    public OtelConnectionOptions withFailFast(boolean failFast) {
        return new OtelConnectionOptions(host, port, tls, token, failFast, timeout);
    }

    public OtelConnectionOptions withTimeout(Duration timeout) {
        return new OtelConnectionOptions(host, port, tls, token, failFast, timeout);
    }

    /** For people, such as {@code https://collector:4317}. */
    public String address() {
        return (tls.isPresent() ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
