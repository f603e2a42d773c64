package dev.leat.platform.server;

import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.resource.Manifest;
import dev.leat.graph.resource.Resource;
import dev.leat.graph.resource.ResourceId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All resources as they are known at one time. Immutable.
 *
 * @param entries by what they are, in the order of the files
 * @param findings about files of which no resource could be told
 */
record Catalog(Map<ResourceId, Entry> entries, List<Diagnostic> findings) {

    /**
     * One resource.
     *
     * @param version what counts; empty where there has been no sound one yet
     * @param file that it comes from
     * @param applied whether a request brought it, rather than a file of the user's
     * @param findings about what the file says now
     * @param stale whether the file says something else now, which cannot be used
     */
    record Entry(
            ResourceId id,
            Optional<Version> version,
            Path file,
            boolean applied,
            List<Diagnostic> findings,
            boolean stale) {

        Entry {
            findings = List.copyOf(findings);
        }

        boolean hasErrors() {
            return findings.stream().anyMatch(Diagnostic::isError);
        }
    }

    /** A resource and how it is written. */
    record Version(Resource resource, Manifest manifest) {}

    Catalog {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        findings = List.copyOf(findings);
    }

    Optional<Entry> entry(ResourceId id) {
        return Optional.ofNullable(entries.get(id));
    }

    Optional<Resource> resource(ResourceId id) {
        return entry(id).flatMap(Entry::version).map(Version::resource);
    }
}
