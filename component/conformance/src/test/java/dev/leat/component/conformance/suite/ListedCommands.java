package dev.leat.component.conformance.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Commands that do not do what the suite says, listed by name and reason in a resource that is checked in: a line
 * {@code script:line reason} for each. A command on the list that comes to do it must be taken off.
 */
final class ListedCommands {

    private final String resource;
    private final Map<String, String> reasons;

    private ListedCommands(String resource, Map<String, String> reasons) {
        this.resource = resource;
        this.reasons = reasons;
    }

    static ListedCommands read(String resource) {
        Map<String, String> reasons = new TreeMap<>();
        try (InputStream in = ListedCommands.class.getResourceAsStream("/suite/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("there is no resource " + resource);
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int space = line.indexOf(' ');
                        reasons.put(line.substring(0, space), line.substring(space + 1));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ListedCommands(resource, reasons);
    }

    boolean contains(String key) {
        return reasons.containsKey(key);
    }

    Map<String, String> reasons() {
        return reasons;
    }

    /** Replaces the resource in the source tree; the comment lines at its top stay. */
    static void write(Path resources, String resource, Map<String, String> reasons) throws IOException {
        Path file = resources.resolve("suite").resolve(resource);
        List<String> lines = new ArrayList<>(Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("#"))
                .toList());
        new TreeMap<>(reasons).forEach((key, reason) -> lines.add(key + " " + reason));
        Files.write(file, lines);
    }

    @Override
    public String toString() {
        return resource;
    }
}
