package dev.leat.platform.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leat.endpoint.PrivateFiles;
import dev.leat.graph.resource.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of a request, all or none. They are written beside their places first, which takes what room it takes;
 * then their names are written down; then they are moved. A process that was killed finishes that when it is back.
 */
final class AppliedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(AppliedFiles.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STAGED = ".staged";
    private static final String NAMES = "names" + STAGED;

    private AppliedFiles() {}

    /** @throws ServerException {@link ServerProblem#NOT_KEPT}; nothing is there then that was not there before */
    static void write(Path directory, Map<Path, Manifest> files) {
        List<String> names = new ArrayList<>();
        boolean committed = false;
        try {
            // What an earlier request has left undone must not be taken for unfinished.
            finish(directory);
            for (Map.Entry<Path, Manifest> file : files.entrySet()) {
                if (Files.isDirectory(file.getKey())) {
                    throw new IOException(file.getKey() + " is a directory");
                }
                names.add(file.getKey().getFileName().toString());
                PrivateFiles.write(
                        staged(file.getKey()),
                        JSON.writeValueAsBytes(file.getValue().content()));
            }
            PrivateFiles.write(
                    directory.resolve(NAMES), String.join("\n", names).getBytes(StandardCharsets.UTF_8));
            committed = true;
            finish(directory);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError("a manifest is plain", impossible);
        } catch (IOException failure) {
            if (!committed) {
                files.keySet().forEach(AppliedFiles::discard);
                throw new ServerException(
                        ServerProblem.NOT_KEPT, "it could not be written: " + failure.getMessage(), failure);
            }
            LOG.warn("what was applied is complete at the next start: {}", failure.getMessage(), failure);
        }
    }

    private static Path staged(Path file) {
        return file.resolveSibling(file.getFileName() + STAGED);
    }

    private static void discard(Path file) {
        try {
            PrivateFiles.delete(staged(file));
        } catch (IOException left) {
            LOG.debug("{} stays", staged(file), left);
        }
    }

    /** Moves what was to be moved, and removes what was not complete. */
    static void finish(Path directory) throws IOException {
        Path names = directory.resolve(NAMES);
        try {
            for (String name : Files.readAllLines(names)) {
                Path file = directory.resolve(name);
                if (Files.exists(staged(file))) {
                    PrivateFiles.move(staged(file), file);
                }
            }
            PrivateFiles.delete(names);
        } catch (NoSuchFileException none) {
            // Nothing was complete.
        }
        try (Stream<Path> rest = Files.list(directory)) {
            for (Path file :
                    rest.filter(file -> file.toString().endsWith(STAGED)).toList()) {
                PrivateFiles.delete(file);
            }
        }
    }
}
