package dev.leat.component.model.binary;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.Definition.CoreDeclaration;
import dev.leat.component.model.binary.Definition.CoreExternDescription;
import dev.leat.component.model.binary.Definition.CoreTypeExpression;
import dev.leat.component.model.binary.Definition.ExternDescription;
import dev.leat.component.model.binary.TypeExpression.CaseUse;
import dev.leat.component.model.binary.TypeExpression.Declaration;
import dev.leat.component.model.binary.TypeExpression.NamedUse;
import dev.leat.component.model.binary.TypeExpression.Use;
import dev.leat.component.model.type.ValueType.Primitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the types of a component binary. */
final class TypeReader {

    /** How deep types may be written inside each other. */
    private static final int MAXIMUM_NESTING = 100;

    private final BinaryReader in;
    private int nesting;

    TypeReader(BinaryReader in) {
        this.in = in;
    }

    TypeExpression type() {
        int code = in.peek();
        return switch (code) {
            case 0x40, 0x43 -> {
                in.u8();
                List<NamedUse> parameters = in.vector(() -> new NamedUse(in.name(), use()));
                yield new TypeExpression.Function(parameters, resultList(), code == 0x43);
            }
            case 0x41 -> {
                in.u8();
                yield new TypeExpression.Component(nested(true));
            }
            case 0x42 -> {
                in.u8();
                yield new TypeExpression.Instance(nested(false));
            }
            case 0x3f, 0x3e -> {
                in.u8();
                String representation = CoreTypeReader.valueType(in);
                OptionalInt destructor = OptionalInt.empty();
                if (flag()) {
                    destructor = OptionalInt.of(in.u32());
                }
                if (code == 0x3e && flag()) {
                    in.u32();
                }
                yield new TypeExpression.Resource(representation, destructor, code == 0x3e);
            }
            default -> valueType();
        };
    }

