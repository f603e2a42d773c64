package dev.leat.endpoint.otel;

import com.google.protobuf.CodedOutputStream;

/**
 * A metric without its points.
 *
 * @param description as the first message had it that had one; empty for none
 */
record Definition(String name, MetricType type, String description) {

    private static final int OVERHEAD_BYTES = 32;

    /** What it takes of an export, at most. */
    int bytes() {
        return CodedOutputStream.computeStringSizeNoTag(name)
                + CodedOutputStream.computeStringSizeNoTag(description)
                + OVERHEAD_BYTES;
    }
}
