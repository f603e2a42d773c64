package dev.leat.registry;

/**
 * A manifest as a registry has it, held against its digest.
 *
 * @param mediaType what the registry says that it is
 * @param digest of the content
 * @param content as it is stored; not to be changed
 */
public record ManifestContent(String mediaType, Digest digest, byte[] content) {

    /** The most bytes of a manifest. */
    public static final int MOST_BYTES = 4 << 20;

    /** One of one's own making. */
    static ManifestContent of(String mediaType, byte[] content) {
        return new ManifestContent(mediaType, Digest.of(content), content);
    }
}
