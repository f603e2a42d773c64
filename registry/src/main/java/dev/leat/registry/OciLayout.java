package dev.leat.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leat.endpoint.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A directory in the OCI image layout, as ORAS, Skopeo and {@code leat copy} write it. Its index names manifests: in one for
 * many repositories {@code REPOSITORY:TAG}; in one for a single repository, which is asked for as the repository of no name,
 * {@code TAG}. A directory without an index may hold a layout for each repository below it. Writers of several processes
 * come one after the other.
 */
public final class OciLayout implements Registry {

    private static final String INDEX = "index.json";
    private static final String MARK = "oci-layout";
    private static final String NAME = "org.opencontainers.image.ref.name";
    private static final ReentrantLock WRITERS = new ReentrantLock();

    private final Path root;
    private final long mostBlobBytes;

    /** A directory, and what its manifests are called for a repository: before the tag. */
    private record Place(Path directory, String prefix) {}

    /** @param root need not exist for those who write */
    public OciLayout(Path root) {
        this(root, HttpRegistryOptions.MOST_BLOB_BYTES);
    }

    /** @param mostBlobBytes the most bytes of a blob that is read */
    public OciLayout(Path root, long mostBlobBytes) {
        this.root = root;
        this.mostBlobBytes = mostBlobBytes;
    }

    private Place place(String repository) {
        if (repository.isEmpty()) {
            return new Place(root, "");
        }
        Path below = root.resolve(repository);
        return !Files.exists(root.resolve(INDEX)) && Files.exists(below.resolve(INDEX))
                ? new Place(below, "")
                : new Place(root, repository + ":");
    }

    @Override
    public Optional<Digest> digestOf(String repository, String tag) {
        Place place = place(repository);
        if (!Files.isDirectory(root)) {
            throw unusable("it is no directory", null);
        }
        if (!Files.exists(place.directory().resolve(INDEX))) {
            return Optional.empty();
        }
        // The last one of that name is the one that was put there last.
        Optional<Digest> found = Optional.empty();
        for (Descriptor each : index(place.directory()).manifests()) {
            if (Objects.equals(each.annotations().get(NAME), place.prefix() + tag)) {
                found = Optional.of(each.digest());
            }
        }
        return found;
    }

    private Manifest index(Path directory) {
        Path file = directory.resolve(INDEX);
        return Manifest.read(ManifestContent.of(MediaTypes.INDEX, bounded(file)), file.toString());
    }

