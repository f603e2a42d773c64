package dev.leat.cli;

import java.util.Optional;

/**
 * The address of a broker as a user writes it.
 *
 * @param tls whether the address began with {@code mqtts://} or {@code wss://}
 * @param webSocketPath where it began with {@code ws://} or {@code wss://}
 */
record BrokerAddress(String host, int port, boolean tls, Optional<String> webSocketPath) {

    private static final String WEB_SOCKET_PATH = "/mqtt";

    private enum Scheme {
        MQTT("mqtt://", 1883),
        MQTTS("mqtts://", 8883),
        WS("ws://", 80),
        WSS("wss://", 443);

        private final String prefix;
        private final int port;

        Scheme(String prefix, int port) {
            this.prefix = prefix;
            this.port = port;
        }

        private boolean isTls() {
            return this == MQTTS || this == WSS;
        }

        private boolean isWebSocket() {
            return this == WS || this == WSS;
        }

        static Optional<Scheme> of(String text) {
            for (Scheme scheme : values()) {
                if (text.startsWith(scheme.prefix)) {
                    return Optional.of(scheme);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the text says that it is a broker's address. */
    static boolean hasScheme(String text) {
        return Scheme.of(text).isPresent();
    }

    /**
     * Reads {@code HOST}, {@code HOST:PORT}, {@code [IPV6]:PORT}, each with {@code mqtt://} or {@code mqtts://} or not;
     * with {@code ws://} or {@code wss://}, a path may follow.
     */
    static BrokerAddress parse(String text) {
        return parse("--broker", text);
    }

    /** @param option that the text was given with */
    static BrokerAddress parse(String option, String text) {
        Optional<Scheme> given = Scheme.of(text);
        Scheme scheme = given.orElse(Scheme.MQTT);
        String rest = given.isPresent() ? text.substring(scheme.prefix.length()) : text;
        Optional<String> path = Optional.empty();
        if (scheme.isWebSocket()) {
            int slash = rest.indexOf('/');
            path = Optional.of(slash < 0 ? WEB_SOCKET_PATH : rest.substring(slash));
            rest = slash < 0 ? rest : rest.substring(0, slash);
        }
        int colon = rest.startsWith("[") ? rest.indexOf(':', rest.indexOf(']')) : rest.lastIndexOf(':');
        String host = colon < 0 ? rest : rest.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank() || host.contains("/")) {
            throw wrong(option, text);
        }
        return new BrokerAddress(
                host, colon < 0 ? scheme.port : port(option, text, rest.substring(colon + 1)), scheme.isTls(), path);
    }

    private static int port(String option, String text, String port) {
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= 0xffff) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            throw wrong(option, text);
        }
        throw wrong(option, text);
    }

    private static UsageException wrong(String option, String text) {
        return new UsageException(
                CliProblem.VALUE,
                option + " " + text
                        + ": write HOST:PORT, such as localhost:1883, or mqtts://HOST:PORT, or wss://HOST:PORT/PATH");
    }
}
