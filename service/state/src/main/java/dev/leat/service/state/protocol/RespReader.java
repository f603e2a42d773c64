package dev.leat.service.state.protocol;

import dev.leat.dataflow.data.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the parts of RESP3 that the state store protocol uses, from a payload that is there as a whole. A length is held
 * against what remains before anything is allocated.
 */
final class RespReader {

    /** More digits than any length that fits into a payload. */
    private static final int LONGEST_NUMBER = 20;

    private final byte[] payload;
    private int position;

    RespReader(Bytes payload) {
        this.payload = payload.unsafeArray();
    }

    boolean atEnd() {
        return position == payload.length;
    }

    void expectEnd() throws RespException {
        if (!atEnd()) {
            throw new RespException((payload.length - position) + " bytes after the end");
        }
    }

    /** The type of what comes next, which stays. */
    char peek() throws RespException {
        if (atEnd()) {
            throw new RespException("nothing where a value should be");
        }
        return (char) (payload[position] & 0xff);
    }

    private void expect(char type) throws RespException {
        char found = peek();
        if (found != type) {
            throw new RespException("'" + type + "' expected, byte " + (int) found + " found");
        }
        position++;
    }

    /** A line without its type and its end. */
    String line(char type) throws RespException {
        expect(type);
        int end = position;
        while (end < payload.length && payload[end] != '\r') {
            end++;
        }
        if (end + 1 >= payload.length || payload[end + 1] != '\n') {
            throw new RespException("a line without its end");
        }
        String line = new String(payload, position, end - position, StandardCharsets.UTF_8);
        position = end + 2;
        return line;
    }

    long number(char type) throws RespException {
        return number(line(type));
    }

    static long number(String text) throws RespException {
        int digits = text.startsWith("-") ? 1 : 0;
        if (text.length() == digits || text.length() > LONGEST_NUMBER) {
            throw new RespException("not a number");
        }
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new RespException("not a number");
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            throw new RespException("a number out of range");
        }
    }

    /** A blob string; null has its own form and is not one. */
    Bytes blob() throws RespException {
        long length = number('$');
        if (length < 0 || length > payload.length - position - 2) {
            throw new RespException("a blob longer than the payload");
        }
        int end = position + (int) length;
        if (payload[end] != '\r' || payload[end + 1] != '\n') {
            throw new RespException("a blob without its end");
        }
        Bytes blob = Bytes.of(Arrays.copyOfRange(payload, position, end));
        position = end + 2;
        return blob;
    }

    /** The count of an array's parts. */
    int array(int most) throws RespException {
        long count = number('*');
        if (count < 0 || count > most) {
            throw new RespException("an array of " + count + " parts");
        }
        return (int) count;
    }

    /** An array of blob strings. */
    List<Bytes> blobs(int most) throws RespException {
        int count = array(most);
        List<Bytes> blobs = new ArrayList<>(Math.min(count, 16));
        for (int i = 0; i < count; i++) {
            blobs.add(blob());
        }
        return blobs;
    }
}
