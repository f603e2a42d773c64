package dev.leat.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What content is known by: {@code sha256:} and 64, or {@code sha512:} and 128 hexadecimal digits in small letters.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex the digits
 */
public record Digest(String algorithm, String hex) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA_512 = Pattern.compile("[0-9a-f]{128}");

    public Digest {
        if (!known(algorithm, hex)) {
            throw new IllegalArgumentException("no digest: " + algorithm + ":" + hex);
        }
    }

    private static boolean known(String algorithm, String hex) {
        return algorithm.equals("sha256") && SHA_256.matcher(hex).matches()
                || algorithm.equals("sha512") && SHA_512.matcher(hex).matches();
    }

    /** Reads a digest, if the text is one of an algorithm that Leat can check. */
    public static Optional<Digest> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || !known(text.substring(0, colon), text.substring(colon + 1))) {
            return Optional.empty();
        }
        return Optional.of(new Digest(text.substring(0, colon), text.substring(colon + 1)));
    }

    /** The SHA-256 of this content. */
    public static Digest of(byte[] content) {
        return new Digest("sha256", HexFormat.of().formatHex(function("sha256").digest(content)));
    }

    /** Whether this is the digest of that content. */
    public boolean fits(byte[] content) {
        return HexFormat.of().formatHex(function().digest(content)).equals(hex);
    }

    MessageDigest function() {
        return function(algorithm);
    }

    private static MessageDigest function(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-2", impossible);
        }
    }

    /** As it is written in references and manifests. */
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
