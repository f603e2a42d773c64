package dev.leat.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies an artifact between registries and layouts, byte for byte, so that its digest stays; an index with all that is in
 * it, and signatures and other manifests that belong to it.
 */
public final class ArtifactCopy {

    private static final int MOST_DEPTH = 4;

    private final Registry from;
    private final String source;
    private final Registry to;
    private final String target;

    /**
     * @param source the repository in the one
     * @param target the repository in the other
     */
    public ArtifactCopy(Registry from, String source, Registry to, String target) {
        this.from = from;
        this.source = source;
        this.to = to;
        this.target = target;
    }

    /**
     * Copies one artifact.
     *
     * @param reference a tag or a digest in the source
     * @param name a tag or the digest in the target
     * @return the digest of the manifest
     */
    public Digest copy(String reference, String name) {
        ManifestContent manifest = from.manifest(source, reference);
        parts(manifest, 0);
        to.writeManifest(target, name, manifest);
        List<Descriptor> referrers = from.referrers(source, manifest.digest());
        List<Descriptor> copied = new ArrayList<>();
        for (Descriptor each : referrers) {
            ManifestContent referrer = from.manifest(source, each.digest().toString());
            parts(referrer, 1);
            to.writeManifest(target, each.digest().toString(), referrer);
            copied.add(each);
        }
        if (!copied.isEmpty() && to.referrers(target, manifest.digest()).isEmpty()) {
            // A registry that does not look at subjects: it wants a tag (distribution specification, referrers tag
            // schema).
            to.writeManifest(
                    target,
                    manifest.digest().algorithm() + "-" + manifest.digest().hex(),
                    Manifest.index(copied));
        }
        return manifest.digest();
    }

    private void parts(ManifestContent content, int depth) {
        if (depth > MOST_DEPTH) {
            throw new RegistryException(
                    RegistryError.MANIFEST_INVALID, from.nameOf(source) + " has an index in an index in an index");
        }
        Manifest manifest = Manifest.read(content, from.nameOf(source));
        for (Descriptor each : manifest.manifests()) {
            ManifestContent inner = from.manifest(source, each.digest().toString());
            parts(inner, depth + 1);
            to.writeManifest(target, inner.digest().toString(), inner);
        }
        manifest.config().ifPresent(this::blob);
        manifest.layers().forEach(this::blob);
    }

    private void blob(Descriptor blob) {
        if (to.hasBlob(target, blob.digest())) {
            return;
        }
        try {
            Path file = Files.createTempFile("leat-copy", ".blob");
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    from.readBlob(source, blob, out);
                }
                to.writeBlob(target, blob, file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException unwritable) {
            throw new RegistryException(
                    RegistryError.FILE_UNUSABLE,
                    "a layer cannot be kept in between: " + RegistryException.reason(unwritable),
                    unwritable);
        }
    }
}
