package dev.leat.dataflow.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Bytes that grow by the chunk: none is copied to make room for others. One thread. */
final class GrowingBytes {

    private static final int FIRST_CHUNK = 512;

    /** A little less than a quarter of a MiB: four fill a small region of the garbage collector, and none needs its own. */
    static final int LARGEST_CHUNK = 255 << 10;

    private final long most;
    private final List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(FIRST_CHUNK);
    private long inFull;

    /** @param most how many bytes there may be */
    GrowingBytes(long most) {
        this.most = most;
    }

    long size() {
        return inFull + last.position();
    }

    /** A chunk with room for so many bytes at its position; no more than 8. */
    ByteBuffer room(int bytes) throws IOException {
        check(bytes);
        if (last.remaining() < bytes) {
            next();
        }
        return last;
    }

    void put(byte[] bytes) throws IOException {
        check(bytes.length);
        int done = 0;
        while (done < bytes.length) {
            if (!last.hasRemaining()) {
                next();
            }
            int step = Math.min(bytes.length - done, last.remaining());
            last.put(bytes, done, step);
            done += step;
        }
    }

    private void check(int more) throws IOException {
        if (size() + more > most) {
            throw new IOException("there are more than " + most
                    + " bytes of state, the most that a checkpoint holds; shorter windows keep less");
        }
    }

    private void next() {
        inFull += last.position();
        full.add(last.flip());
        last = ByteBuffer.allocate((int) Math.clamp(inFull, FIRST_CHUNK, LARGEST_CHUNK));
    }

    /** Views of all there is, in order. */
    List<ByteBuffer> content() {
        List<ByteBuffer> views = new ArrayList<>(full.size() + 1);
        full.forEach(chunk -> views.add(chunk.asReadOnlyBuffer()));
        views.add(last.asReadOnlyBuffer().flip());
        return views;
    }
}
