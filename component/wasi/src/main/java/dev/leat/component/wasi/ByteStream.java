package dev.leat.component.wasi;

/** A stream of {@code wasi:io/streams}, which must outlive the pollables that the guest got from it. */
abstract sealed class ByteStream permits InputStream, OutputStream {

    private final String kind;
    private int pollables;

    /** @param kind what WIT calls the resource */
    ByteStream(String kind) {
        this.kind = kind;
    }

    /** {@code subscribe}: ready at once, as no stream here keeps its guest waiting. */
    final Pollable subscribe() {
        pollables++;
        return new Pollable.OfStream(this);
    }

    final void pollableDropped() {
        pollables--;
    }

    /** @throws dev.leat.component.core.CoreTrapException where a pollable of the stream is still there */
    final void drop() {
        if (pollables > 0) {
            throw Traps.broken("the guest dropped an " + kind + " before the pollables that it got from it");
        }
    }
}
