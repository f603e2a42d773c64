package dev.leat.testkit.torture;

import dev.leat.dataflow.Timestamp;
import dev.leat.dataflow.data.DataModel;

/** A record on its way into one of the operator's inputs. */
record Entry(int input, Timestamp time, DataModel value) {

    Entry at(Timestamp other) {
        return new Entry(input, other, value);
    }

    @Override
    public String toString() {
        return Outcome.text(time, value);
    }
}
