package dev.leat.platform.server;

import dev.leat.endpoint.PrivateFiles;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.resource.Manifest;
import dev.leat.graph.resource.Resource;
import dev.leat.graph.resource.ResourceChecks;
import dev.leat.graph.resource.ResourceDocument;
import dev.leat.graph.resource.ResourceId;
import dev.leat.graph.resource.ResourceOptions;
import dev.leat.graph.resource.ResourceReading;
import dev.leat.graph.resource.Resources;
import dev.leat.platform.server.Catalog.Entry;
import dev.leat.platform.server.Catalog.Version;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The resources of a directory of the user's, and those that requests brought, which are kept in a directory of the
 * server's own, one in a file. A file that was sound and is not any more leaves its resources as they were. For one thread.
 */
final class ResourceStore {

    private static final int DEEPEST = 32;
    private static final Pattern MAY_HOLD_RESOURCES = Pattern.compile("\\.(yaml|yml|bicep)$", Pattern.CASE_INSENSITIVE);
    private static final int MOST_FILES = 10_001;

    private final List<Path> given;
    private final Path applied;
    private final ResourceOptions options;
    private final SoundVersions sound;
    private Map<Path, FileStamp> stamps = Map.of();
    private Catalog catalog;
    private boolean read;

    /**
     * The files of resources that were gone at the last look, as they were then: many programs delete a file first, or write
     * it in parts.
     */
    private Map<Path, Optional<FileStamp>> unsettled = Map.of();

    /** What tells that a file has not changed. */
    private record FileStamp(long modified, long size, Object key) {}

    /** What a request did with one resource. */
    enum Outcome {
        CREATED,
        CONFIGURED,
        UNCHANGED
    }

    /**
     * @param applied is made where it is not there
     * @param sound what the files said when they were sound last
     */
    ResourceStore(List<Path> given, Path applied, ResourceOptions options, SoundVersions sound) throws IOException {
        this.given = List.copyOf(given);
        this.applied = applied;
        this.options = options;
        this.sound = sound;
        this.catalog = sound.read();
        PrivateFiles.createDirectory(applied);
        AppliedFiles.finish(applied);
    }

    Catalog catalog() {
        return catalog;
    }

    /**
     * Reads everything again where a file has changed. Resources that are gone count as gone where their files have not
     * changed from one look to the next.
     */
    boolean refresh() {
        Map<Path, FileStamp> now = stamps();
        if (read && now.equals(stamps) && unsettled.isEmpty()) {
            return false;
        }
        Catalog fresh = readFiles();
        Map<Path, Optional<FileStamp>> ofGone = new HashMap<>();
        Map<ResourceId, Entry> withGone = new LinkedHashMap<>(fresh.entries());
        catalog.entries().forEach((id, entry) -> {
            if (!fresh.entries().containsKey(id)) {
                ofGone.put(entry.file(), Optional.ofNullable(now.get(entry.file())));
                withGone.put(id, entry);
            }
        });
        // What went while the server was away must not run again for a moment.
        boolean settled = !read || ofGone.equals(unsettled);
        boolean changed = take(now, settled ? fresh : new Catalog(withGone, fresh.findings()));
        unsettled = settled ? Map.of() : ofGone;
        return changed;
    }

    private void readAll(Map<Path, FileStamp> now) {
        var unused = take(now, readFiles());
    }

    private Catalog readFiles() {
        List<Path> all = new ArrayList<>(given);
        all.add(applied);
        return merge(Resources.read(all, options));
    }

    private boolean take(Map<Path, FileStamp> now, Catalog fresh) {
        unsettled = Map.of();
        stamps = now;
        boolean changed = !read || !fresh.equals(catalog);
        catalog = fresh;
        read = true;
        sound.keep(fresh);
        return changed;
    }

    private Map<Path, FileStamp> stamps() {
        Map<Path, FileStamp> found = new HashMap<>();
        for (Path place : given) {
            stamp(place, found);
        }
        stamp(applied, found);
        return found;
    }

    private static void stamp(Path place, Map<Path, FileStamp> found) {
        try {
            Files.walkFileTree(place, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<Path>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!file.equals(place)
                            && !MAY_HOLD_RESOURCES.matcher(file.toString()).find()) {
                        return FileVisitResult.CONTINUE;
                    }
                    found.put(
                            file,
                            new FileStamp(
                                    attributes.lastModifiedTime().toMillis(),
                                    attributes.size(),
                                    String.valueOf(attributes.fileKey())));
                    return found.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    // Reading it says what is wrong.
                    found.put(file, new FileStamp(-1, -1, String.valueOf(failure.getMessage())));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            found.put(place, new FileStamp(-1, -1, String.valueOf(unreadable.getMessage())));
        }
    }

