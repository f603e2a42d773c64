package dev.leat.cli;

import java.net.InetSocketAddress;

/** Where something listens: {@code [HOST:]PORT}, of this machine alone where no host is given. */
final class ListenAddress {

    private static final String LOCAL = "127.0.0.1";

    private ListenAddress() {}

    static InetSocketAddress parse(String option, String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    colon < 0 ? LOCAL : text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException noPort) {
            throw new UsageException(CliProblem.VALUE, option + " " + text + ": write PORT or HOST:PORT");
        }
    }
}
