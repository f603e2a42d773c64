package dev.leat.component.model.abi;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * How generated code makes a Java record and takes it apart: with constant method handles that show numbers as they are
 * and any reference as {@link Object}.
 */
final class JavaRecord {

    private final DynamicConstantDesc<?> constructor;
    private final List<DynamicConstantDesc<?>> accessors;
    private final List<ClassDesc> types;

    private JavaRecord(
            DynamicConstantDesc<?> constructor, List<DynamicConstantDesc<?>> accessors, List<ClassDesc> types) {
        this.constructor = constructor;
        this.accessors = accessors;
        this.types = types;
    }

    /**
     * @param constant makes a handle a constant of the class
     * @throws IllegalAccessException where the lookup has no access to the record
     */
    static JavaRecord of(
            Class<?> record, MethodHandles.Lookup lookup, Function<MethodHandle, DynamicConstantDesc<?>> constant)
            throws IllegalAccessException {
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(record, lookup);
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] classes =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        List<DynamicConstantDesc<?>> accessors = new ArrayList<>();
        List<ClassDesc> types = new ArrayList<>();
        for (RecordComponent component : components) {
            accessors.add(constant.apply(CodecCompiler.erase(inside.unreflect(component.getAccessor()))));
            types.add(
                    component.getType().isPrimitive()
                            ? component.getType().describeConstable().orElseThrow()
                            : CD_Object);
        }
        try {
            MethodHandle constructor = inside.findConstructor(record, MethodType.methodType(void.class, classes));
            return new JavaRecord(constant.apply(CodecCompiler.erase(constructor)), accessors, types);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(record + " has no canonical constructor", impossible);
        }
    }

    /** What {@link #access} pushes for a component. */
    ClassDesc type(int component) {
        return types.get(component);
    }

    /**
     * Pushes a new record.
     *
     * @param part pushes a component's value, and says what it pushed
     */
    void construct(CodeBuilder code, IntFunction<ClassDesc> part) {
        code.ldc(constructor);
        for (int i = 0; i < types.size(); i++) {
            NumberCode.convert(code, part.apply(i), types.get(i));
        }
        code.invokevirtual(CD_MethodHandle, "invokeExact", MethodTypeDesc.of(CD_Object, types));
    }

    /** Pushes a component of the record in a local variable. */
    void access(CodeBuilder code, int component, int variable) {
        code.ldc(accessors.get(component))
                .aload(variable)
                .invokevirtual(CD_MethodHandle, "invokeExact", MethodTypeDesc.of(types.get(component), CD_Object));
    }
}
