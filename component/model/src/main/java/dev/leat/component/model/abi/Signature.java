package dev.leat.component.model.abi;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.type.FunctionType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The codecs of a function's parameters and result: planned once for each function type and its Java types. */
public final class Signature {

    private final Codec[] parameters;
    private final @Nullable Codec result;
    private final boolean parametersByPointer;
    private final boolean resultByPointer;
    private final RecordCodec parameterBlock;

    private Signature(List<Codec> parameters, @Nullable Codec result, RecordCodec parameterBlock) {
        this.parameters = parameters.toArray(Codec[]::new);
        this.result = result;
        this.parameterBlock = parameterBlock;
        this.parametersByPointer = parameterBlock.flat() > Layout.MAX_FLAT_PARAMETERS;
        this.resultByPointer = result != null && result.flat() > Layout.MAX_FLAT_RESULTS;
    }

    /**
     * @param javaParameters one Java type for each parameter
     * @param javaResult the Java type of the result; void.class where there is none
     * @throws ComponentException where the Java types cannot carry the values
     */
    public static Signature plan(FunctionType type, List<Type> javaParameters, Type javaResult, CodecPlanner planner) {
        if (type.async()) {
            throw new ComponentException(ComponentProblem.UNSUPPORTED, "Leat does not call async functions: " + type);
        }
        if (javaParameters.size() != type.parameters().size()) {
            throw new ComponentException(
                    ComponentProblem.JAVA_TYPE,
                    javaParameters.size() + " Java parameters for "
                            + type.parameters().size() + " of " + type);
        }
        List<Codec> parameters = new ArrayList<>();
        for (int i = 0; i < javaParameters.size(); i++) {
            parameters.add(planner.compile(type.parameterTypes().get(i), javaParameters.get(i)));
        }
        if (type.result().isEmpty() && javaResult != void.class && javaResult != Object.class) {
            throw new ComponentException(
                    ComponentProblem.JAVA_TYPE, "a Java result for a function that gives none: " + type);
        }
        Codec result = type.result()
                .map(one -> planner.compile(one, javaResult == void.class ? Object.class : javaResult))
                .orElse(null);
        RecordCodec block = new RecordCodec(
                parameters,
                ArrayShape.INSTANCE,
                null,
                (int) Layout.sizeOf(type.parameterTypes()),
                type.parameterTypes().stream().mapToInt(Layout::alignment).max().orElse(1));
        return new Signature(parameters, result, block);
    }

    /** With the natural Java form of each value. */
    public static Signature plan(FunctionType type, CodecPlanner planner) {
        return plan(
                type, type.parameters().stream().map(one -> (Type) Object.class).toList(), Object.class, planner);
    }

    /** How many slots a call takes. */
    public int slots() {
        return (parametersByPointer ? 1 : parameterBlock.flat()) + 1;
    }

    int parameterCount() {
        return parameters.length;
    }

    /** The caller of a guest: writes the arguments into the guest. */
    void lowerParameters(Abi abi, Object[] arguments, Slots slots) {
        if (parametersByPointer) {
            long address = abi.allocate(parameterBlock.alignment(), parameterBlock.size());
            parameterBlock.store(abi, arguments, address);
            slots.putInt((int) address);
        } else {
            for (int i = 0; i < parameters.length; i++) {
                parameters[i].lower(abi, arguments[i], slots);
            }
        }
    }

    /** The callee of a guest: reads the arguments from it. */
    Object[] liftParameters(Abi abi, Slots slots) {
        if (parametersByPointer) {
            long address = Abi.address(slots.takeInt());
            abi.checkRange(
                    address, parameterBlock.size(), parameterBlock.alignment(), "pointer out of bounds of memory");
            return (Object[]) parameterBlock.load(abi, address);
        }
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = parameters[i].lift(abi, slots);
        }
        return arguments;
    }

    /** The caller of a guest: reads what it gave back. */
    Optional<Object> liftResult(Abi abi, Slots slots) {
        Codec codec = result;
        if (codec == null) {
            return Optional.empty();
        }
        if (resultByPointer) {
            long address = Abi.address(slots.takeInt());
            abi.checkRange(address, codec.size(), codec.alignment(), "pointer out of bounds of memory");
            return Optional.of(codec.load(abi, address));
        }
        return Optional.of(codec.lift(abi, slots));
    }

    /**
     * The callee of a guest: gives a result back.
     *
     * @param pointer where the guest wants it; meaningless unless {@link #resultByPointer}
     */
    void lowerResult(Abi abi, @Nullable Object value, long pointer, Slots slots) {
        Codec codec = result;
        if (codec == null) {
            return;
        }
        if (value == null) {
            throw new IllegalStateException("the host's function gave nothing where a result is due");
        }
        if (resultByPointer) {
            codec.store(abi, value, pointer);
        } else {
            codec.lower(abi, value, slots);
        }
    }

    boolean resultByPointer() {
        return resultByPointer;
    }

    /** Checks where the guest wants its result. */
    void checkResultPointer(Abi abi, long pointer) {
        Codec codec = result;
        if (codec != null) {
            abi.checkRange(pointer, codec.size(), codec.alignment(), "pointer out of bounds of memory");
        }
    }

    /** Parameters in a block of memory are an array. */
    private enum ArrayShape implements Shape {
        INSTANCE;

        @Override
        public Object make(Object[] parts) {
            return parts;
        }

        @Override
        public Object part(Object value, int index) {
            return ((Object[]) value)[index];
        }
    }
}
