package dev.leat.endpoint.otel;

import dev.leat.dataflow.Confirmation;
import dev.leat.dataflow.Record;
import org.jspecify.annotations.Nullable;

/** A message until it is answered. */
final class Pending {

    private final Record record;
    private final Confirmation confirmation;
    private int bytes;

    /** Belongs to the sink's thread. */
    private @Nullable OtelEndpointException refusal;

    Pending(Record record, Confirmation confirmation, int bytes) {
        this.record = record;
        this.confirmation = confirmation;
        this.bytes = bytes;
    }

    Record record() {
        return record;
    }

    /** What it takes of the memory. Guarded by the sink's lock. */
    int bytes() {
        return bytes;
    }

    /** It takes more, now that it was read. */
    void grow(int more) {
        bytes += more;
    }

    /** A part of it will never be taken. */
    void refuse(OtelEndpointException reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    /** Says what became of it. */
    void answer() {
        if (refusal == null) {
            confirmation.done();
        } else {
            confirmation.failed(refusal);
        }
    }
}
