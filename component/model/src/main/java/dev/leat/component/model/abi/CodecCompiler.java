package dev.leat.component.model.abi;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compiles a planned tree of codecs to one hidden class. A tree walked by an interpreter costs a virtual call for each
 * node, with as many targets as there are codecs, an array for each record and a box for each number; compiled, it costs
 * what code written by hand for the type would.
 *
 * <p>The class has two static methods for each record and each variant of the tree:
 *
 * <pre>{@code
 * static Object load3(Abi abi, MemorySegment memory, long address)
 * static void store3(Abi abi, Object value, long address)
 * }</pre>
 *
 * which read and write numbers themselves, and for anything else call the method of the node below. Constructors and
 * accessors of Java records are method handles, since the records may be private to other packages; these, and the
 * codecs below that are not compiled (strings, lists, handles, and whatever takes its natural form), are constants of
 * the class, through which the virtual machine sees as if they were called by name.
 *
 * <p>Compiled and interpreted codecs do the same in the same order, errors included; {@code CompiledCodecTest} holds
 * them against each other.
 */
final class CodecCompiler {

    static final ClassDesc SUPPORT = ClassDesc.of(CompiledCodec.class.getName());
    private static final ClassDesc CODEC = ClassDesc.of(Codec.class.getName());
    private static final ClassDesc ABI = ClassDesc.of(Abi.class.getName());
    private static final ClassDesc MEMORY = ClassDesc.of(MemorySegment.class.getName());
    private static final ClassDesc SELF = ClassDesc.of(Codec.class.getPackageName(), "LeatCodec");

    private static final MethodTypeDesc LOAD = MethodTypeDesc.of(CD_Object, ABI, MEMORY, CD_long);
    private static final MethodTypeDesc STORE = MethodTypeDesc.of(CD_void, ABI, CD_Object, CD_long);
    private static final MethodTypeDesc CODEC_LOAD = MethodTypeDesc.of(CD_Object, ABI, CD_long);
    private static final DirectMethodHandleDesc CLASS_DATA_AT = ConstantDescs.ofConstantBootstrap(
            ClassDesc.of(MethodHandles.class.getName()), "classDataAt", CD_Object, CD_int);

    /** Where the parameters of a {@code load} are, and those of a {@code store}. */
    static final int ABI_SLOT = 0;

    static final int MEMORY_SLOT = 1;
    static final int VALUE_SLOT = 1;
    static final int ADDRESS_SLOT = 2;

    private final MethodHandles.Lookup lookup;
    private final List<Object> constants = new ArrayList<>();
    private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();
    private int nodes;

