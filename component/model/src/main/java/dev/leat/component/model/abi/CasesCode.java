package dev.leat.component.model.abi;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.leat.component.model.Result;
import dev.leat.component.model.Unit;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** How Java tells the cases of a variant apart, in code: {@link VariantCodec.Cases}, compiled. */
abstract sealed class CasesCode {

    private static final ClassDesc CASES_OF = ClassDesc.of(CasesOf.class.getName());
    private static final MethodTypeDesc OBJECT_TO_OBJECT = MethodTypeDesc.of(CD_Object, CD_Object);

    static boolean covers(VariantCodec.Cases cases) {
        return cases == CasesOf.OPTIONAL || cases == CasesOf.RESULT || cases instanceof CasesOf.Classes;
    }

    static CasesCode of(CodecCompiler compiler, VariantCodec.Cases cases) throws IllegalAccessException {
        return cases instanceof CasesOf.Classes classes
                ? Records.of(compiler, classes.cases())
                : cases == CasesOf.OPTIONAL ? new OfOptional() : new OfResult();
    }

    /** Jumps to the case of the value. */
    abstract void branch(CodeBuilder code, List<Label> labels);

    /** What {@link #payload} pushes: a number, or {@link Object}. */
    abstract ClassDesc payloadType(int index);

    /** Pushes what the value carries; it is of that case. */
    abstract void payload(CodeBuilder code, int index);

    /**
     * Pushes a value of a case.
     *
     * @param payload pushes what it carries, and says what it pushed; empty where it carries nothing
     */
    abstract void make(CodeBuilder code, int index, Optional<Supplier<ClassDesc>> payload);

    private static void branchByIndex(CodeBuilder code, String indexOf, List<Label> labels) {
        code.aload(CodecCompiler.VALUE_SLOT).invokestatic(CASES_OF, indexOf, MethodTypeDesc.of(CD_int, CD_Object));
        VariantCode.branch(code, labels);
    }

    private static void pushObject(CodeBuilder code, Supplier<ClassDesc> value) {
        NumberCode.convert(code, value.get(), CD_Object);
    }

    private static final class OfOptional extends CasesCode {

        private static final ClassDesc OPTIONAL = ClassDesc.of(Optional.class.getName());

        @Override
        void branch(CodeBuilder code, List<Label> labels) {
            branchByIndex(code, "optionalIndex", labels);
        }

        @Override
        ClassDesc payloadType(int index) {
            return CD_Object;
        }

        @Override
        void payload(CodeBuilder code, int index) {
            code.aload(CodecCompiler.VALUE_SLOT).invokestatic(CASES_OF, "optionalPayload", OBJECT_TO_OBJECT);
        }

        @Override
        void make(CodeBuilder code, int index, Optional<Supplier<ClassDesc>> payload) {
            if (payload.isPresent()) {
                pushObject(code, payload.get());
                code.invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, CD_Object));
            } else {
                code.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL));
            }
        }
    }

    private static final class OfResult extends CasesCode {

        private static final ClassDesc RESULT = ClassDesc.of(Result.class.getName());
        private static final ClassDesc UNIT = ClassDesc.of(Unit.class.getName());

        @Override
        void branch(CodeBuilder code, List<Label> labels) {
            branchByIndex(code, "resultIndex", labels);
        }

        @Override
        ClassDesc payloadType(int index) {
            return CD_Object;
        }

        @Override
        void payload(CodeBuilder code, int index) {
            code.aload(CodecCompiler.VALUE_SLOT).invokestatic(CASES_OF, "resultPayload", OBJECT_TO_OBJECT);
        }

        @Override
        void make(CodeBuilder code, int index, Optional<Supplier<ClassDesc>> payload) {
            payload.ifPresentOrElse(value -> pushObject(code, value), () -> code.getstatic(UNIT, "UNIT", UNIT));
            code.invokestatic(RESULT, index == 0 ? "ok" : "err", MethodTypeDesc.of(RESULT, CD_Object), true);
        }
    }

    /** Each case is a Java record: around its payload, or the payload itself. */
    private static final class Records extends CasesCode {

        private static final ClassDesc CLASSES = ClassDesc.of(CasesOf.Classes.class.getName());
        private static final ClassDesc REJECTION = ClassDesc.of(IllegalArgumentException.class.getName());

        /** A local variable behind the parameters. */
        private static final int CLASS_SLOT = 4;

        private final List<DynamicConstantDesc<?>> classes = new ArrayList<>();
        private final List<Optional<JavaRecord>> wrappers = new ArrayList<>();

        static Records of(CodecCompiler compiler, List<CasesOf.JavaCase> cases) throws IllegalAccessException {
            Records records = new Records();
            for (CasesOf.JavaCase one : cases) {
                records.classes.add(compiler.constant(CD_Class, one.type()));
                records.wrappers.add(
                        one.wrapper().isPresent() ? Optional.of(compiler.javaRecord(one.type())) : Optional.empty());
            }
            return records;
        }

        @Override
        void branch(CodeBuilder code, List<Label> labels) {
            code.aload(CodecCompiler.VALUE_SLOT)
                    .invokevirtual(CD_Object, "getClass", MethodTypeDesc.of(CD_Class))
                    .astore(CLASS_SLOT);
            for (int i = 0; i < labels.size(); i++) {
                code.aload(CLASS_SLOT).ldc(classes.get(i)).if_acmpeq(labels.get(i));
            }
            code.aload(CLASS_SLOT)
                    .invokestatic(CLASSES, "none", MethodTypeDesc.of(REJECTION, CD_Class))
                    .athrow();
        }

        @Override
        ClassDesc payloadType(int index) {
            return wrappers.get(index).map(wrapper -> wrapper.type(0)).orElse(CD_Object);
        }

        @Override
        void payload(CodeBuilder code, int index) {
            wrappers.get(index)
                    .ifPresentOrElse(
                            wrapper -> wrapper.access(code, 0, CodecCompiler.VALUE_SLOT),
                            () -> code.aload(CodecCompiler.VALUE_SLOT));
        }

        @Override
        void make(CodeBuilder code, int index, Optional<Supplier<ClassDesc>> payload) {
            if (wrappers.get(index).isPresent()) {
                wrappers.get(index)
                        .get()
                        .construct(code, component -> payload.orElseThrow().get());
            } else {
                // The payload is the value: its own code leaves it on the stack.
                ClassDesc left = payload.orElseThrow().get();
                Objects.requireNonNull(left);
            }
        }
    }
}
