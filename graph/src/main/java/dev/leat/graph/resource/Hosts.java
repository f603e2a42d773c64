package dev.leat.graph.resource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses that endpoints have. */
final class Hosts {

    private static final String NAME =
            "(?<name>[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,60}])";

    /** {@code host:port}. */
    static final Pattern WITH_PORT = Pattern.compile(NAME + ":(?<port>[0-9]{1,5})");

    /** {@code host:port} and a path, as WebSockets have it. */
    static final Pattern WITH_PATH = Pattern.compile(NAME + ":(?<port>[0-9]{1,5})(/[A-Za-z0-9._~/-]{0,200})?");

    /** {@code host:port}, with or without scheme. */
    static final Pattern WITH_SCHEME = Pattern.compile("(https?://)?" + NAME + ":(?<port>[0-9]{1,5})/?");

    private static final int LONGEST = 1_024;

    private Hosts() {}

    /** Whether the text has the form, and its port, if there is one, is one. */
    static boolean fits(Pattern form, String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String port = matcher.group("port");
        return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535);
    }
}