    private CodecCompiler(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Compiles a codec, where that is worth while: where it makes Java records.
     *
     * @param lookup with access to the Java records
     * @throws IllegalAccessException where it has none
     */
    static Codec compile(Codec plan, MethodHandles.Lookup lookup) throws IllegalAccessException {
        return makesJavaRecords(plan) ? new CodecCompiler(lookup).compile(plan) : plan;
    }

    private static boolean makesJavaRecords(Codec codec) {
        return switch (codec) {
            case RecordCodec one -> one.javaRecord().isPresent();
            case VariantCodec one -> {
                boolean some = one.cases() instanceof CasesOf.Classes;
                for (int i = 0; i < one.caseCount(); i++) {
                    some |= one.payload(i).map(CodecCompiler::makesJavaRecords).orElse(false);
                }
                yield some;
            }
            default -> false;
        };
    }

    private Codec compile(Codec plan) throws IllegalAccessException {
        int root = node(plan);
        byte[] bytes = ClassFile.of().build(SELF, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC).withSuperclass(SUPPORT);
            MethodTypeDesc constructor = MethodTypeDesc.of(CD_void, CODEC);
            builder.withMethodBody(
                    INIT_NAME,
                    constructor,
                    0,
                    code -> code.aload(0)
                            .aload(1)
                            .invokespecial(SUPPORT, INIT_NAME, constructor)
                            .return_());
            builder.withMethodBody(
                    "load",
                    CODEC_LOAD,
                    0,
                    code -> code.aload(1)
                            .aload(1)
                            .invokevirtual(ABI, "segment", MethodTypeDesc.of(MEMORY))
                            .lload(2)
                            .invokestatic(SELF, "load" + root, LOAD)
                            .areturn());
            builder.withMethodBody(
                    "store",
                    STORE,
                    0,
                    code -> code.aload(1)
                            .aload(2)
                            .lload(3)
                            .invokestatic(SELF, "store" + root, STORE)
                            .return_());
            methods.forEach(method -> method.accept(builder));
        });
        try {
            MethodHandles.Lookup made =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes, List.copyOf(constants), true);
            return (Codec) made.findConstructor(made.lookupClass(), MethodType.methodType(void.class, Codec.class))
                    .invoke(plan);
        } catch (Throwable impossible) {
            throw new IllegalStateException("a codec cannot be compiled", impossible);
        }
    }

    /** Plans the two methods of a record or variant, and first those of the nodes below. */
    private int node(Codec codec) throws IllegalAccessException {
        Node node = codec instanceof RecordCodec one ? record(one) : VariantCode.of(this, (VariantCodec) codec);
        int number = nodes++;
        methods.add(builder -> builder.withMethodBody("load" + number, LOAD, ClassFile.ACC_STATIC, node::load)
                .withMethodBody("store" + number, STORE, ClassFile.ACC_STATIC, node::store));
        return number;
    }

    /** The bodies of a node's two methods. */
    interface Node {

        void load(CodeBuilder code);

        void store(CodeBuilder code);
    }

    /** How a value of one type is read and written in the midst of a method. */
    interface Part {

        /** What is on the operand stack: a number, or {@link Object}. */
        ClassDesc type();

        /** Reads the value onto the stack; it lies that many bytes after the address. */
        void load(CodeBuilder code, int offset);

        /**
         * Writes the value.
         *
         * @param value pushes it, with no reference more specific than {@link Object}
         * @param pushed the type of what it pushes
         */
        void store(CodeBuilder code, int offset, ClassDesc pushed, Consumer<CodeBuilder> value);
    }

    Part part(Codec codec) throws IllegalAccessException {
        if (NumberCode.covers(codec)) {
            return new NumberCode(codec);
        }
        return codec instanceof RecordCodec one && one.javaRecord().isPresent()
                        || codec instanceof VariantCodec sum && VariantCode.covers(sum)
                ? call(node(codec))
                : constantCodec(constant(CODEC, codec));
    }

    private static Part call(int node) {
        return new Part() {
            @Override
            public ClassDesc type() {
                return CD_Object;
            }

            @Override
            public void load(CodeBuilder code, int offset) {
                code.aload(ABI_SLOT).aload(MEMORY_SLOT);
                address(code, offset);
                code.invokestatic(SELF, "load" + node, LOAD);
            }

            @Override
            public void store(CodeBuilder code, int offset, ClassDesc pushed, Consumer<CodeBuilder> value) {
                code.aload(ABI_SLOT);
                value.accept(code);
                NumberCode.convert(code, pushed, CD_Object);
                address(code, offset);
                code.invokestatic(SELF, "store" + node, STORE);
            }
        };
    }

    private static Part constantCodec(DynamicConstantDesc<?> codec) {
        return new Part() {
            @Override
            public ClassDesc type() {
                return CD_Object;
            }

            @Override
            public void load(CodeBuilder code, int offset) {
                code.ldc(codec).aload(ABI_SLOT);
                address(code, offset);
                code.invokevirtual(CODEC, "load", CODEC_LOAD);
            }

            @Override
            public void store(CodeBuilder code, int offset, ClassDesc pushed, Consumer<CodeBuilder> value) {
                code.ldc(codec).aload(ABI_SLOT);
                value.accept(code);
                NumberCode.convert(code, pushed, CD_Object);
                address(code, offset);
                code.invokevirtual(CODEC, "store", STORE);
            }
        };
    }

    private Node record(RecordCodec codec) throws IllegalAccessException {
        JavaRecord record = javaRecord(codec.javaRecord().orElseThrow());
        List<Part> parts = new ArrayList<>();
        for (Codec part : codec.parts()) {
            parts.add(part(part));
        }
        return new Node() {
            @Override
            public void load(CodeBuilder code) {
                record.construct(code, index -> {
                    Part part = parts.get(index);
                    part.load(code, codec.offset(index));
                    return part.type();
                });
                code.areturn();
            }

            @Override
            public void store(CodeBuilder code) {
                for (int i = 0; i < parts.size(); i++) {
                    int index = i;
                    parts.get(i)
                            .store(
                                    code,
                                    codec.offset(i),
                                    record.type(i),
                                    inner -> record.access(inner, index, VALUE_SLOT));
                }
                code.return_();
            }
        };
    }

    /** The handles of a Java record, as constants of the class. */
    JavaRecord javaRecord(Class<?> type) throws IllegalAccessException {
        return JavaRecord.of(type, lookup, handle -> constant(ConstantDescs.CD_MethodHandle, handle));
    }

    /** An object as a constant of the class. */
    DynamicConstantDesc<?> constant(ClassDesc type, Object value) {
        constants.add(value);
        return DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, constants.size() - 1);
    }

    static void address(CodeBuilder code, int offset) {
        code.lload(ADDRESS_SLOT);
        if (offset != 0) {
            code.loadConstant((long) offset).ladd();
        }
    }

    /** The type that a constant method handle shows: numbers as they are, any reference as {@link Object}. */
    static MethodHandle erase(MethodHandle handle) {
        return handle.asType(handle.type().erase());
    }
}
