package dev.leat.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An artifact in a registry: {@code HOST[:PORT]/PATH/NAME[:TAG][@DIGEST]}, as the OCI distribution specification has it.
 * Where there is a digest, the tag says nothing.
 *
 * @param host with a port where there is one
 * @param repository the path and the name
 */
public record ArtifactReference(String host, String repository, Optional<String> tag, Optional<Digest> digest) {

    /** The tag of a reference that has neither tag nor digest. */
    public static final String DEFAULT_TAG = "latest";

    private static final int MOST_CHARACTERS = 255;
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");
    private static final String SEGMENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*+";
    private static final Pattern REPOSITORY = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    public ArtifactReference {
        if (!isHost(host)
                || !isRepository(repository)
                || tag.filter(given -> !isTag(given)).isPresent()) {
            throw new IllegalArgumentException("no reference to an artifact: " + host + "/" + repository);
        }
    }

    static boolean isHost(String text) {
        return text.length() <= MOST_CHARACTERS && HOST.matcher(text).matches();
    }

    static boolean isRepository(String text) {
        return text.length() <= MOST_CHARACTERS && REPOSITORY.matcher(text).matches();
    }

    static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /** @throws RegistryException {@link RegistryError#REFERENCE_INVALID} */
    public static ArtifactReference parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || !isHost(text.substring(0, slash))) {
            throw invalid(text, "it does not begin with a registry's host and a slash");
        }
        return within(text.substring(0, slash), text.substring(slash + 1));
    }

    /**
     * Reads a reference without its host.
     *
     * @throws RegistryException {@link RegistryError#REFERENCE_INVALID}
     */
    static ArtifactReference within(String host, String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        Optional<Digest> digest = at < 0 ? Optional.empty() : Digest.parse(text.substring(at + 1));
        if (at >= 0 && digest.isEmpty()) {
            throw invalid(text, "what follows '@' is no digest");
        }
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String repository = tagged ? named.substring(0, colon) : named;
        if (!isRepository(repository)) {
            throw invalid(
                    text,
                    "'" + RegistryException.printable(repository)
                            + "' is not made of names in small letters with '/' between them");
        }
        Optional<String> tag = tagged ? Optional.of(named.substring(colon + 1)) : Optional.empty();
        if (tag.filter(given -> !isTag(given)).isPresent()) {
            throw invalid(text, "what follows ':' is no tag");
        }
        return new ArtifactReference(host, repository, tag, digest);
    }

    private static RegistryException invalid(String text, String reason) {
        return new RegistryException(
                RegistryError.REFERENCE_INVALID,
                "'" + RegistryException.printable(text) + "' is no reference to an artifact: " + reason);
    }

    /** The same artifact, pinned. */
    public ArtifactReference at(Digest pinned) {
        return new ArtifactReference(host, repository, tag, Optional.of(pinned));
    }

    /** The digest, the tag, or {@link #DEFAULT_TAG}: what a registry is asked for. */
    public String asked() {
        return digest.map(Digest::toString).or(() -> tag).orElse(DEFAULT_TAG);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return host + "/" + repository
                + tag.map(given -> ":" + given).orElse("")
                + digest.map(given -> "@" + given).orElse("");
    }
}
