package dev.leat.cli;

/**
 * The address of a broker as a user writes it.
 *
 * @param tls whether the address began with {@code mqtts://}
 */
record BrokerAddress(String host, int port, boolean tls) {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** Reads {@code HOST}, {@code HOST:PORT}, {@code [IPV6]:PORT}, each with {@code mqtt://} or {@code mqtts://} or not. */
    static BrokerAddress parse(String text) {
        return parse("--broker", text);
    }

    /** @param option that the text was given with */
    static BrokerAddress parse(String option, String text) {
        String rest = text;
        boolean tls = false;
        if (rest.startsWith("mqtts://")) {
            tls = true;
            rest = rest.substring("mqtts://".length());
        } else if (rest.startsWith("mqtt://")) {
            rest = rest.substring("mqtt://".length());
        }
        int colon = rest.startsWith("[") ? rest.indexOf(':', rest.indexOf(']')) : rest.lastIndexOf(':');
        String host = colon < 0 ? rest : rest.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isBlank() || host.contains("/")) {
            throw wrong(option, text);
        }
        if (colon < 0) {
            return new BrokerAddress(host, tls ? TLS_PORT : PORT, tls);
        }
        try {
            int port = Integer.parseInt(rest.substring(colon + 1));
            if (port > 0 && port <= 0xffff) {
                return new BrokerAddress(host, port, tls);
            }
        } catch (NumberFormatException noNumber) {
            throw wrong(option, text);
        }
        throw wrong(option, text);
    }

    private static UsageException wrong(String option, String text) {
        return new UsageException(
                CliProblem.VALUE,
                option + " " + text + ": write HOST:PORT, such as localhost:1883, or mqtts://HOST:PORT");
    }
}
