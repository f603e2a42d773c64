package dev.leat.endpoint.otel;

import com.google.protobuf.CodedOutputStream;

/**
 * A metric without its points.
 *
 * @param unit as the first message had it; empty for none
 * @param description likewise
 */
record Definition(String name, MetricType type, String unit, String description) {

    private static final int OVERHEAD_BYTES = 32;

    /** What it takes of an export, at most. */
    int bytes() {
        return CodedOutputStream.computeStringSizeNoTag(name)
                + CodedOutputStream.computeStringSizeNoTag(description)
                + CodedOutputStream.computeStringSizeNoTag(unit)
                + OVERHEAD_BYTES;
    }
}
