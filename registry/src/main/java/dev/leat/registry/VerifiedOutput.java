package dev.leat.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and digests what goes through, and takes no byte more than announced. */
final class VerifiedOutput extends OutputStream {

    private final OutputStream into;
    private final Descriptor expected;
    private final String place;
    private final MessageDigest function;
    private long count;

    /** @param place where the content comes from, for messages */
    VerifiedOutput(OutputStream into, Descriptor expected, String place) {
        this.into = into;
        this.expected = expected;
        this.place = place;
        this.function = expected.digest().function();
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        count += length;
        if (count > expected.size()) {
            throw new RegistryException(
                    RegistryError.DIGEST_MISMATCH,
                    "more came from " + place + " than the " + expected.size() + " bytes of " + expected.digest());
        }
        function.update(bytes, offset, length);
        into.write(bytes, offset, length);
    }

    /** All is written. */
    void verify() {
        if (count < expected.size()) {
            throw new RegistryException(
                    RegistryError.TRUNCATED,
                    "only " + count + " of the " + expected.size() + " bytes of " + expected.digest() + " came from "
                            + place);
        }
        String hex = HexFormat.of().formatHex(function.digest());
        if (!hex.equals(expected.digest().hex())) {
            throw new RegistryException(
                    RegistryError.DIGEST_MISMATCH,
                    "what came from " + place + " for " + expected.digest() + " has the digest "
                            + expected.digest().algorithm() + ":" + hex);
        }
    }
}
