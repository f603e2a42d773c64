package dev.leat.component.endive;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmException;

/**
 * Replaces methods of the class that Endive copies into each compiled module, {@code <module>Shaded}: the operations
 * that generated code does by a static call. The replaced ones call the method of the same name in {@link GuestSupport};
 * where that method also wants the types of the calling module, it gets them from a static field of the class.
 */
final class SupportClass {

    private static final String SUFFIX = "Shaded";
    private static final String TYPES_FIELD = "LEAT_TYPES";
    private static final ClassDesc SUPPORT = desc(GuestSupport.class);
    private static final ClassDesc TYPES = desc(FunctionTypes.class);
    private static final ClassDesc CD_long_array = CD_long.arrayType();

    /** What is replaced; {@link #adapt} fails where one is not there, as it would be with another Endive. */
    private static final Map<String, MethodTypeDesc> REPLACED = Map.of(
            "checkInterruption", MethodTypeDesc.of(CD_void),
            "getAddr", MethodTypeDesc.of(CD_int, CD_int, CD_int),
            "callIndirect", MethodTypeDesc.of(CD_long_array, CD_long_array, CD_int, CD_int, desc(Instance.class)),
            "exceptionMatches", MethodTypeDesc.of(CD_boolean, desc(WasmException.class), CD_int, desc(Instance.class)),
            "memoryFill", MethodTypeDesc.of(CD_void, CD_int, desc(byte.class), CD_int, desc(Memory.class)),
            "tableGet", MethodTypeDesc.of(CD_int, CD_int, CD_int, desc(Instance.class)),
            "tableCopy", MethodTypeDesc.of(CD_void, CD_int, CD_int, CD_int, CD_int, CD_int, desc(Instance.class)));

    private static final Set<String> WANT_TYPES = Set.of("callIndirect");

    private SupportClass() {}

    /** The classes with the support class changed. */
    static ModuleClasses adapt(ModuleClasses classes) {
        String name = classes.mainClass() + SUFFIX;
        Map<String, byte[]> changed = new TreeMap<>(classes.classes());
        byte[] original = changed.get(name);
        if (original == null) {
            throw new IllegalStateException("Endive made no class " + name);
        }
        changed.put(name, adapt(original));
        return new ModuleClasses(classes.mainClass(), changed, classes.interpreted());
    }

    private static byte[] adapt(byte[] original) {
        ClassFile context = ClassFile.of();
        ClassModel model = context.parse(original);
        ClassDesc self = model.thisClass().asSymbol();
        Map<String, MethodTypeDesc> missing = new HashMap<>(REPLACED);
        byte[] result = context.transformClass(model, (builder, element) -> {
            if (element instanceof MethodModel method && replaces(method)) {
                missing.remove(method.methodName().stringValue());
                replace(builder, method, self);
            } else if (element instanceof MethodModel method
                    && method.methodName().equalsString("<clinit>")) {
                builder.transformMethod(method, initializingTypes(self));
            } else {
                builder.with(element);
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalStateException("Endive's support class has no " + missing);
        }
        return context.transformClass(
                context.parse(result),
                ClassTransform.endHandler(
                        builder -> builder.withField(TYPES_FIELD, TYPES, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL)));
    }

    private static boolean replaces(MethodModel method) {
        return method.methodTypeSymbol().equals(REPLACED.get(method.methodName().stringValue()));
    }

    private static void replace(ClassBuilder builder, MethodModel method, ClassDesc self) {
        String name = method.methodName().stringValue();
        MethodTypeDesc type = method.methodTypeSymbol();
        builder.withMethodBody(name, type, method.flags().flagsMask(), code -> {
            int slot = 0;
            for (ClassDesc parameter : type.parameterList()) {
                TypeKind kind = TypeKind.from(parameter);
                code.loadLocal(kind, slot);
                slot += kind.slotSize();
            }
            MethodTypeDesc target = type;
            if (WANT_TYPES.contains(name)) {
                code.getstatic(self, TYPES_FIELD, TYPES);
                target = type.insertParameterTypes(type.parameterCount(), TYPES);
            }
            code.invokestatic(SUPPORT, name, target);
            code.return_(TypeKind.from(type.returnType()));
        });
    }

    private static MethodTransform initializingTypes(ClassDesc self) {
        CodeTransform transform = new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                code.ldc(self)
                        .invokestatic(SUPPORT, "typesOf", MethodTypeDesc.of(TYPES, CD_Class))
                        .putstatic(self, TYPES_FIELD, TYPES);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
        return MethodTransform.transformingCode(transform);
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }
}
