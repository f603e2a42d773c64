package dev.leat.registry;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One registry: over HTTP, or a directory. What it gives is held against digests and sizes. Safe for use by several
 * threads; calls block, for a bounded time, and end where the thread is interrupted. All of them throw
 * {@link RegistryException}.
 */
public interface Registry extends AutoCloseable {

    /** What a tag leads to now; empty where there is no such tag or no such repository. */
    Optional<Digest> digestOf(String repository, String tag);

    /**
     * A manifest of at most {@link ManifestContent#MOST_BYTES}.
     *
     * @param reference a tag or a digest
     */
    ManifestContent manifest(String repository, String reference);

    /** Writes the blob of that digest and size. Where this throws, what was written is worth nothing. */
    void readBlob(String repository, Descriptor blob, OutputStream into);

    /** Whether the blob is there. */
    boolean hasBlob(String repository, Digest blob);

    /** Puts a file there as a blob, if it is not there. */
    void writeBlob(String repository, Descriptor blob, Path content);

    /**
     * Puts a manifest there; its parts are there already.
     *
     * @param reference a tag, or the manifest's digest
     */
    void writeManifest(String repository, String reference, ManifestContent manifest);

    /** Manifests that say that they belong to the one of this digest, such as signatures; at most 1,000. */
    List<Descriptor> referrers(String repository, Digest subject);

    /** What people call a repository of it. */
    String nameOf(String repository);

    @Override
    void close();
}
