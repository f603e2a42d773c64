package dev.leat.component.model.abi;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Byte;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Short;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.leat.component.model.abi.NumberCodecs.IntegerCodec;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.function.Consumer;

/** Code that reads and writes a number, without a box wherever Java has none either. */
final class NumberCode implements CodecCompiler.Part {

    private static final ClassDesc ABI = ClassDesc.of(Abi.class.getName());
    private static final ClassDesc MEMORY = ClassDesc.of(MemorySegment.class.getName());
    private static final ClassDesc INTEGERS = ClassDesc.of(IntegerCodec.class.getName());

    private static final Map<ClassDesc, ClassDesc> BOXES = Map.of(
            CD_boolean, CD_Boolean,
            CD_byte, CD_Byte,
            CD_short, CD_Short,
            CD_int, CD_Integer,
            CD_long, CD_Long,
            CD_float, CD_Float,
            CD_double, CD_Double);

    private final Codec codec;
    private final ClassDesc type;

    NumberCode(Codec codec) {
        this.codec = codec;
        this.type = codec instanceof IntegerCodec integer
                ? switch (integer.carrier()) {
                    case BYTE -> CD_byte;
                    case SHORT -> CD_short;
                    case INT -> CD_int;
                    case LONG -> CD_long;
                }
                : codec == NumberCodecs.BOOL
                        ? CD_boolean
                        : codec == NumberCodecs.F32 ? CD_float : codec == NumberCodecs.F64 ? CD_double : CD_int;
    }

    static boolean covers(Codec codec) {
        return codec instanceof IntegerCodec
                || codec == NumberCodecs.BOOL
                || codec == NumberCodecs.F32
                || codec == NumberCodecs.F64
                || codec == NumberCodecs.CHAR;
    }

    @Override
    public ClassDesc type() {
        return type;
    }

    @Override
    public void load(CodeBuilder code, int offset) {
        code.aload(CodecCompiler.MEMORY_SLOT);
        CodecCompiler.address(code, offset);
        if (codec instanceof IntegerCodec integer) {
            switch (integer.size()) {
                case 1 -> get(code, "getByte", CD_byte);
                case 2 -> get(code, "getShort", CD_short);
                case 4 -> get(code, "getInt", CD_int);
                default -> get(code, "getLong", CD_long);
            }
            if (integer.size() < 8) {
                code.i2l();
                if (!integer.signed()) {
                    code.loadConstant(-1L >>> (64 - 8 * integer.size())).land();
                }
            }
            narrow(code, type);
        } else {
            get(code, "get" + name(), type);
        }
    }

    private static void get(CodeBuilder code, String name, ClassDesc result) {
        code.invokestatic(CodecCompiler.SUPPORT, name, MethodTypeDesc.of(result, MEMORY, CD_long));
    }

    private static void narrow(CodeBuilder code, ClassDesc type) {
        if (type != CD_long) {
            code.l2i();
        }
        if (type == CD_byte) {
            code.i2b();
        } else if (type == CD_short) {
            code.i2s();
        }
    }

    @Override
    public void store(CodeBuilder code, int offset, ClassDesc pushed, Consumer<CodeBuilder> value) {
        code.aload(CodecCompiler.ABI_SLOT);
        CodecCompiler.address(code, offset);
        value.accept(code);
        if (codec instanceof IntegerCodec integer) {
            widen(code, pushed);
            if (pushed == CD_Object) {
                code.loadConstant(integer.size())
                        .loadConstant(integer.signed() ? 1 : 0)
                        .loadConstant(integer.carrier().bytes())
                        .invokestatic(
                                INTEGERS, "check", MethodTypeDesc.of(CD_long, CD_long, CD_int, CD_boolean, CD_int));
            } else if (integer.carrier().bytes() > integer.size()) {
                code.loadConstant(integer.size())
                        .loadConstant(integer.signed() ? 1 : 0)
                        .invokestatic(INTEGERS, "fit", MethodTypeDesc.of(CD_long, CD_long, CD_int, CD_boolean));
            }
            if (integer.size() < 8) {
                code.l2i();
            }
            switch (integer.size()) {
                case 1 -> put(code, "putByte", CD_int);
                case 2 -> put(code, "putShort", CD_int);
                case 4 -> put(code, "putInt", CD_int);
                default -> put(code, "putLong", CD_long);
            }
        } else {
            convert(code, pushed, type);
            put(code, "put" + name(), type);
        }
    }

    private static void put(CodeBuilder code, String name, ClassDesc parameter) {
        code.invokestatic(CodecCompiler.SUPPORT, name, MethodTypeDesc.of(CD_void, ABI, CD_long, parameter));
    }

    private static void widen(CodeBuilder code, ClassDesc pushed) {
        if (pushed == CD_Object) {
            code.invokestatic(INTEGERS, "integral", MethodTypeDesc.of(CD_long, CD_Object));
        } else if (TypeKind.from(pushed).asLoadable() == TypeKind.INT) {
            code.i2l();
        }
    }

    private String name() {
        return codec == NumberCodecs.BOOL
                ? "Boolean"
                : codec == NumberCodecs.F32 ? "Float" : codec == NumberCodecs.F64 ? "Double" : "Scalar";
    }

    /** Boxes or unboxes the value on the operand stack. */
    static void convert(CodeBuilder code, ClassDesc from, ClassDesc to) {
        if (from.isPrimitive() && !to.isPrimitive()) {
            ClassDesc box = BOXES.get(from);
            code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, from));
        } else if (!from.isPrimitive() && to.isPrimitive()) {
            ClassDesc box = BOXES.get(to);
            code.checkcast(box).invokevirtual(box, to.displayName() + "Value", MethodTypeDesc.of(to));
        }
    }
}
