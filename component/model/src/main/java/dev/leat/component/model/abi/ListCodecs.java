package dev.leat.component.model.abi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Codecs of lists: bytes in one piece, anything else one by one. */
final class ListCodecs {

    private static final String OUT_OF_BOUNDS =
            "list pointer/length out of bounds of memory: list content out-of-bounds";

    /** About as many bytes as an object and a reference to it take. */
    private static final int OBJECT = 24;

    private ListCodecs() {}

    /** What points to a run of elements elsewhere in memory. */
    private abstract static class Pointing extends Codec {

        private final int elementSize;
        private final int elementAlignment;
        private final int javaSize;

        /** @param javaSize about as many bytes as an element takes in Java */
        Pointing(int elementSize, int elementAlignment, int javaSize) {
            super(8, 4, 2);
            this.elementSize = elementSize;
            this.elementAlignment = elementAlignment;
            this.javaSize = javaSize;
        }

        /** Reads elements that lie in memory. */
        abstract Object read(Abi abi, long address, int count);

        abstract int count(Object value);

        abstract void write(Abi abi, Object value, long address);

        @Override
        final Object load(Abi abi, long address) {
            MemorySegment memory = abi.segment();
            return elements(
                    abi, Abi.address(memory.get(Abi.INT, address)), Abi.address(memory.get(Abi.INT, address + 4)));
        }

        @Override
        final Object lift(Abi abi, Slots slots) {
            long address = Abi.address(slots.takeInt());
            return elements(abi, address, Abi.address(slots.takeInt()));
        }

        private Object elements(Abi abi, long address, long count) {
            // Both factors are below 2^32, and a size is below 2^28: the product fits.
            abi.checkRange(address, count * elementSize, elementAlignment, OUT_OF_BOUNDS);
            if (elementSize == 0 && count > 1 << 20) {
                throw Trap.of("a list of " + count + " empty elements");
            }
            abi.carry(count * javaSize);
            return read(abi, address, (int) count);
        }

        @Override
        final void store(Abi abi, Object value, long address) {
            int count = count(value);
            long start = allocate(abi, value, count);
            abi.segment().set(Abi.INT, address, (int) start);
            abi.segment().set(Abi.INT, address + 4, count);
        }

        @Override
        final void lower(Abi abi, Object value, Slots slots) {
            int count = count(value);
            slots.putInt((int) allocate(abi, value, count));
            slots.putInt(count);
        }

        private long allocate(Abi abi, Object value, int count) {
            long start = abi.allocate(elementAlignment, (long) count * elementSize);
            write(abi, value, start);
            return start;
        }
    }

    static final Codec BYTES = new Pointing(1, 1, 1) {
        @Override
        Object read(Abi abi, long address, int count) {
            byte[] bytes = new byte[count];
            MemorySegment.copy(abi.segment(), ValueLayout.JAVA_BYTE, address, bytes, 0, count);
            return bytes;
        }

        @Override
        int count(Object value) {
            return ((byte[]) value).length;
        }

        @Override
        void write(Abi abi, Object value, long address) {
            byte[] bytes = (byte[]) value;
            MemorySegment.copy(bytes, 0, abi.segment(), ValueLayout.JAVA_BYTE, address, bytes.length);
        }
    };

    /** Bytes where they lie: what is read is a view of the guest's memory, and good for as long as the call that got it. */
    static final Codec VIEW = new Pointing(1, 1, 0) {
        @Override
        Object read(Abi abi, long address, int count) {
            return abi.segment().asSlice(address, count).asReadOnly();
        }

        @Override
        int count(Object value) {
            return Math.toIntExact(((MemorySegment) value).byteSize());
        }

        @Override
        void write(Abi abi, Object value, long address) {
            MemorySegment bytes = (MemorySegment) value;
            MemorySegment.copy(bytes, 0, abi.segment(), address, bytes.byteSize());
        }
    };

    /** Any list, a {@link List} in Java. */
    static Codec list(Codec element) {
        return new Pointing(element.size(), element.alignment(), element.size() + OBJECT) {
            @Override
            Object read(Abi abi, long address, int count) {
                if (count == 0) {
                    return List.of();
                }
                Object[] values = new Object[count];
                for (int i = 0; i < count; i++) {
                    values[i] = element.load(abi, address + (long) i * element.size());
                }
                return Collections.unmodifiableList(Arrays.asList(values));
            }

            @Override
            int count(Object value) {
                return ((List<?>) value).size();
            }

            @Override
            void write(Abi abi, Object value, long address) {
                long next = address;
                for (Object one : (List<?>) value) {
                    element.store(abi, one, next);
                    next += element.size();
                }
            }
        };
    }

    /** A list of fixed length lies in place, like a tuple. */
    static Codec fixed(Codec element, int length) {
        return new Codec(Math.multiplyExact(element.size(), length), element.alignment(), element.flat() * length) {
            @Override
            Object load(Abi abi, long address) {
                List<Object> values = new ArrayList<>(length);
                for (int i = 0; i < length; i++) {
                    values.add(element.load(abi, address + (long) i * element.size()));
                }
                return values;
            }

            @Override
            void store(Abi abi, Object value, long address) {
                long next = address;
                for (Object one : checked(value)) {
                    element.store(abi, one, next);
                    next += element.size();
                }
            }

            @Override
            Object lift(Abi abi, Slots slots) {
                List<Object> values = new ArrayList<>(length);
                for (int i = 0; i < length; i++) {
                    values.add(element.lift(abi, slots));
                }
                return values;
            }

            @Override
            void lower(Abi abi, Object value, Slots slots) {
                for (Object one : checked(value)) {
                    element.lower(abi, one, slots);
                }
            }

            private List<?> checked(Object value) {
                List<?> values = (List<?>) value;
                if (values.size() != length) {
                    throw new IllegalArgumentException(
                            "a list of " + values.size() + " elements where the guest takes " + length);
                }
                return values;
            }
        };
    }
}
