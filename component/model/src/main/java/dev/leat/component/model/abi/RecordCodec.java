package dev.leat.component.model.abi;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codec of records and tuples. */
final class RecordCodec extends Codec {

    private final Codec[] parts;
    private final int[] offsets;
    private final Shape shape;
    private final @Nullable Class<?> javaRecord;

    /** @param javaRecord the Java record that the shape makes; null where it makes something else */
    RecordCodec(List<Codec> parts, Shape shape, @Nullable Class<?> javaRecord, int size, int alignment) {
        super(size, alignment, parts.stream().mapToInt(Codec::flat).sum());
        this.parts = parts.toArray(Codec[]::new);
        this.shape = shape;
        this.javaRecord = javaRecord;
        this.offsets = new int[this.parts.length];
        long offset = 0;
        for (int i = 0; i < this.parts.length; i++) {
            offset = Layout.align(offset, this.parts[i].alignment());
            offsets[i] = (int) offset;
            offset += this.parts[i].size();
        }
    }

    List<Codec> parts() {
        return List.of(parts);
    }

    /** Where a part starts, in bytes after the record's start. */
    int offset(int part) {
        return offsets[part];
    }

    /** The Java record that stands for the values, where one does. */
    Optional<Class<?>> javaRecord() {
        return Optional.ofNullable(javaRecord);
    }

    @Override
    Object load(Abi abi, long address) {
        Object[] values = new Object[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts[i].load(abi, address + offsets[i]);
        }
        return shape.make(values);
    }

    @Override
    void store(Abi abi, Object value, long address) {
        for (int i = 0; i < parts.length; i++) {
            parts[i].store(abi, shape.part(value, i), address + offsets[i]);
        }
    }

    @Override
    Object lift(Abi abi, Slots slots) {
        Object[] values = new Object[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parts[i].lift(abi, slots);
        }
        return shape.make(values);
    }

    @Override
    void lower(Abi abi, Object value, Slots slots) {
        for (int i = 0; i < parts.length; i++) {
            parts[i].lower(abi, shape.part(value, i), slots);
        }
    }
}
