package dev.leat.component.wasi;

/** An {@code input-stream} that is closed from the start: what stdin is. All that reads from it fails with {@code closed}. */
final class InputStream extends ByteStream {

    InputStream() {
        super("input-stream");
    }
}
