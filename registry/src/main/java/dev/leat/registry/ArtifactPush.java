package dev.leat.registry;

import dev.leat.endpoint.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts files into a registry, as {@code oras push} does: each one a layer that has the file's name as its title. */
public final class ArtifactPush {

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private ArtifactPush() {}

    /**
     * Pushes files as one artifact. One that is a single module or definition gets the types by which others know it; equal
     * files make an equal manifest, which holds no time.
     *
     * @param reference a tag; what it led to before is replaced
     * @param artifactType empty for what the files say
     * @return the digest of the manifest
     * @throws RegistryException what the registry says, or {@link RegistryError#FILE_UNUSABLE}
     */
    public static Digest push(
            Registry registry,
            String repository,
            String reference,
            List<ArtifactFile> files,
            Optional<String> artifactType) {
        List<Descriptor> layers = new ArrayList<>();
        for (ArtifactFile file : files) {
            Descriptor layer = describe(file);
            registry.writeBlob(repository, layer, file.path());
            layers.add(layer);
        }
        Optional<ArtifactKind> kind = files.size() == 1 ? files.getFirst().kind() : Optional.empty();
        boolean graph = artifactType.isEmpty()
                && kind.filter(ArtifactKind.DEFINITION::equals).isPresent();
        Descriptor config = Descriptor.of(graph ? MediaTypes.GRAPH_CONFIG : MediaTypes.EMPTY, EMPTY_OBJECT);
        writeConfig(registry, repository, config);
        ManifestContent manifest = Manifest.write(graph ? null : type(artifactType, kind), config, layers);
        registry.writeManifest(repository, reference, manifest);
        return manifest.digest();
    }

    private static @Nullable String type(Optional<String> given, Optional<ArtifactKind> kind) {
        return given.orElseGet(() -> kind.filter(ArtifactKind.MODULE::equals).isPresent()
                ? MediaTypes.MODULE_ARTIFACT
                : MediaTypes.UNKNOWN_ARTIFACT);
    }

    private static void writeConfig(Registry registry, String repository, Descriptor config) {
        try {
            Path file = Files.createTempFile("leat-config", ".json");
            try {
                Files.write(file, EMPTY_OBJECT);
                registry.writeBlob(repository, config, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException unwritable) {
            throw unusable("a temporary file", unwritable);
        }
    }

    private static Descriptor describe(ArtifactFile file) {
        MessageDigest function = Digest.of(EMPTY_OBJECT).function();
        long size = 0;
        try (InputStream in = Files.newInputStream(file.path())) {
            byte[] part = new byte[64 << 10];
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                function.update(part, 0, count);
                size += count;
            }
        } catch (IOException unreadable) {
            throw unusable(file.path().toString(), unreadable);
        }
        Digest digest = new Digest("sha256", HexFormat.of().formatHex(function.digest()));
        return new Descriptor(file.type(), digest, size, Optional.empty(), Map.of()).titled(file.title());
    }

    /**
     * Writes the layers of an artifact into a directory, each under its title.
     *
     * @param reference a tag or a digest
     * @return the files
     * @throws RegistryException {@link RegistryError#CONTENT_UNCLEAR} where a layer has no name, or one that leaves the
     *     directory
     */
    public static List<Path> pull(Registry registry, String repository, String reference, Path directory) {
        ManifestContent content = registry.manifest(repository, reference);
        String place = registry.nameOf(repository);
        Manifest manifest = Manifest.read(content, place);
        List<Path> files = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            Path file = directory.resolve(name(layer, manifest.layers().size(), repository, place));
            write(registry, repository, layer, file);
            files.add(file);
        }
        if (files.isEmpty()) {
            throw LayerChoice.unclear(place + " has no layers");
        }
        return files;
    }

    /** A name from outside is one name: no path, and nothing hidden. */
    private static String name(Descriptor layer, int layers, String repository, String place) {
        Optional<String> title = layer.title();
        if (title.isEmpty() && layers == 1) {
            // What skopeo and others push has no title.
            String last = repository.substring(repository.lastIndexOf('/') + 1);
            String ending = layer.mediaType().contains("wasm")
                    ? ".wasm"
                    : layer.mediaType().contains("yaml") ? ".yaml" : ".bin";
            return (last.isEmpty() ? "artifact" : last) + ending;
        }
        String name = title.orElse("");
        if (name.isEmpty()
                || name.length() > 255
                || name.startsWith(".")
                || name.chars().anyMatch(each -> each == '/' || each == '\\' || each < ' ')) {
            throw LayerChoice.unclear("a layer of " + place + " is called '" + RegistryException.printable(name)
                    + "', which is no name of a file");
        }
        return name;
    }

    private static void write(Registry registry, String repository, Descriptor layer, Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Path partial = PrivateFiles.partial(file);
            try {
                try (OutputStream out = Files.newOutputStream(partial)) {
                    registry.readBlob(repository, layer, out);
                }
                PrivateFiles.move(partial, file);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException unwritable) {
            throw unusable(file.toString(), unwritable);
        }
    }

    private static RegistryException unusable(String file, IOException failure) {
        return new RegistryException(
                RegistryError.FILE_UNUSABLE,
                file + " cannot be read or written: " + RegistryException.reason(failure),
                failure);
    }
}
