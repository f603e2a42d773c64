package dev.leat.graph.resource;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.bicep.Bicep;
import dev.leat.graph.resource.bicep.BicepFiles;
import dev.leat.graph.yaml.YamlDocument;
import dev.leat.graph.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads resources from YAML and Bicep files, and finds everything that is wrong with them at once: with each by itself, and
 * with all together. Nothing here throws for anything a file contains, or for files that cannot be read. For one thread.
 */
public final class Resources {

    private final ResourceOptions options;
    private final List<Path> files = new ArrayList<>();
    private final List<ResourceDocument> documents = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private final Set<String> bicepParameters = new HashSet<>();
    private boolean bicepIncomplete;

    private Resources(ResourceOptions options) {
        this.options = options;
    }

    /**
     * Reads a file, or all files of a directory and those below it that hold resources. In a directory, files with other
     * YAML, such as graph definitions, are passed over.
     */
    public static ResourceReading read(Path path, ResourceOptions options) {
        return read(List.of(path), options);
    }

    /** Reads files and directories together: what stands in one can refer to what stands in another. */
    public static ResourceReading read(List<Path> paths, ResourceOptions options) {
        Resources resources = new Resources(options);
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                resources.addDirectory(path);
            } else {
                resources.addFile(path, false);
            }
        }
        return resources.finish();
    }

    /**
     * Reads a file's content.
     *
     * @param name what diagnostics call the file; Bicep where it ends with {@code .bicep}
     */
    public static ResourceReading read(String name, byte[] content, ResourceOptions options) {
        Resources resources = new Resources(options);
        resources.add(Path.of(name), name, content, false);
        return resources.finish();
    }

    /** Whether a file's content calls itself resources, rather than a graph definition or something else. */
    public static boolean areResources(String name, byte[] content) {
        return ResourceFiles.isBicep(Path.of(name))
                || YamlResources.areResources(YamlResources.parse(name, content, new Findings()));
    }

    /** The files of a directory and those below it that may hold resources or graph definitions, by name. */
    static List<Path> candidates(Path directory, Collection<Diagnostic> diagnostics) {
        try {
            List<Path> found = ResourceFiles.in(directory);
            if (found.size() > ResourceFiles.MOST_FILES) {
                diagnostics.add(
                        unreadable(directory, "The directory holds more than " + ResourceFiles.MOST_FILES + " files."));
            }
            return found.stream().limit(ResourceFiles.MOST_FILES).toList();
        } catch (IOException e) {
            diagnostics.add(unreadable(directory, "The directory cannot be read: " + e.getMessage() + "."));
            return List.of();
        }
    }

    /** A file's bytes, one more than is read where it is too large; that it cannot be read is a finding. */
    static Optional<byte[]> content(Path path, Collection<Diagnostic> diagnostics) {
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(in.readNBytes(YamlLimits.DEFAULT.bytes() + 1));
        } catch (NoSuchFileException e) {
            diagnostics.add(unreadable(path, "There is no such file."));
        } catch (IOException e) {
            diagnostics.add(unreadable(path, "The file cannot be read: " + e.getMessage() + "."));
        }
        return Optional.empty();
    }

    private static Diagnostic unreadable(Path path, String message) {
        return new Diagnostic(
                GraphProblem.FILE_UNREADABLE,
                Position.startOf(path.toString()),
                message,
                "Check the path and the permissions.");
    }

    private void addDirectory(Path directory) {
        candidates(directory, diagnostics).forEach(file -> addFile(file, true));
    }

    private void addFile(Path file, boolean onlyResources) {
        if (!seen.add(ResourceFiles.identity(file))) {
            return;
        }
        content(file, diagnostics).ifPresent(content -> add(file, file.toString(), content, onlyResources));
    }

    private void add(Path file, String name, byte[] content, boolean onlyResources) {
        if (ResourceFiles.isBicep(file)) {
            files.add(file);
            Bicep bicep = BicepFiles.read(name, content, options.parameters());
            diagnostics.addAll(bicep.diagnostics());
            documents.addAll(BicepResources.read(bicep));
            bicepParameters.addAll(bicep.parameters());
            bicepIncomplete |= !bicep.complete();
            return;
        }
        Findings findings = new Findings();
        List<YamlDocument> yaml = YamlResources.parse(name, content, findings);
        if (onlyResources && !YamlResources.areResources(yaml)) {
            return;
        }
        files.add(file);
        YamlResources.Content read = YamlResources.read(name, yaml, findings);
        diagnostics.addAll(read.diagnostics());
        documents.addAll(read.documents());
    }

    private ResourceReading finish() {
        if (!bicepIncomplete) {
            options.parameters().keySet().stream()
                    .filter(name -> !bicepParameters.contains(name))
                    .sorted()
                    .forEach(this::unknownParameter);
        }
        List<Resource> resources = documents.stream()
                .map(ResourceDocument::resource)
                .flatMap(Optional::stream)
                .toList();
        Set<ResourceId> refused = new HashSet<>();
        documents.stream()
                .filter(document -> document.resource().isEmpty())
                .map(ResourceDocument::id)
                .flatMap(Optional::stream)
                .forEach(refused::add);
        return new ResourceReading(files, documents, diagnostics, ResourceChecks.check(resources, refused));
    }

    private void unknownParameter(String name) {
        diagnostics.add(new Diagnostic(
                ResourceProblem.UNKNOWN_PARAMETER,
                Position.startOf("--parameter"),
                "No Bicep file declares the param " + Quote.of(name) + ".",
                Nearest.to(name, bicepParameters)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Remove it.")));
    }
}
