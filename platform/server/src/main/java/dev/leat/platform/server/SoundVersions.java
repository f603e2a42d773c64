package dev.leat.platform.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.endpoint.PrivateFiles;
import dev.leat.graph.resource.Manifest;
import dev.leat.graph.resource.ResourceDocument;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceKind;
import dev.leat.graph.resource.ResourceOptions;
import dev.leat.graph.resource.Resources;
import dev.leat.platform.server.Catalog.Entry;
import dev.leat.platform.server.Catalog.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user's files said when they were sound last, so that a server that starts while one of them is broken runs what
 * it ran before. A directory with one file for each resource; where one is lost or cannot be written, nothing else is. Secrets
 * are not copied. For one thread.
 */
final class SoundVersions {

    private static final Logger LOG = LoggerFactory.getLogger(SoundVersions.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "file";
    private static final String RESOURCE = "resource";
    private static final long MOST_BYTES = 16 << 20;

    private final Path directory;
    private final Map<ResourceId, Kept> kept = new HashMap<>();

    /** @param file that it comes from */
    private record Kept(Path file, Manifest manifest) {}

    SoundVersions(Path directory) throws IOException {
        this.directory = directory;
        PrivateFiles.createDirectory(directory);
    }

    /** What was kept, as if it had just been read. */
    Catalog read() {
        Map<ResourceId, Entry> entries = new LinkedHashMap<>();
        for (Path file : files()) {
            try {
                if (Files.size(file) > MOST_BYTES) {
                    throw new IOException("it has more than " + MOST_BYTES + " bytes");
                }
                JsonNode root = JSON.readTree(Files.readAllBytes(file));
                entry(file, root).ifPresent(entry -> entries.put(entry.id(), entry));
            } catch (IOException unreadable) {
                LOG.warn("{} cannot be read", file, unreadable);
            }
        }
        return new Catalog(entries, List.of());
    }

    private Optional<Entry> entry(Path file, JsonNode root) throws IOException {
        List<ResourceDocument> documents = Resources.read(
                        file.toString(), JSON.writeValueAsBytes(root.path(RESOURCE)), ResourceOptions.DEFAULT)
                .documents();
        if (documents.size() != 1 || documents.getFirst().resource().isEmpty()) {
            // An older Leat may have found sound what this one does not.
            return Optional.empty();
        }
        Version version = new Version(
                documents.getFirst().resource().get(),
                documents.getFirst().manifest().orElseThrow());
        Path origin = Path.of(root.path(FILE).asText());
        kept.put(version.resource().id(), new Kept(origin, version.manifest()));
        return Optional.of(new Entry(version.resource().id(), Optional.of(version), origin, false, List.of(), false));
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            LOG.warn("{} cannot be read", directory, unreadable);
            return List.of();
        }
    }

    /** Keeps what is sound, and forgets what is gone. */
    void keep(Catalog catalog) {
        catalog.entries().values().stream()
                .filter(entry ->
                        !entry.applied() && !entry.stale() && entry.id().kind() != ResourceKind.SECRET)
                .forEach(entry -> entry.version()
                        .ifPresent(version -> keep(entry.id(), new Kept(entry.file(), version.manifest()))));
        kept.keySet().removeIf(id -> catalog.entry(id).isEmpty() && forget(id));
    }

    private void keep(ResourceId id, Kept now) {
        if (now.equals(kept.get(id))) {
            return;
        }
        ObjectNode root = JSON.createObjectNode();
        root.put(FILE, now.file().toString());
        root.set(RESOURCE, JSON.valueToTree(now.manifest().content()));
        try {
            PrivateFiles.write(file(id), JSON.writeValueAsBytes(root));
            kept.put(id, now);
        } catch (IOException full) {
            LOG.warn(
                    "{} cannot be written: a server that starts while {} is broken would not know it",
                    file(id),
                    now.file(),
                    full);
        }
    }

    private boolean forget(ResourceId id) {
        try {
            PrivateFiles.delete(file(id));
            return true;
        } catch (IOException failure) {
            LOG.warn("{} cannot be deleted", file(id), failure);
            return false;
        }
    }

    private Path file(ResourceId id) {
        return directory.resolve(ResourceStore.fileName(id) + ".json");
    }
}
