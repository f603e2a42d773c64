package dev.leat.platform.server;

import dev.leat.graph.ModuleReference;
import dev.leat.graph.resource.RegistryEndpoint;
import dev.leat.registry.ArtifactKind;
import dev.leat.runtime.ModuleFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Artifacts as plain files, in directories that stand for any registry: {@code NAME-TAG} or {@code NAME} with
 * {@code .yaml}, {@code .yml} or {@code .wasm}, in the directory, in a folder {@code NAME}, or below the reference's path.
 */
final class DirectoryArtifacts implements Artifacts {

    private final List<Path> directories;
    private final Artifacts otherwise;
    private final Map<Path, Known> digests = new ConcurrentHashMap<>();

    private record Known(long modified, long size, String digest) {}

    /** @param otherwise asked where no directory has the artifact */
    DirectoryArtifacts(List<Path> directories, Artifacts otherwise) {
        this.directories = List.copyOf(directories);
        this.otherwise = otherwise;
    }

    @Override
    public PinnedArtifact find(FlowSpec flow, RegistryEndpoint registry, Wanted wanted) {
        if (!registry.codeSigningCas().isEmpty()) {
            // Files have no signatures.
            return otherwise.find(flow, registry, wanted);
        }
        Optional<PinnedArtifact> here = here(wanted);
        if (here.isPresent()) {
            return here.get();
        }
        try {
            return otherwise.find(flow, registry, wanted);
        } catch (ServerException missing) {
            throw directories.isEmpty()
                    ? missing
                    : missing.after(wanted.reference() + " is in none of the directories for artifacts ("
                            + directories.stream().map(Path::toString).collect(Collectors.joining(", ")) + "); ");
        }
    }

    /** What the directories have. */
    Optional<PinnedArtifact> here(Wanted wanted) {
        for (Path directory : directories) {
            for (Path candidate : candidates(directory, wanted)) {
                if (Files.isRegularFile(candidate)) {
                    return Optional.of(new PinnedArtifact(
                            wanted.kind(), wanted.reference().toString(), candidate.toString(), digest(candidate)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> endings(ArtifactKind kind) {
        return switch (kind) {
            case DEFINITION -> List.of(".yaml", ".yml");
            case MODULE -> List.of(".wasm");
        };
    }

    private static List<Path> candidates(Path directory, Wanted wanted) {
        ModuleReference reference = wanted.reference();
        List<String> endings = endings(wanted.kind());
        List<Path> folders = new ArrayList<>();
        int slash = reference.repository().lastIndexOf('/');
        if (slash >= 0) {
            folders.add(directory.resolve(reference.repository().substring(0, slash)));
        }
        folders.add(directory);
        folders.add(directory.resolve(reference.name()));
        List<Path> candidates = new ArrayList<>();
        for (Path folder : folders) {
            reference
                    .tag()
                    .ifPresent(tag -> endings.forEach(
                            ending -> candidates.add(folder.resolve(reference.name() + "-" + tag + ending))));
            endings.forEach(ending -> candidates.add(folder.resolve(reference.name() + ending)));
        }
        return candidates;
    }

    /** Known as long as the file's time and size stay. */
    private String digest(Path file) {
        try {
            long modified = Files.getLastModifiedTime(file).toMillis();
            long size = Files.size(file);
            Known known = digests.get(file);
            if (known == null || known.modified() != modified || known.size() != size) {
                known = new Known(modified, size, digestOf(content(file)));
                digests.put(file, known);
            }
            return known.digest();
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    /** Files are read anew each time: they are here, and so is what they have become. */
    @Override
    public boolean isKept(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        return directories.stream().noneMatch(Path.of(artifact.place())::startsWith)
                && otherwise.isKept(flow, registry, artifact);
    }

    @Override
    public byte[] read(FlowSpec flow, RegistryEndpoint registry, PinnedArtifact artifact) {
        Path file = Path.of(artifact.place());
        if (directories.stream().noneMatch(file::startsWith)) {
            return otherwise.read(flow, registry, artifact);
        }
        if (!registry.codeSigningCas().isEmpty()) {
            // What was kept of a start before signatures were asked for.
            throw new ServerException(
                    ServerProblem.SIGNATURE,
                    file + " is a file, without a signature, and registry endpoint "
                            + registry.metadata().name().value() + " takes only what is signed");
        }
        try {
            byte[] content = content(file);
            if (!digestOf(content).equals(artifact.digest())) {
                throw new ServerException(
                        ServerProblem.ARTIFACT, file + " changed while it was read; it is read again in a moment");
            }
            return content;
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    private static byte[] content(Path file) throws IOException {
        long size = Files.size(file);
        if (size > ModuleFinder.MAXIMUM_BYTES) {
            throw new IOException("it has " + size + " bytes; at most " + ModuleFinder.MAXIMUM_BYTES + " are read");
        }
        return Files.readAllBytes(file);
    }

    private static ServerException unreadable(Path file, IOException failure) {
        return new ServerException(ServerProblem.ARTIFACT, file + " cannot be read: " + failure.getMessage(), failure);
    }

    static String digestOf(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
