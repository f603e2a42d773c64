package dev.leat.registry;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the artifacts of one registry endpoint, and fetches them. Safe for use by several threads; calls block, for a
 * bounded time, and throw {@link RegistryException}.
 */
public final class ArtifactResolver implements AutoCloseable {

    private final String host;
    private final String path;
    private final Registry registry;
    private final String prefix;
    private final Optional<ArtifactCache> cache;
    private final Optional<NotationSignatures> signatures;

    /**
     * For a registry endpoint.
     *
     * @param endpointHost a host, with a port and a path where there are some, such as {@code ghcr.io/azure-samples}
     * @param registries how it is reached
     * @param credentials for it
     * @param cache where manifests and layers are kept; empty for nowhere
     * @param signatures whose signatures artifacts must have; empty where they need none
     * @throws RegistryException {@link RegistryError#REFERENCE_INVALID} for the host
     */
    public ArtifactResolver(
            String endpointHost,
            Registries registries,
            Credentials credentials,
            Optional<ArtifactCache> cache,
            Optional<NotationSignatures> signatures) {
        this(endpointHost, reach(endpointHost, registries, credentials), cache, signatures);
    }

    private ArtifactResolver(
            String endpointHost,
            Registries.Reached reached,
            Optional<ArtifactCache> cache,
            Optional<NotationSignatures> signatures) {
        this.host = hostOf(endpointHost);
        this.path = pathOf(endpointHost);
        this.registry = reached.registry();
        this.prefix = reached.prefix();
        this.cache = cache;
        this.signatures = signatures;
    }

    /**
     * One that asks nobody: what is not kept on this machine, or whose signatures were not verified before, it calls {@link
     * RegistryError#UNREACHABLE}. It needs no credentials.
     */
    public static ArtifactResolver ofKept(
            String endpointHost, ArtifactCache cache, Optional<NotationSignatures> signatures) {
        return new ArtifactResolver(
                endpointHost, new Registries.Reached(AbsentRegistry.INSTANCE, ""), Optional.of(cache), signatures);
    }

    private static String hostOf(String endpointHost) {
        int slash = endpointHost.indexOf('/');
        return slash < 0 ? endpointHost : endpointHost.substring(0, slash);
    }

    private static String pathOf(String endpointHost) {
        int slash = endpointHost.indexOf('/');
        return slash < 0 ? "" : endpointHost.substring(slash + 1).replaceAll("/+$", "");
    }

    private static Registries.Reached reach(String endpointHost, Registries registries, Credentials credentials) {
        String host = hostOf(endpointHost);
        String path = pathOf(endpointHost);
        if (!ArtifactReference.isHost(host) || !path.isEmpty() && !ArtifactReference.isRepository(path)) {
            throw new RegistryException(
                    RegistryError.REFERENCE_INVALID,
                    "'" + RegistryException.printable(endpointHost) + "' is no registry's host, with a port and a path"
                            + " where there are some");
        }
        return registries.reach(host, credentials);
    }

    /** The same without a definition that names it. */
    public ResolvedArtifact resolve(String reference) {
        return resolve(reference, Optional.empty());
    }

    /**
     * What a reference leads to now. It is looked for below the endpoint's path, then at its host, then where the definition
     * lies that names it; a reference that begins with the endpoint's host is taken as it is.
     *
     * @param reference {@code [PATH/]NAME[:TAG][@DIGEST]}; without tag and digest it is {@code latest}
     * @param beside the reference of the definition that names it, where it is a module's
     * @throws RegistryException with all places that were tried
     */
    public ResolvedArtifact resolve(String reference, Optional<String> beside) {
        List<String> tried = new ArrayList<>();
        RegistryException denied = null;
        RegistryException absent = null;
        for (ArtifactReference candidate : candidates(reference, beside)) {
            try {
                Optional<Digest> digest = digestOf(candidate);
                if (digest.isPresent()) {
                    return new ResolvedArtifact(reference, candidate.at(digest.get()), digest.get());
                }
                tried.add(candidate.toString());
            } catch (RegistryException failure) {
                tried.add(candidate + " (" + failure.error().code() + ")");
                switch (failure.error()) {
                    case NOT_FOUND -> absent = failure;
                    // Many registries say so of repositories that they do not have.
                    case DENIED -> denied = failure;
                    default -> throw with(tried, failure, reference);
                }
            }
        }
        if (denied != null) {
            throw with(tried, denied, reference);
        }
        throw new RegistryException(
                RegistryError.NOT_FOUND,
                reference + " is not in the registry; tried " + String.join(", ", tried),
                absent);
    }

    private static RegistryException with(List<String> tried, RegistryException failure, String reference) {
        return new RegistryException(
                failure.error(),
                reference + " cannot be had: " + failure.reason() + "; tried " + String.join(", ", tried),
                failure,
                failure.retryAfter().orElse(null));
    }

