package dev.leat.component.model.abi;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Code that reads and writes variants whose cases are Java records, options and results. */
final class VariantCode implements CodecCompiler.Node {

    private static final MethodTypeDesc GET_CASE =
            MethodTypeDesc.of(CD_int, ClassDesc.of(MemorySegment.class.getName()), CD_long, CD_int, CD_int);
    private static final MethodTypeDesc PUT_CASE =
            MethodTypeDesc.of(CD_void, ClassDesc.of(Abi.class.getName()), CD_long, CD_int, CD_int);

    private final VariantCodec codec;
    private final List<Optional<CodecCompiler.Part>> payloads;
    private final CasesCode cases;

    private VariantCode(VariantCodec codec, List<Optional<CodecCompiler.Part>> payloads, CasesCode cases) {
        this.codec = codec;
        this.payloads = payloads;
        this.cases = cases;
    }

    static boolean covers(VariantCodec codec) {
        return CasesCode.covers(codec.cases());
    }

    static VariantCode of(CodecCompiler compiler, VariantCodec codec) throws IllegalAccessException {
        List<Optional<CodecCompiler.Part>> payloads = new ArrayList<>();
        for (int i = 0; i < codec.caseCount(); i++) {
            Optional<Codec> payload = codec.payload(i);
            payloads.add(payload.isPresent() ? Optional.of(compiler.part(payload.get())) : Optional.empty());
        }
        return new VariantCode(codec, payloads, CasesCode.of(compiler, codec.cases()));
    }

    @Override
    public void load(CodeBuilder code) {
        code.aload(CodecCompiler.MEMORY_SLOT)
                .lload(CodecCompiler.ADDRESS_SLOT)
                .loadConstant(codec.discriminantSize())
                .loadConstant(codec.caseCount())
                .invokestatic(CodecCompiler.SUPPORT, "getCase", GET_CASE);
        List<Label> labels = labels(code);
        branch(code, labels);
        for (int i = 0; i < labels.size(); i++) {
            code.labelBinding(labels.get(i));
            Optional<CodecCompiler.Part> payload = payloads.get(i);
            cases.make(code, i, payload.map(part -> () -> {
                part.load(code, codec.payloadOffset());
                return part.type();
            }));
            code.areturn();
        }
    }

    @Override
    public void store(CodeBuilder code) {
        List<Label> labels = labels(code);
        cases.branch(code, labels);
        for (int i = 0; i < labels.size(); i++) {
            int index = i;
            code.labelBinding(labels.get(i))
                    .aload(CodecCompiler.ABI_SLOT)
                    .lload(CodecCompiler.ADDRESS_SLOT)
                    .loadConstant(codec.discriminantSize())
                    .loadConstant(i)
                    .invokestatic(CodecCompiler.SUPPORT, "putCase", PUT_CASE);
            payloads.get(i)
                    .ifPresent(part -> part.store(
                            code,
                            codec.payloadOffset(),
                            cases.payloadType(index),
                            inner -> cases.payload(inner, index)));
            code.return_();
        }
    }

    private List<Label> labels(CodeBuilder code) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < codec.caseCount(); i++) {
            labels.add(code.newLabel());
        }
        return labels;
    }

    /** Jumps by the index on the operand stack, which is known to be one of a case. */
    static void branch(CodeBuilder code, List<Label> labels) {
        List<SwitchCase> switched = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            switched.add(SwitchCase.of(i, labels.get(i)));
        }
        code.tableswitch(0, labels.size() - 1, labels.getLast(), switched);
    }
}
