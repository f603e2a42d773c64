package dev.leat.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** MQTT client ids that are the same in every run of the same work: the broker keeps the session under them. */
final class ClientIds {

    private static final int READABLE = 24;

    private ClientIds() {}

    /** Such as {@code leat-simple-graph-1a2b3c4d}. */
    static String of(String graph, List<String> sources, String destination) {
        String readable =
                graph.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        CRC32 checksum = new CRC32();
        checksum.update(
                (graph + "\n" + String.join("\n", sources) + "\n>" + destination).getBytes(StandardCharsets.UTF_8));
        return "leat-" + readable.substring(0, Math.min(readable.length(), READABLE)) + "-"
                + String.format("%08x", checksum.getValue());
    }
}
