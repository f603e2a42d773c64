package dev.leat.registry;

import dev.leat.endpoint.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Remembers which artifacts were verified, and which authority vouched for each: what runs goes on to run, and to start, while
 * its registry is away and after the signer's certificate has expired, for as long as that authority is trusted. A digest
 * stands for its content, so what was verified once cannot become something else.
 *
 * <p>A directory that only its owner may write, with an empty file for each; at most {@value #MOST} of them, those that were
 * not asked for longest go. Safe for use by several threads.
 *
 * @param directory is made where it is missing
 */
public record VerifiedArtifacts(Path directory) {

    static final int MOST = 10_000;

    /** Whether one of these authorities has vouched for it. */
    boolean has(Digest artifact, Set<X509Certificate> authorities) {
        for (X509Certificate authority : authorities) {
            Path file = file(artifact, authority);
            if (Files.isRegularFile(file)) {
                try {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                } catch (IOException unwritable) {
                    // It is forgotten a little sooner.
                }
                return true;
            }
        }
        return false;
    }

    /** Remembers it; where that does not work, it is verified again the next time. */
    void keep(Digest artifact, X509Certificate authority) {
        try {
            PrivateFiles.createDirectory(directory);
            PrivateFiles.write(file(artifact, authority), new byte[0]);
            shrink();
        } catch (IOException unwritable) {
            // Nothing is lost but time.
        }
    }

    private Path file(Digest artifact, X509Certificate authority) {
        try {
            return directory.resolve(artifact.algorithm() + "-" + artifact.hex() + "-"
                    + Digest.of(authority.getEncoded()).hex());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("a certificate that was read has its bytes", impossible);
        }
    }

    private void shrink() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = new ArrayList<>(all.toList());
        }
        if (files.size() > MOST) {
            files.sort(Comparator.comparing(VerifiedArtifacts::used));
            for (Path file : files.subList(0, files.size() - MOST)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}