    private byte[] bounded(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(ManifestContent.MOST_BYTES + 1);
            if (content.length > ManifestContent.MOST_BYTES) {
                throw new RegistryException(
                        RegistryError.TOO_LARGE, file + " has more than " + ManifestContent.MOST_BYTES + " bytes");
            }
            return content;
        } catch (IOException unreadable) {
            throw unusable(file.getFileName() + " cannot be read", unreadable);
        }
    }

    @Override
    public ManifestContent manifest(String repository, String reference) {
        Digest digest = Digest.parse(reference)
                .or(() -> digestOf(repository, reference))
                .orElseThrow(() -> notFound(repository, reference));
        Path file = blob(place(repository).directory(), digest);
        if (!Files.exists(file)) {
            throw notFound(repository, reference);
        }
        byte[] content = bounded(file);
        if (!digest.fits(content)) {
            throw new RegistryException(
                    RegistryError.DIGEST_MISMATCH, file + " should have the digest " + digest + " and has another");
        }
        return new ManifestContent(Manifest.mediaTypeOf(content), digest, content);
    }

    private RegistryException notFound(String repository, String reference) {
        return new RegistryException(RegistryError.NOT_FOUND, "there is no " + nameOf(repository) + " " + reference);
    }

    @Override
    public void readBlob(String repository, Descriptor blob, OutputStream into) {
        if (blob.size() > mostBlobBytes) {
            throw new RegistryException(
                    RegistryError.TOO_LARGE,
                    "a layer of " + nameOf(repository) + " has " + blob.size() + " bytes; at most " + mostBlobBytes
                            + " are read");
        }
        Path file = blob(place(repository).directory(), blob.digest());
        VerifiedOutput verified = new VerifiedOutput(into, blob, file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(verified);
        } catch (IOException unreadable) {
            throw unusable("the layer " + blob.digest() + " cannot be read", unreadable);
        }
        verified.verify();
    }

    @Override
    public boolean hasBlob(String repository, Digest blob) {
        return Files.exists(blob(place(repository).directory(), blob));
    }

    private static Path blob(Path directory, Digest digest) {
        return directory.resolve("blobs").resolve(digest.algorithm()).resolve(digest.hex());
    }

    @Override
    public void writeBlob(String repository, Descriptor blob, Path content) {
        Path file = blob(place(repository).directory(), blob.digest());
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Path partial = file.resolveSibling(PrivateFiles.PARTIAL + UUID.randomUUID());
            try {
                Files.copy(content, partial);
                PrivateFiles.move(partial, file);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException unwritable) {
            throw unusable("a layer cannot be written", unwritable);
        }
    }

    @Override
    public void writeManifest(String repository, String reference, ManifestContent manifest) {
        Place place = place(repository);
        WRITERS.lock();
        try {
            Path file = blob(place.directory(), manifest.digest());
            Files.createDirectories(file.getParent());
            try (FileChannel lock = FileChannel.open(
                            place.directory().resolve(".leat-lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                plainly(file, manifest.content());
                Path mark = place.directory().resolve(MARK);
                if (!Files.exists(mark)) {
                    plainly(mark, "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
                }
                plainly(place.directory().resolve(INDEX), Manifest.bytes(withEntry(place, reference, manifest)));
            }
        } catch (IOException unwritable) {
            throw unusable("it cannot be written", unwritable);
        } finally {
            WRITERS.unlock();
        }
    }

    /** Others may read a layout. */
    private static void plainly(Path file, byte[] content) throws IOException {
        Path partial = file.resolveSibling(PrivateFiles.PARTIAL + UUID.randomUUID());
        try {
            Files.write(partial, content);
            PrivateFiles.move(partial, file);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The index with the manifest in it, and what else it held. */
    private ObjectNode withEntry(Place place, String reference, ManifestContent manifest) throws IOException {
        Path file = place.directory().resolve(INDEX);
        ObjectNode root;
        try {
            root = Files.exists(file) && Manifest.JSON.readTree(bounded(file)) instanceof ObjectNode there
                    ? there
                    : Manifest.JSON.createObjectNode();
        } catch (JsonProcessingException broken) {
            throw new IOException(file + " is no JSON", broken);
        }
        root.put("schemaVersion", 2);
        root.put("mediaType", MediaTypes.INDEX);
        boolean named = Digest.parse(reference).isEmpty();
        String name = place.prefix() + reference;
        List<JsonNode> kept = new ArrayList<>();
        boolean there = false;
        for (JsonNode each : root.path("manifests")) {
            boolean same =
                    each.path("digest").asText("").equals(manifest.digest().toString());
            String called = each.path("annotations").path(NAME).asText("");
            there |= same;
            boolean replaced = named && (called.equals(name) || same && called.isEmpty());
            if (!replaced) {
                kept.add(each);
            }
        }
        ArrayNode manifests = root.putArray("manifests");
        kept.forEach(manifests::add);
        if (named || !there) {
            ObjectNode entry = manifests.addObject();
            entry.put("mediaType", manifest.mediaType());
            entry.put("digest", manifest.digest().toString());
            entry.put("size", manifest.content().length);
            Manifest read = Manifest.read(manifest, file.toString());
            read.artifactType().ifPresent(type -> entry.put("artifactType", type));
            if (named) {
                entry.putObject("annotations").put(NAME, name);
            }
        }
        return root;
    }

    @Override
    public List<Descriptor> referrers(String repository, Digest subject) {
        Place place = place(repository);
        if (!Files.exists(place.directory().resolve(INDEX))) {
            return List.of();
        }
        List<Descriptor> found = new ArrayList<>();
        for (Descriptor each : index(place.directory()).manifests()) {
            if (each.size() <= ManifestContent.MOST_BYTES && hasBlob(repository, each.digest())) {
                ManifestContent content = manifest(repository, each.digest().toString());
                Manifest manifest = Manifest.read(content, nameOf(repository));
                if (manifest.subject().filter(of -> of.digest().equals(subject)).isPresent()) {
                    Optional<String> type =
                            manifest.artifactType().or(() -> manifest.config().map(Descriptor::mediaType));
                    found.add(new Descriptor(
                            content.mediaType(), each.digest(), content.content().length, type, each.annotations()));
                }
            }
        }
        return found;
    }

    @Override
    public String nameOf(String repository) {
        return "oci:" + root + (repository.isEmpty() ? "" : ":" + repository);
    }

    private RegistryException unusable(String reason, @Nullable IOException cause) {
        return new RegistryException(
                RegistryError.LAYOUT_UNUSABLE,
                "the OCI layout " + root + ": " + reason
                        + (cause == null ? "" : " (" + RegistryException.reason(cause) + ")"),
                cause);
    }

    @Override
    public void close() {}
}
