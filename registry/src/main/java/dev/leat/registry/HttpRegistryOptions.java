package dev.leat.registry;

import dev.leat.endpoint.Material;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a registry over HTTP is spoken with.
 *
 * @param authorities certificates in PEM of the authorities that are trusted, read once; empty for those that Java trusts
 * @param connectTimeout for a connection
 * @param answerTimeout for an answer to begin, for each further part of it, and for all of one that is no blob
 * @param transferTimeout for all of a blob, either way
 * @param mostBlobBytes the most bytes of a blob that is read
 * @param attempts how often a request is made in all where the registry is overloaded, 1 to 10
 */
public record HttpRegistryOptions(
        Optional<Material> authorities,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration transferTimeout,
        long mostBlobBytes,
        int attempts) {

    /** The most bytes of a module, as elsewhere in Leat. */
    public static final long MOST_BLOB_BYTES = 256L << 20;

    /** Java's authorities; 10 s to connect, 30 s for an answer, 10 min for a blob of at most 256 MiB; 3 attempts. */
    public static final HttpRegistryOptions DEFAULT = new HttpRegistryOptions(
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            MOST_BLOB_BYTES,
            3);

    public HttpRegistryOptions {
        for (Duration each : List.of(connectTimeout, answerTimeout, transferTimeout)) {
            if (each.toMillis() < 1 || each.compareTo(Duration.ofHours(24)) > 0) {
                throw new IllegalArgumentException("a timeout is 1 ms to 24 h: " + each);
            }
        }
        if (mostBlobBytes < 1 || mostBlobBytes > Integer.MAX_VALUE - 8L || attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException("blobs of " + mostBlobBytes + " bytes, " + attempts + " attempts");
        }
    }

    public HttpRegistryOptions withAuthorities(Material pem) {
        return new HttpRegistryOptions(
                Optional.of(pem), connectTimeout, answerTimeout, transferTimeout, mostBlobBytes, attempts);
    }

    public HttpRegistryOptions withTimeouts(Duration connect, Duration answer, Duration transfer) {
        return new HttpRegistryOptions(authorities, connect, answer, transfer, mostBlobBytes, attempts);
    }

    public HttpRegistryOptions withMostBlobBytes(long bytes) {
        return new HttpRegistryOptions(authorities, connectTimeout, answerTimeout, transferTimeout, bytes, attempts);
    }

    public HttpRegistryOptions withAttempts(int number) {
        return new HttpRegistryOptions(
                authorities, connectTimeout, answerTimeout, transferTimeout, mostBlobBytes, number);
    }
}
