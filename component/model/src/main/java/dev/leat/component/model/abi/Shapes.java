package dev.leat.component.model.abi;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes shapes: for Java records a small class that calls constructor and accessors directly. */
final class Shapes {

    private static final ClassDesc SHAPE = ClassDesc.of(Shape.class.getName());
    private static final ClassDesc OUT_OF_BOUNDS = ClassDesc.of("java.lang.IndexOutOfBoundsException");

    private Shapes() {}

    /** A tuple without a Java record is a {@link List}. */
    static final Shape LIST = new Shape() {
        @Override
        public Object make(Object[] parts) {
            return Collections.unmodifiableList(Arrays.asList(parts));
        }

        @Override
        public Object part(Object value, int index) {
            return ((List<?>) value).get(index);
        }
    };

    /** A record without a Java record is a {@link Map} by field name, in the type's order. */
    static Shape map(List<String> names) {
        return new Shape() {
            @Override
            public Object make(Object[] parts) {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = 0; i < parts.length; i++) {
                    map.put(names.get(i), parts[i]);
                }
                return map;
            }

            @Override
            public Object part(Object value, int index) {
                Object part = ((Map<?, ?>) value).get(names.get(index));
                if (part == null) {
                    throw new IllegalArgumentException("the field " + names.get(index) + " is missing");
                }
                return part;
            }
        };
    }

    /**
     * @param lookup with access to the record
     * @throws IllegalAccessException where it has none
     */
    static Shape record(Class<?> type, MethodHandles.Lookup lookup) throws IllegalAccessException {
        MethodHandles.Lookup inside = MethodHandles.privateLookupIn(type, lookup);
        ClassDesc record = type.describeConstable().orElseThrow();
        RecordComponent[] components = type.getRecordComponents();
        ClassDesc self = ClassDesc.of(type.getPackageName(), "LeatShape");
        byte[] bytes = ClassFile.of()
                .build(
                        self,
                        builder -> builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                                .withInterfaceSymbols(SHAPE)
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "make",
                                        MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object.arrayType()),
                                        ClassFile.ACC_PUBLIC,
                                        code -> make(code, record, components))
                                .withMethodBody(
                                        "part",
                                        MethodTypeDesc.of(
                                                ConstantDescs.CD_Object, ConstantDescs.CD_Object, ConstantDescs.CD_int),
                                        ClassFile.ACC_PUBLIC,
                                        code -> part(code, record, components)));
        MethodHandles.Lookup made = inside.defineHiddenClass(bytes, true, MethodHandles.Lookup.ClassOption.NESTMATE);
        try {
            return (Shape) made.findConstructor(made.lookupClass(), MethodType.methodType(void.class))
                    .invoke();
        } catch (Throwable impossible) {
            throw new IllegalStateException("a shape of " + type + " cannot be made", impossible);
        }
    }

    private static void make(CodeBuilder code, ClassDesc record, RecordComponent[] components) {
        code.new_(record).dup();
        List<ClassDesc> parameters = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            ClassDesc type = components[i].getType().describeConstable().orElseThrow();
            parameters.add(type);
            code.aload(1).loadConstant(i).aaload();
            unbox(code, type);
        }
        code.invokespecial(record, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, parameters))
                .areturn();
    }

    private static void part(CodeBuilder code, ClassDesc record, RecordComponent[] components) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        Label otherwise = code.newLabel();
        if (components.length > 0) {
            code.iload(2).tableswitch(0, components.length - 1, otherwise, cases);
        }
        for (int i = 0; i < components.length; i++) {
            ClassDesc type = components[i].getType().describeConstable().orElseThrow();
            code.labelBinding(cases.get(i).target())
                    .aload(1)
                    .checkcast(record)
                    .invokevirtual(record, components[i].getName(), MethodTypeDesc.of(type));
            box(code, type);
            code.areturn();
        }
        code.labelBinding(otherwise)
                .new_(OUT_OF_BOUNDS)
                .dup()
                .invokespecial(OUT_OF_BOUNDS, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .athrow();
    }

    private static ClassDesc boxOf(ClassDesc type) {
        return switch (TypeKind.from(type)) {
            case BOOLEAN -> ConstantDescs.CD_Boolean;
            case BYTE -> ConstantDescs.CD_Byte;
            case SHORT -> ConstantDescs.CD_Short;
            case CHAR -> ConstantDescs.CD_Character;
            case INT -> ConstantDescs.CD_Integer;
            case LONG -> ConstantDescs.CD_Long;
            case FLOAT -> ConstantDescs.CD_Float;
            case DOUBLE -> ConstantDescs.CD_Double;
            case REFERENCE, VOID -> type;
        };
    }

    private static void unbox(CodeBuilder code, ClassDesc type) {
        ClassDesc box = boxOf(type);
        code.checkcast(box);
        if (type.isPrimitive()) {
            code.invokevirtual(box, type.displayName() + "Value", MethodTypeDesc.of(type));
        }
    }

    private static void box(CodeBuilder code, ClassDesc type) {
        if (type.isPrimitive()) {
            ClassDesc box = boxOf(type);
            code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, type));
        }
    }
}
