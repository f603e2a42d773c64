package dev.leat.platform.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.endpoint.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A list in a JSON file that a flow is better off with, and can do without: where the file is missing, too large or
 * unreadable, the list is empty.
 *
 * @param type an array of what it holds
 */
record KeptList<T>(Path file, Class<T[]> type) {

    private static final Logger LOG = LoggerFactory.getLogger(KeptList.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 1 << 20;

    List<T> read() {
        try {
            return Files.size(file) > MOST_BYTES
                    ? List.of()
                    : Arrays.asList(JSON.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read", file, unreadable);
            return List.of();
        }
    }

    /** Takes the place of what was there; logs where it cannot. */
    void write(List<T> all) {
        try {
            PrivateFiles.createDirectory(file.getParent());
            PrivateFiles.write(file, JSON.writeValueAsBytes(all));
        } catch (IOException unwritable) {
            LOG.warn("{} cannot be written", file, unwritable);
        }
    }
}
