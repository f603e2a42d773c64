package dev.leat.component.model.abi;

import dev.leat.component.model.type.ValueType.Primitive;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Codecs of booleans, integers, floats and characters. */
final class NumberCodecs {

    private NumberCodecs() {}

    /** The Java class that carries an integer. */
    enum Carrier {
        BYTE,
        SHORT,
        INT,
        LONG;

        int bytes() {
            return 1 << ordinal();
        }

        Object box(long value) {
            return switch (this) {
                case BYTE -> (byte) value;
                case SHORT -> (short) value;
                case INT -> (int) value;
                case LONG -> value;
            };
        }
    }

    static final Codec BOOL = new Codec(1, 1, 1) {
        @Override
        Object load(Abi abi, long address) {
            return abi.segment().get(ValueLayout.JAVA_BYTE, address) != 0;
        }

        @Override
        void store(Abi abi, Object value, long address) {
            abi.segment().set(ValueLayout.JAVA_BYTE, address, (byte) ((Boolean) value ? 1 : 0));
        }

        @Override
        Object lift(Abi abi, Slots slots) {
            return slots.takeInt() != 0;
        }

        @Override
        void lower(Abi abi, Object value, Slots slots) {
            slots.putInt((Boolean) value ? 1 : 0);
        }
    };

    static final Codec F32 = new Codec(4, 4, 1) {
        @Override
        Object load(Abi abi, long address) {
            return canonical(abi.segment().get(Abi.FLOAT, address));
        }

        @Override
        void store(Abi abi, Object value, long address) {
            abi.segment().set(Abi.FLOAT, address, canonical((Float) value));
        }

        @Override
        Object lift(Abi abi, Slots slots) {
            return canonical(Float.intBitsToFloat(slots.takeInt()));
        }

        @Override
        void lower(Abi abi, Object value, Slots slots) {
            slots.putInt(Float.floatToIntBits((Float) value));
        }
    };

    static final Codec F64 = new Codec(8, 8, 1) {
        @Override
        Object load(Abi abi, long address) {
            return canonical(abi.segment().get(Abi.DOUBLE, address));
        }

        @Override
        void store(Abi abi, Object value, long address) {
            abi.segment().set(Abi.DOUBLE, address, canonical((Double) value));
        }

        @Override
        Object lift(Abi abi, Slots slots) {
            return canonical(Double.longBitsToDouble(slots.takeLong()));
        }

        @Override
        void lower(Abi abi, Object value, Slots slots) {
            slots.putLong(Double.doubleToLongBits((Double) value));
        }
    };

    /** A Unicode scalar value, an {@link Integer} in Java. */
    static final Codec CHAR = new Codec(4, 4, 1) {
        @Override
        Object load(Abi abi, long address) {
            return scalar(abi.segment().get(Abi.INT, address));
        }

        @Override
        void store(Abi abi, Object value, long address) {
            abi.segment().set(Abi.INT, address, hostScalar((Integer) value));
        }

        @Override
        Object lift(Abi abi, Slots slots) {
            return scalar(slots.takeInt());
        }

        @Override
        void lower(Abi abi, Object value, Slots slots) {
            slots.putInt(hostScalar((Integer) value));
        }
    };

    /** NaNs lose their payloads at the border. */
    static float canonical(float value) {
        return Float.isNaN(value) ? Float.NaN : value;
    }

    /** NaNs lose their payloads at the border. */
    static double canonical(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    /** Makes sure that a guest's number is a Unicode scalar value. */
    static int scalar(int value) {
        if (!isScalar(value)) {
            throw Trap.of("invalid `char` bit pattern: 0x" + Integer.toHexString(value));
        }
        return value;
    }

    /** Makes sure that a number of the host is a Unicode scalar value. */
    static int hostScalar(int value) {
        if (!isScalar(value)) {
            throw new IllegalArgumentException(
                    "0x" + Integer.toHexString(value) + " is no Unicode scalar value: it cannot go to a guest");
        }
        return value;
    }

    private static boolean isScalar(int value) {
        return Character.isValidCodePoint(value)
                && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    }

    static Codec integer(Primitive type, Carrier carrier) {
        return switch (type) {
            case S8 -> new IntegerCodec(1, true, carrier);
            case U8 -> new IntegerCodec(1, false, carrier);
            case S16 -> new IntegerCodec(2, true, carrier);
            case U16 -> new IntegerCodec(2, false, carrier);
            case S32 -> new IntegerCodec(4, true, carrier);
            case U32 -> new IntegerCodec(4, false, carrier);
            case S64, U64 -> new IntegerCodec(8, true, carrier);
            default -> throw new IllegalArgumentException(type + " is no integer");
        };
    }

    /** An integer; bits that do not fit the guest's type are an error of the host. */
    static final class IntegerCodec extends Codec {

        private final boolean signed;
        private final Carrier carrier;

        IntegerCodec(int bytes, boolean signed, Carrier carrier) {
            super(bytes, bytes, 1);
            this.signed = signed;
            this.carrier = carrier;
        }

        @Override
        Object load(Abi abi, long address) {
            MemorySegment memory = abi.segment();
            long value = switch (size()) {
                case 1 -> memory.get(ValueLayout.JAVA_BYTE, address);
                case 2 -> memory.get(Abi.SHORT, address);
                case 4 -> memory.get(Abi.INT, address);
                default -> memory.get(Abi.LONG, address);
            };
            return carrier.box(extend(value));
        }

        @Override
        void store(Abi abi, Object value, long address) {
            long bits = check(integral(value));
            MemorySegment memory = abi.segment();
            switch (size()) {
                case 1 -> memory.set(ValueLayout.JAVA_BYTE, address, (byte) bits);
                case 2 -> memory.set(Abi.SHORT, address, (short) bits);
                case 4 -> memory.set(Abi.INT, address, (int) bits);
                default -> memory.set(Abi.LONG, address, bits);
            }
        }

        @Override
        Object lift(Abi abi, Slots slots) {
            return carrier.box(extend(slots.takeLong()));
        }

        @Override
        void lower(Abi abi, Object value, Slots slots) {
            long bits = check(integral(value));
            if (size() == 8) {
                slots.putLong(bits);
            } else {
                slots.putInt((int) bits);
            }
        }

        boolean signed() {
            return signed;
        }

        Carrier carrier() {
            return carrier;
        }

        private long extend(long bits) {
            return extend(bits, size(), signed);
        }

        /** The bits as the guest has them; a carrier of the type's own width carries bits, a wider one a value. */
        private long check(long value) {
            return check(value, size(), signed, carrier.bytes());
        }

        static long check(long value, int bytes, boolean signed, int carrierBytes) {
            boolean bits = carrierBytes == bytes && extend(value, carrierBytes, true) == value;
            return bits ? extend(value, bytes, signed) : fit(value, bytes, signed);
        }

        /** The number in a box of any integer class. */
        static long integral(Object value) {
            if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
                return ((Number) value).longValue();
            }
            throw new IllegalArgumentException("a " + value.getClass().getName() + " where an integer is due");
        }

        private static long extend(long bits, int bytes, boolean signed) {
            int unused = 64 - 8 * bytes;
            return signed ? bits << unused >> unused : bits << unused >>> unused;
        }

        /** Makes sure that a value fits an integer of that many bytes. */
        static long fit(long value, int bytes, boolean signed) {
            if (extend(value, bytes, signed) != value) {
                throw new IllegalArgumentException(
                        value + " does not fit " + (signed ? "s" : "u") + 8 * bytes + " of a guest");
            }
            return value;
        }
    }
}
