package dev.leat.dataflow;

import dev.leat.dataflow.data.DataModel;

/**
 * What flows on the edges of a graph.
 *
 * @param time the logical time that the dataflow orders by
 * @param value what operators work on
 * @param receipt of the source record that this one came of
 */
@SuppressWarnings("JavaLangClash") // the field's word for it, see ARCHITECTURE.md
public record Record(Timestamp time, DataModel value, Receipt receipt) {

    /** Another value at the same time, of the same origin. */
    public Record withValue(DataModel value) {
        return new Record(time, value, receipt);
    }

    /** The same value at another time. */
    public Record withTime(Timestamp time) {
        return new Record(time, value, receipt);
    }
}
