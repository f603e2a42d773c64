package dev.leat.cli;

import dev.leat.dataflow.data.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A key and a value that a command of {@code leat state} is given; the value as an argument, or in a file. */
final class StateEntry {

    private static final String STANDARD_INPUT = "-";

    /** More than an MQTT packet holds. */
    private static final int MOST_BYTES = 256 << 20;

    @Parameters(index = "0", paramLabel = "KEY", description = "The key, as UTF-8.")
    private String key = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "The value, as UTF-8.")
    private @Nullable String value;

    @Option(names = "--file", paramLabel = "FILE|-", description = "Read the value from a file, or the input.")
    private @Nullable String file;

    String key() {
        return key;
    }

    /** @throws UsageException where there is no value, or two */
    Bytes value() throws IOException {
        String text = value;
        String place = file;
        if (text != null && place == null) {
            return Bytes.utf8(text);
        }
        if (text == null && place != null) {
            return content(place);
        }
        throw new UsageException(CliProblem.OPTIONS, "give either VALUE or --file FILE|-");
    }

    private static Bytes content(String place) throws IOException {
        try (InputStream input = place.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(place))) {
            byte[] content = input.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new UsageException(
                        CliProblem.VALUE,
                        "--file " + place + ": no state store takes a value of more than " + (MOST_BYTES >> 20)
                                + " MiB");
            }
            return Bytes.of(content);
        }
    }
}
