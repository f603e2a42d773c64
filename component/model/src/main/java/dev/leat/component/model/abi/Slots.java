package dev.leat.component.model.abi;

/** Flat values, written and read in order. An {@code i32} or {@code f32} is kept with its high half zero. */
final class Slots {

    private final long[] values;
    private int next;

    Slots(long[] values) {
        this.values = values;
    }

    void rewind() {
        next = 0;
    }

    long[] values() {
        return values;
    }

    int position() {
        return next;
    }

    void position(int position) {
        next = position;
    }

    void putInt(int value) {
        values[next++] = value & 0xffff_ffffL;
    }

    void putLong(long value) {
        values[next++] = value;
    }

    int takeInt() {
        return (int) values[next++];
    }

    long takeLong() {
        return values[next++];
    }

    /** Fills up to {@code position} with zeros: the flat values that another case of a variant would use. */
    void padTo(int position) {
        while (next < position) {
            values[next++] = 0;
        }
    }
}
