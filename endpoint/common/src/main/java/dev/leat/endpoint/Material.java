package dev.leat.endpoint;

import dev.leat.dataflow.data.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a connection proves something with: certificates, keys, passwords, tokens. It is read anew for each attempt to
 * connect, so that what has changed meanwhile takes effect.
 */
@FunctionalInterface
public interface Material {

    /** The most that is read of a file, in bytes. */
    int MOST_BYTES = 1 << 20;

    /**
     * The content as it is now. Called by a thread that may wait, which is interrupted where an attempt to connect may
     * take no longer.
     *
     * @throws IOException that says what is missing, without any of the content
     */
    Bytes read() throws IOException;

    /** Always the same. */
    static Material of(Bytes content) {
        return new Given(content);
    }

    /** Always the same text, in UTF-8. */
    static Material of(String text) {
        return of(Bytes.utf8(text));
    }

    /** All of a file, of at most {@link #MOST_BYTES}. */
    static Material file(Path path) {
        return new InFile(path, false);
    }

    /** The first line of a file, without the blanks around it: for passwords and tokens. */
    static Material line(Path path) {
        return new InFile(path, true);
    }

    /** Does not show what it holds. */
    record Given(Bytes content) implements Material {

        @Override
        public Bytes read() {
            return content;
        }

        @Override
        public String toString() {
            return "given";
        }
    }

    /** @param line whether only the first line counts */
    record InFile(Path path, boolean line) implements Material {

        @Override
        public Bytes read() throws IOException {
            byte[] content;
            try (InputStream in = Files.newInputStream(path)) {
                content = in.readNBytes(MOST_BYTES + 1);
            }
            if (content.length > MOST_BYTES) {
                throw new IOException(path + " has more than " + MOST_BYTES + " bytes");
            }
            Bytes all = Bytes.of(content);
            return line ? firstLine(all) : all;
        }

        private Bytes firstLine(Bytes all) throws IOException {
            String text = all.asStrictUtf8().orElseThrow(() -> new IOException(path + " is not UTF-8"));
            return Bytes.utf8(text.lines().findFirst().orElse("").strip());
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