    private Set<ArtifactReference> candidates(String reference, Optional<String> beside) {
        List<String> texts = new ArrayList<>();
        String below = path.isEmpty() ? "" : path + "/";
        texts.add(below + reference);
        texts.add(reference);
        beside.map(ArtifactResolver::directoryOf).ifPresent(directory -> {
            texts.add(below + directory + reference);
            texts.add(directory + reference);
        });
        if (reference.startsWith(host + "/")) {
            texts.add(reference.substring(host.length() + 1));
        }
        Set<ArtifactReference> candidates = new LinkedHashSet<>();
        RegistryException invalid = null;
        for (String text : texts) {
            try {
                candidates.add(ArtifactReference.within(host, text));
            } catch (RegistryException noReference) {
                invalid = noReference;
            }
        }
        if (candidates.isEmpty() && invalid != null) {
            throw invalid;
        }
        return candidates;
    }

    private static String directoryOf(String reference) {
        int at = reference.indexOf('@');
        int slash = (at < 0 ? reference : reference.substring(0, at)).lastIndexOf('/');
        return slash < 0 ? "" : reference.substring(0, slash + 1);
    }

    private Optional<Digest> digestOf(ArtifactReference candidate) {
        if (candidate.digest().isPresent()) {
            return Optional.of(manifest(candidate).digest());
        }
        return registry.digestOf(prefix + candidate.repository(), candidate.asked());
    }

    private ManifestContent manifest(ArtifactReference place) {
        Optional<ManifestContent> kept = place.digest()
                .flatMap(digest -> cache.flatMap(files -> files.get(digest, ManifestContent.MOST_BYTES))
                        .map(content -> new ManifestContent(MediaTypes.MANIFEST, digest, content)));
        if (kept.isPresent()) {
            return kept.get();
        }
        ManifestContent fetched = registry.manifest(prefix + place.repository(), place.asked());
        cache.ifPresent(files -> files.put(fetched.digest(), fetched.content()));
        return fetched;
    }

    /**
     * The artifact at a place that was resolved before.
     *
     * @param place the text of {@link ResolvedArtifact#place}
     * @throws RegistryException {@link RegistryError#REFERENCE_INVALID} where it is none of this registry, or not pinned
     */
    public ResolvedArtifact at(String place) {
        ArtifactReference reference = ArtifactReference.parse(place);
        if (!reference.host().equals(host) || reference.digest().isEmpty()) {
            throw new RegistryException(
                    RegistryError.REFERENCE_INVALID, "'" + reference + "' is no pinned artifact of " + host);
        }
        return new ResolvedArtifact(place, reference, reference.digest().get());
    }

    /** Fetches the module or definition, whichever it is. */
    public Artifact fetch(ResolvedArtifact resolved) {
        return fetch(resolved, null);
    }

    /**
     * Fetches what was resolved, from the cache where it is there. Where signatures are asked for, they are held against the
     * authorities first.
     *
     * @param wanted what it must be; null for either
     */
    public Artifact fetch(ResolvedArtifact resolved, @Nullable ArtifactKind wanted) {
        ArtifactReference place = resolved.place();
        ManifestContent content = manifest(place);
        signatures.ifPresent(policy -> policy.verify(registry, prefix + place.repository(), content, place.toString()));
        Manifest manifest = Manifest.read(content, place.toString());
        if (manifest.isIndex()) {
            manifest = only(manifest, place);
        }
        for (LayerChoice.Candidate candidate : LayerChoice.candidates(manifest.layers(), wanted, place.toString())) {
            byte[] bytes = layer(place, candidate.layer());
            ArtifactKind kind = candidate.kind();
            Optional<ArtifactKind> found = kind == null ? LayerChoice.sniff(bytes) : Optional.of(kind);
            if (found.isPresent() && (wanted == null || found.get() == wanted)) {
                return new Artifact(resolved, found.get(), candidate.layer(), bytes);
            }
        }
        throw LayerChoice.unclear(
                place + " holds no " + (wanted == null ? "module and no graph definition" : wanted.words()));
    }

    private Manifest only(Manifest index, ArtifactReference place) {
        if (index.manifests().size() != 1) {
            throw LayerChoice.unclear(
                    place + " is an index of " + index.manifests().size() + " manifests; Leat takes one of one");
        }
        Digest digest = index.manifests().getFirst().digest();
        Manifest manifest = Manifest.read(manifest(place.at(digest)), place.toString());
        if (manifest.isIndex()) {
            throw LayerChoice.unclear(place + " is an index of an index");
        }
        return manifest;
    }

    private byte[] layer(ArtifactReference place, Descriptor layer) {
        Optional<byte[]> kept = cache.flatMap(files -> files.get(layer.digest(), layer.size()));
        if (kept.isPresent()) {
            return kept.get();
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        registry.readBlob(prefix + place.repository(), layer, content);
        byte[] bytes = content.toByteArray();
        cache.ifPresent(files -> files.put(layer.digest(), bytes));
        return bytes;
    }

    @Override
    public void close() {
        registry.close();
    }
}
