package dev.leat.component.model.abi;

import dev.leat.component.model.type.ResourceType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The handles of one component instance: small numbers for resources, the one freed last first. */
final class HandleTable {

    /** How many handles one component instance may hold at once. */
    private static final int MAXIMUM = 1 << 20;

    /** What one handle stands for. */
    static final class Entry {
        private final ResourceType type;
        private final Object representation;
        private final @Nullable Call lentFor;
        private final long bytes;
        private int lends;

        /** @param lentFor the call that a borrowed handle is for; none where the handle owns its resource */
        Entry(ResourceType type, Object representation, @Nullable Call lentFor) {
            this(type, representation, lentFor, 0);
        }

        /** @param bytes what the handle keeps alive of the host's memory */
        Entry(ResourceType type, Object representation, @Nullable Call lentFor, long bytes) {
            this.type = type;
            this.representation = representation;
            this.lentFor = lentFor;
            this.bytes = bytes;
        }

        Object representation() {
            return representation;
        }

        boolean owns() {
            return lentFor == null;
        }

        void lend() {
            lends++;
        }

        void giveBack() {
            lends--;
        }
    }

    private final HandleBytes bytes;
    private @Nullable Entry[] entries = new Entry[16];
    private int[] free = new int[16];
    private int freeCount;
    private int end = 1;

    /** @param bytes counts what the handles hold, together with those of other tables */
    HandleTable(HandleBytes bytes) {
        this.bytes = bytes;
    }

    int add(Entry entry) {
        bytes.hold(entry.bytes);
        int index;
        if (freeCount > 0) {
            index = free[--freeCount];
        } else {
            if (end == MAXIMUM) {
                throw Trap.of("the component holds more than " + MAXIMUM + " handles");
            }
            if (end == entries.length) {
                entries = Arrays.copyOf(entries, end * 2);
            }
            index = end++;
        }
        entries[index] = entry;
        return index;
    }

    /** @throws dev.leat.component.core.CoreTrapException where the index is not in use, or of another type */
    Entry get(int index, ResourceType type) {
        Entry entry = Integer.compareUnsigned(index, entries.length) < 0 ? entries[index] : null;
        if (entry == null) {
            throw Trap.of("unknown handle index " + Integer.toUnsignedString(index));
        }
        if (entry.type != type) {
            throw Trap.of("handle index " + index + " used with the wrong type, expected " + type.name()
                    + " but found a different resource, " + entry.type.name());
        }
        return entry;
    }

    /** Takes an owned handle out, to give its resource away. */
    Entry removeOwn(int index, ResourceType type) {
        Entry entry = get(index, type);
        if (!entry.owns()) {
            throw Trap.of("cannot lift own resource from a borrow");
        }
        return remove(index, entry);
    }

    /** Takes a handle out, owned or borrowed. */
    Entry remove(int index, ResourceType type) {
        return remove(index, get(index, type));
    }

    private Entry remove(int index, Entry entry) {
        if (entry.lends != 0) {
            throw Trap.of("cannot remove owned resource while borrowed");
        }
        Call call = entry.lentFor;
        if (call != null) {
            call.returned();
        }
        entries[index] = null;
        bytes.release(entry.bytes);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = index;
        return entry;
    }
}