    Optional<Use> resultList() {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> Optional.of(use());
            case 0x01 -> {
                int zero = in.u8();
                if (zero != 0) {
                    throw in.malformed("a function has no named results");
                }
                yield Optional.empty();
            }
            default -> throw in.malformed("invalid leading byte 0x" + Integer.toHexString(code) + " of a result list");
        };
    }

    private TypeExpression valueType() {
        int code = in.u8();
        return switch (code) {
            case 0x72 -> new TypeExpression.RecordType(in.vector(() -> new NamedUse(in.name(), use())));
            case 0x71 ->
                new TypeExpression.VariantType(in.vector(() -> {
                    String name = in.name();
                    Optional<Use> payload = optionalUse();
                    if (in.u8() != 0) {
                        throw in.malformed("a case refines another: not part of the format any more");
                    }
                    return new CaseUse(name, payload);
                }));
            case 0x70 -> new TypeExpression.ListType(use(), OptionalInt.empty());
            case 0x67 -> {
                Use element = use();
                yield new TypeExpression.ListType(element, OptionalInt.of(in.u32()));
            }
            case 0x63 -> {
                Use key = use();
                yield new TypeExpression.MapType(key, use());
            }
            case 0x6f -> new TypeExpression.TupleType(in.vector(this::use));
            case 0x6e -> new TypeExpression.FlagsType(in.vector(in::name));
            case 0x6d -> new TypeExpression.EnumType(in.vector(in::name));
            case 0x6b -> new TypeExpression.OptionType(use());
            case 0x6a -> {
                Optional<Use> ok = optionalUse();
                yield new TypeExpression.ResultType(ok, optionalUse());
            }
            case 0x69 -> new TypeExpression.OwnType(in.u32());
            case 0x68 -> new TypeExpression.BorrowType(in.u32());
            case 0x66 -> new TypeExpression.ChannelType(true, optionalUse());
            case 0x65 -> new TypeExpression.ChannelType(false, optionalUse());
            default ->
                new TypeExpression.PrimitiveType(primitive(code)
                        .orElseThrow(() -> in.malformed(
                                "invalid leading byte 0x" + Integer.toHexString(code) + " of a component type")));
        };
    }

    private boolean flag() {
        int flag = in.u8();
        if (flag > 1) {
            throw in.malformed("invalid flag 0x" + Integer.toHexString(flag));
        }
        return flag == 1;
    }

    private Optional<Use> optionalUse() {
        return flag() ? Optional.of(use()) : Optional.empty();
    }

    private Use use() {
        int first = in.peek();
        if (first >= 0x40 && first <= 0x7f) {
            in.u8();
            return new Use.Simple(primitive(first)
                    .orElseThrow(() -> in.malformed("unknown value type 0x" + Integer.toHexString(first))));
        }
        long index = in.s33();
        if (index < 0 || index > Integer.MAX_VALUE) {
            throw in.malformed("unknown value type " + index);
        }
        return new Use.Indexed((int) index);
    }

    private static Optional<Primitive> primitive(int code) {
        return Optional.ofNullable(
                switch (code) {
                    case 0x7f -> Primitive.BOOL;
                    case 0x7e -> Primitive.S8;
                    case 0x7d -> Primitive.U8;
                    case 0x7c -> Primitive.S16;
                    case 0x7b -> Primitive.U16;
                    case 0x7a -> Primitive.S32;
                    case 0x79 -> Primitive.U32;
                    case 0x78 -> Primitive.S64;
                    case 0x77 -> Primitive.U64;
                    case 0x76 -> Primitive.F32;
                    case 0x75 -> Primitive.F64;
                    case 0x74 -> Primitive.CHAR;
                    case 0x73 -> Primitive.STRING;
                    case 0x64 -> Primitive.ERROR_CONTEXT;
                    default -> null;
                });
    }

    ExternDescription externDescription() {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> {
                int sort = in.u8();
                if (sort != 0x11) {
                    throw in.malformed("invalid leading byte 0x" + Integer.toHexString(sort) + " of an external type");
                }
                yield new ExternDescription.CoreModuleOf(in.u32());
            }
            case 0x01 -> new ExternDescription.FunctionOf(in.u32());
            case 0x02 -> throw in.malformed("values cannot be imported or exported: Leat does not have them");
            case 0x03 -> {
                int bound = in.u8();
                yield switch (bound) {
                    case 0x00 -> new ExternDescription.TypeEqual(in.u32());
                    case 0x01 -> new ExternDescription.SubResource();
                    default ->
                        throw in.malformed("invalid leading byte 0x" + Integer.toHexString(bound) + " of a type bound");
                };
            }
            case 0x04 -> new ExternDescription.ComponentOf(in.u32());
            case 0x05 -> new ExternDescription.InstanceOf(in.u32());
            default ->
                throw in.malformed("invalid leading byte 0x" + Integer.toHexString(code) + " of an external type");
        };
    }

    private static ComponentException tooDeep() {
        return new ComponentException(
                ComponentProblem.TOO_LARGE, "types written more than " + MAXIMUM_NESTING + " deep inside each other");
    }

    private List<Declaration> nested(boolean imports) {
        if (++nesting > MAXIMUM_NESTING) {
            throw tooDeep();
        }
        List<Declaration> declarations = in.vector(() -> declaration(imports));
        nesting--;
        return declarations;
    }

    private Declaration declaration(boolean imports) {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> new Declaration.CoreTypeOf(coreType());
            case 0x01 -> new Declaration.TypeOf(type());
            case 0x02 -> new Declaration.AliasOf(ComponentDecoder.alias(in));
            case 0x03 -> {
                if (!imports) {
                    throw in.malformed("an instance type declares no imports");
                }
                ExternName name = ExternName.read(in);
                ExternDescription description = externDescription();
                yield new Declaration.ImportOf(name.of(description), description);
            }
            case 0x04 -> {
                ExternName name = ExternName.read(in);
                ExternDescription description = externDescription();
                yield new Declaration.ExportOf(name.of(description), description);
            }
            default -> throw in.malformed("invalid leading byte 0x" + Integer.toHexString(code) + " of a declaration");
        };
    }

    CoreTypeExpression coreType() {
        if (in.peek() == 0x50) {
            in.u8();
            if (++nesting > MAXIMUM_NESTING) {
                throw tooDeep();
            }
            List<CoreDeclaration> declarations = in.vector(this::coreDeclaration);
            nesting--;
            return new CoreTypeExpression.ModuleOf(declarations);
        }
        if (in.peek() == 0x00) {
            in.u8();
        }
        return new CoreTypeExpression.Plain(CoreTypeReader.subType(in));
    }

    private CoreDeclaration coreDeclaration() {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> {
                String module = in.name();
                String name = in.name();
                yield new CoreDeclaration.ImportOf(module, name, coreExtern());
            }
            case 0x01 -> new CoreDeclaration.TypeOf(coreType());
            case 0x02 -> {
                int sort = in.u8();
                int target = in.u8();
                if (sort != 0x10 || target != 0x01) {
                    throw in.malformed("a core module type may alias outer core types only");
                }
                int depth = in.u32();
                yield new CoreDeclaration.AliasOf(depth, in.u32());
            }
            case 0x03 -> {
                String name = in.name();
                yield new CoreDeclaration.ExportOf(name, coreExtern());
            }
            default ->
                throw in.malformed("invalid leading byte 0x" + Integer.toHexString(code) + " of a core declaration");
        };
    }

    private CoreExternDescription coreExtern() {
        int kind = in.u8();
        return switch (kind) {
            case 0x00 -> new CoreExternDescription.FunctionOf(in.u32());
            case 0x04 -> {
                in.u8();
                yield new CoreExternDescription.TagOf(in.u32());
            }
            default -> new CoreExternDescription.Known(CoreTypeReader.external(in, kind, List.of()));
        };
    }
}
