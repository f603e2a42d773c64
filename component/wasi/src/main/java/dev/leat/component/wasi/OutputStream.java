package dev.leat.component.wasi;

/** An {@code output-stream} that ends in a log: never full, never closed. */
final class OutputStream extends ByteStream {

    /** What one {@code check-write} permits, in bytes. */
    static final int PERMIT = 64 << 10;

    /** What the blocking functions take at once, in bytes. */
    static final int BLOCKING = 4096;

    private final LineBuffer lines;
    private long permitted;

    OutputStream(LineBuffer lines) {
        super("output-stream");
        this.lines = lines;
    }

    /** {@code check-write}: how many bytes may be written before asking again. */
    long checkWrite() {
        permitted = PERMIT;
        return permitted;
    }

    /** {@code write}, which may take no more than {@link #checkWrite} permitted. */
    void write(byte[] contents) {
        take(contents.length);
        lines.write(contents);
    }

    /** {@code write-zeroes}, which may write no more than {@link #checkWrite} permitted. */
    void writeZeroes(long length) {
        take(length);
        lines.write(new byte[(int) length]);
    }

    /** {@code blocking-write-and-flush}. */
    void blockingWrite(byte[] contents) {
        checkBlocking(contents.length);
        lines.write(contents);
    }

    /** {@code blocking-write-zeroes-and-flush}. */
    void blockingWriteZeroes(long length) {
        checkBlocking(length);
        lines.write(new byte[(int) length]);
    }

    private void take(long length) {
        if (Long.compareUnsigned(length, permitted) > 0) {
            throw Traps.broken("the guest wrote " + Long.toUnsignedString(length)
                    + " bytes to an output-stream where check-write permitted " + permitted);
        }
        permitted -= length;
    }

    private static void checkBlocking(long length) {
        if (Long.compareUnsigned(length, BLOCKING) > 0) {
            throw Traps.broken("the guest wrote " + Long.toUnsignedString(length)
                    + " bytes to an output-stream at once, where a blocking write takes " + BLOCKING);
        }
    }
}