    private Catalog merge(ResourceReading reading) {
        NavigableMap<Position, ResourceDocument> places = new TreeMap<>();
        reading.documents().forEach(document -> places.put(document.position(), document));
        Map<ResourceDocument, List<Diagnostic>> own = new HashMap<>();
        Map<String, List<Diagnostic>> ofFiles = new LinkedHashMap<>();
        for (Diagnostic diagnostic : reading.diagnostics()) {
            Map.Entry<Position, ResourceDocument> before = places.floorEntry(diagnostic.position());
            if (before != null
                    && before.getKey().file().equals(diagnostic.position().file())
                    && before.getValue().id().isPresent()) {
                own.computeIfAbsent(before.getValue(), any -> new ArrayList<>()).add(diagnostic);
            } else {
                ofFiles.computeIfAbsent(diagnostic.position().file(), any -> new ArrayList<>())
                        .add(diagnostic);
            }
        }
        Map<ResourceId, Entry> entries = new LinkedHashMap<>();
        List<Diagnostic> ofOthers = new ArrayList<>();
        for (ResourceDocument document : reading.documents()) {
            if (document.id().isPresent() && !isElsewhere(document)) {
                ResourceId id = document.id().get();
                List<Diagnostic> findings = own.getOrDefault(document, List.of());
                if (entries.putIfAbsent(id, entry(id, document, findings)) != null) {
                    ofOthers.addAll(findings);
                }
            }
        }
        keepWhatBrokenFilesHeld(ofFiles, entries);
        keepWhatEmptyFilesHeld(reading, entries);
        ofFiles.values().forEach(ofOthers::addAll);
        return new Catalog(entries, ofOthers);
    }

    /** Bicep names what exists already: that is no resource of this file. */
    private static boolean isElsewhere(ResourceDocument document) {
        return document.resource().isEmpty() && document.diagnostics().stream().noneMatch(Diagnostic::isError);
    }

    private Entry entry(ResourceId id, ResourceDocument document, List<Diagnostic> findings) {
        Path file = Path.of(document.position().file());
        // Errors may lie between resources: the text of each is sound then, and what they mean together is not.
        boolean sound = findings.stream().noneMatch(Diagnostic::isError);
        Optional<Version> fresh = document.resource()
                .filter(resource -> sound)
                .map(resource -> new Version(resource, document.manifest().orElseThrow()));
        Optional<Version> kept = fresh.isPresent() ? fresh : catalog.entry(id).flatMap(Entry::version);
        return new Entry(id, kept, file, file.startsWith(applied), findings, fresh.isEmpty());
    }

    /** A file that cannot be read to its end may still mean what it said before, and so may all of a directory's. */
    private void keepWhatBrokenFilesHeld(Map<String, List<Diagnostic>> ofFiles, Map<ResourceId, Entry> entries) {
        ofFiles.forEach((file, findings) -> {
            if (findings.stream().noneMatch(Diagnostic::isError)) {
                return;
            }
            catalog.entries().values().stream()
                    .filter(before -> before.file().startsWith(Path.of(file)))
                    .filter(before -> !before.file().equals(Path.of(file)) || Files.exists(before.file()))
                    .forEach(before -> entries.putIfAbsent(
                            before.id(),
                            new Entry(before.id(), before.version(), before.file(), before.applied(), findings, true)));
        });
    }

    /** A program that writes a file begins with an empty one, and stops there where the disk is full. */
    private void keepWhatEmptyFilesHeld(ResourceReading reading, Map<ResourceId, Entry> entries) {
        Set<Path> full = reading.documents().stream()
                .map(document -> Path.of(document.position().file()))
                .collect(Collectors.toSet());
        for (Entry before : catalog.entries().values()) {
            if (!before.applied() && !full.contains(before.file()) && Files.isRegularFile(before.file())) {
                Diagnostic finding = new Diagnostic(
                        GraphProblem.EMPTY_FILE,
                        Position.startOf(before.file().toString()),
                        "The file held resources, and holds none now.",
                        "Delete the file to end what it described; until then that goes on.");
                entries.putIfAbsent(
                        before.id(),
                        new Entry(before.id(), before.version(), before.file(), false, List.of(finding), true));
            }
        }
    }

