package dev.leat.service.state;

import dev.leat.dataflow.data.Bytes;
import java.util.Arrays;

/** A pattern of bytes, with {@code *} for any bytes and {@code ?} for one. For one thread. */
final class Glob {

    private final byte[] pattern;
    private long steps;

    Glob(Bytes pattern) {
        this.pattern = pattern.unsafeArray();
    }

    /** What every match begins with. */
    Bytes prefix() {
        int end = 0;
        while (end < pattern.length && pattern[end] != '*' && pattern[end] != '?') {
            end++;
        }
        return Bytes.of(Arrays.copyOf(pattern, end));
    }

    /** How many bytes were looked at so far. */
    long steps() {
        return steps;
    }

    /** Goes back to the last star alone, so that the steps are at most the product of the lengths. */
    boolean matches(Bytes key) {
        byte[] text = key.unsafeArray();
        int at = 0;
        int in = 0;
        int star = -1;
        int starAt = 0;
        while (at < text.length) {
            steps++;
            if (in < pattern.length && pattern[in] == '*') {
                star = in++;
                starAt = at;
            } else if (in < pattern.length && (pattern[in] == '?' || pattern[in] == text[at])) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        while (in < pattern.length && pattern[in] == '*') {
            in++;
        }
        return in == pattern.length;
    }
}
