package dev.leat.component.model.abi;

/**
 * Carries values of one type between Java and a guest; planned once for each type and Java class, used by all calls.
 * Codecs are immutable and safe for use by many threads.
 */
abstract class Codec {

    private final int size;
    private final int alignment;
    private final int flat;

    /**
     * @param size bytes in memory
     * @param alignment 1, 2, 4 or 8 bytes
     * @param flat how many flat values there are
     */
    Codec(int size, int alignment, int flat) {
        this.size = size;
        this.alignment = alignment;
        this.flat = flat;
    }

    final int size() {
        return size;
    }

    final int alignment() {
        return alignment;
    }

    final int flat() {
        return flat;
    }

    /** Reads a value from memory. */
    abstract Object load(Abi abi, long address);

    /** Writes a value to memory. */
    abstract void store(Abi abi, Object value, long address);

    /** Reads a value from flat values. */
    abstract Object lift(Abi abi, Slots slots);

    /** Writes a value to flat values. */
    abstract void lower(Abi abi, Object value, Slots slots);
}