    /**
     * Takes resources that a request brings. All of them or none: also where the process is killed in between.
     *
     * @param name what the findings call the text; Bicep where it ends with {@code .bicep}
     * @param keep whether it is meant, rather than just asked what would be
     * @throws ResourceRefusedException with all findings, where there are errors
     * @throws ServerException {@link ServerProblem#FROM_FILE} or {@link ServerProblem#NOT_KEPT}
     */
    Map<ResourceId, Outcome> apply(String name, byte[] content, ResourceOptions parameters, boolean keep) {
        ResourceReading reading = Resources.read(name, content, parameters);
        if (reading.hasErrors()) {
            throw new ResourceRefusedException(reading.diagnostics());
        }
        Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
        Map<Path, Manifest> files = new LinkedHashMap<>();
        for (ResourceDocument document : reading.documents()) {
            if (document.resource().isEmpty()) {
                continue;
            }
            ResourceId id = document.resource().get().id();
            Manifest manifest = document.manifest().orElseThrow();
            Optional<Entry> before = catalog.entry(id);
            requireOwn(before);
            boolean same = before.flatMap(Entry::version)
                    .filter(version -> version.manifest().equals(manifest))
                    .isPresent();
            outcomes.put(id, same ? Outcome.UNCHANGED : before.isPresent() ? Outcome.CONFIGURED : Outcome.CREATED);
            if (!same) {
                files.put(file(id), manifest);
            }
        }
        requireFit(name, reading);
        if (keep) {
            if (!files.isEmpty()) {
                AppliedFiles.write(applied, files);
            }
            readAll(stamps());
        }
        return outcomes;
    }

    /** What is sound by itself may not go with what is there. */
    private void requireFit(String name, ResourceReading reading) {
        Map<ResourceId, Resource> all = new LinkedHashMap<>();
        Set<ResourceId> unsound = new HashSet<>();
        catalog.entries()
                .forEach((id, entry) -> entry.version()
                        .ifPresentOrElse(version -> all.put(id, version.resource()), () -> unsound.add(id)));
        reading.documents().stream()
                .map(ResourceDocument::resource)
                .flatMap(Optional::stream)
                .forEach(resource -> all.put(resource.id(), resource));
        List<Diagnostic> findings = ResourceChecks.check(all.values(), unsound).stream()
                .filter(finding -> finding.position().file().equals(name))
                .toList();
        if (findings.stream().anyMatch(Diagnostic::isError)) {
            throw new ResourceRefusedException(findings);
        }
    }

    private static void requireOwn(Optional<Entry> before) {
        before.filter(entry -> !entry.applied()).ifPresent(entry -> {
            throw new ServerException(
                    ServerProblem.FROM_FILE, entry.id() + " comes from " + entry.file() + " on the server");
        });
    }

    /** The file that keeps an applied resource. */
    private Path file(ResourceId id) {
        return applied.resolve(fileName(id) + ".yaml");
    }

    /** What a resource's files are called: names have neither slashes nor points in front. */
    static String fileName(ResourceId id) {
        return id.kind().spelling() + "." + id.namespace() + "." + id.name();
    }

    /** @throws ServerException {@link ServerProblem#NOT_FOUND}, {@link ServerProblem#FROM_FILE} or {@link ServerProblem#NOT_KEPT} */
    void delete(ResourceId id) {
        Entry entry =
                catalog.entry(id).orElseThrow(() -> new ServerException(ServerProblem.NOT_FOUND, "there is no " + id));
        requireOwn(Optional.of(entry));
        try {
            PrivateFiles.delete(entry.file());
        } catch (IOException failure) {
            throw new ServerException(
                    ServerProblem.NOT_KEPT,
                    entry.file().getFileName() + " could not be deleted: " + failure.getMessage(),
                    failure);
        }
        readAll(stamps());
    }

    /** All that there are, in an order for lists. */
    List<Entry> sorted() {
        return catalog.entries().values().stream()
                .sorted(Comparator.comparing((Entry entry) -> entry.id().kind())
                        .thenComparing(entry -> entry.id().namespace())
                        .thenComparing(entry -> entry.id().name()))
                .toList();
    }
}
