package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;
import dev.leat.dataflow.data.Origin;

/**
 * What flows on the edges of a graph.
 *
 * @param time the logical time that the dataflow orders by
 * @param value what operators work on
 * @param receipt of the source record that this one came of
 * @param origin what the source knew of it besides
 */
@SuppressWarnings("JavaLangClash") // the field's word for it, see ARCHITECTURE.md
public record Record(Timestamp time, DataModel value, Receipt receipt, Origin origin) {

    /** A record without an origin. */
    public Record(Timestamp time, DataModel value, Receipt receipt) {
        this(time, value, receipt, Origin.NONE);
    }

    /** Another value at the same time, of the same origin. */
    public Record withValue(DataModel value) {
        return new Record(time, value, receipt, origin);
    }

    /** The same value at another time. */
    public Record withTime(Timestamp time) {
        return new Record(time, value, receipt, origin);
    }
}
