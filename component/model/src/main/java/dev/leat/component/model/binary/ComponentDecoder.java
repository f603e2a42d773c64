package dev.leat.component.model.binary;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import dev.leat.component.model.binary.Definition.ComponentBody;
import dev.leat.component.model.binary.Definition.Encoding;
import dev.leat.component.model.binary.Definition.ExternDescription;
import dev.leat.component.model.binary.Definition.Named;
import dev.leat.component.model.binary.Definition.Options;
import dev.leat.component.model.binary.Definition.Reference;
import dev.leat.component.model.binary.Definition.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Decodes a component binary. Implements Binary.md of the Component Model, version 0x0d. */
public final class ComponentDecoder {

    /** How deep components may be nested in each other. */
    private static final int MAXIMUM_NESTING = 100;

    private final List<CoreModuleBinary> modules = new ArrayList<>();

    private ComponentDecoder() {}

    /** A core module inside a component: its bytes, and what it imports and exports. */
    public record CoreModuleBinary(byte[] bytes, CoreType.Module type) {}

    /**
     * A decoded component.
     *
     * @param modules all core modules, those of nested components included
     */
    public record Decoded(ComponentBody body, List<CoreModuleBinary> modules) {}

    /**
     * @throws ComponentException where the bytes are no WebAssembly, a core module, or break the format
     */
    public static Decoded decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        checkPreamble(bytes);
        in.bytes(8);
        ComponentDecoder decoder = new ComponentDecoder();
        ComponentBody body = decoder.body(in, 0);
        return new Decoded(body, List.copyOf(decoder.modules));
    }

    private static void checkPreamble(byte[] bytes) {
        if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 'a' || bytes[2] != 's' || bytes[3] != 'm') {
            throw new ComponentException(
                    ComponentProblem.NOT_WEBASSEMBLY,
                    bytes.length == 0
                            ? "the file is empty, not WebAssembly"
                            : "this is not WebAssembly: it does not start with \\0asm (" + bytes.length + " bytes)");
        }
        if (bytes.length < 8) {
            throw new ComponentException(
                    ComponentProblem.MALFORMED, "unexpected end: the file stops after " + bytes.length + " bytes");
        }
        if (bytes[4] == 1 && bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 0) {
            throw new ComponentException(
                    ComponentProblem.CORE_MODULE,
                    "this is a core WebAssembly module, not a component; build it for wasm32-wasip2, or make a component"
                            + " of it with `wasm-tools component new`");
        }
        if (bytes[4] != 0x0d || bytes[5] != 0 || bytes[6] != 1 || bytes[7] != 0) {
            throw new ComponentException(
                    ComponentProblem.MALFORMED,
                    String.format(
                            "unknown binary version %02x %02x %02x %02x; a component has 0d 00 01 00",
                            bytes[4], bytes[5], bytes[6], bytes[7]));
        }
    }

    private ComponentBody body(BinaryReader in, int nesting) {
        if (nesting > MAXIMUM_NESTING) {
            throw new ComponentException(
                    ComponentProblem.TOO_LARGE, "components nested more than " + MAXIMUM_NESTING + " deep");
        }
        List<Definition> definitions = new ArrayList<>();
        Map<String, byte[]> custom = new LinkedHashMap<>();
        while (!in.atEnd()) {
            int id = in.u8();
            BinaryReader section = in.slice(in.u32());
            TypeReader types = new TypeReader(section);
            switch (id) {
                case 0 -> custom.put(section.name(), section.rest());
                case 1 -> definitions.add(coreModule(section));
                case 2 -> definitions.addAll(section.vector(() -> coreInstance(section)));
                case 3 ->
                    definitions.addAll(
                            section.vector(() -> (Definition) new Definition.CoreTypeDefinition(types.coreType())));
                case 4 -> definitions.add(new Definition.NestedComponent(nested(section, nesting)));
                case 5 -> definitions.addAll(section.vector(() -> instance(section)));
                case 6 -> definitions.addAll(section.vector(() -> alias(section)));
                case 7 ->
                    definitions.addAll(section.vector(() -> (Definition) new Definition.TypeDefinition(types.type())));
                case 8 -> definitions.addAll(section.vector(() -> canon(section)));
                case 9 ->
                    throw new ComponentException(
                            ComponentProblem.UNSUPPORTED,
                            "the component has a start function, which Leat does not run");
                case 10 -> definitions.addAll(section.vector(() -> importOf(section, types)));
                case 11 -> definitions.addAll(section.vector(() -> exportOf(section, types)));
                case 12 ->
                    throw new ComponentException(
                            ComponentProblem.UNSUPPORTED, "the component defines values, which Leat does not have");
                default -> throw section.malformed("unknown section id " + id);
            }
            if (!section.atEnd()) {
                throw section.malformed("section size mismatch: " + section.remaining() + " bytes left over");
            }
        }
        return new ComponentBody(List.copyOf(definitions), custom);
    }

    private ComponentBody nested(BinaryReader section, int nesting) {
        byte[] preamble = section.bytes(8);
        if (preamble[0] != 0 || preamble[1] != 'a' || preamble[2] != 's' || preamble[3] != 'm') {
            throw section.malformed("magic header not detected in a nested component");
        }
        if (preamble[4] != 0x0d || preamble[5] != 0 || preamble[6] != 1 || preamble[7] != 0) {
            throw section.malformed("unknown binary version of a nested component");
        }
        return body(section, nesting + 1);
    }

    private Definition coreModule(BinaryReader section) {
        CoreType.Module type = CoreTypeReader.module(section.ahead());
        modules.add(new CoreModuleBinary(section.rest(), type));
        return new Definition.CoreModule(modules.size() - 1);
    }

    private static Definition coreInstance(BinaryReader in) {
        int form = in.u8();
        return switch (form) {
            case 0x00 -> {
                int module = in.u32();
                yield new Definition.CoreInstantiate(module, in.vector(() -> {
                    String name = in.name();
                    int sort = in.u8();
                    if (sort != 0x12) {
                        throw in.malformed("a core instantiation argument must be a core instance");
                    }
                    return new Named(name, new Reference(Sort.CORE_INSTANCE, in.u32()));
                }));
            }
            case 0x01 ->
                new Definition.CoreBundle(in.vector(() -> {
                    String name = in.name();
                    return new Named(name, new Reference(coreSort(in), in.u32()));
                }));
            default ->
                throw in.malformed("invalid leading byte 0x" + Integer.toHexString(form) + " of a core instance");
        };
    }

    private static Definition instance(BinaryReader in) {
        int form = in.u8();
        return switch (form) {
            case 0x00 -> {
                int component = in.u32();
                yield new Definition.Instantiate(component, in.vector(() -> {
                    String name = in.name();
                    return new Named(name, reference(in));
                }));
            }
            case 0x01 ->
                new Definition.Bundle(in.vector(() -> {
                    ExternName name = ExternName.read(in);
                    Reference reference = reference(in);
                    return new Named(name.of(reference.sort()), reference);
                }));
            default -> throw in.malformed("invalid leading byte 0x" + Integer.toHexString(form) + " of an instance");
        };
    }

    static Sort coreSort(BinaryReader in) {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> Sort.CORE_FUNCTION;
            case 0x01 -> Sort.CORE_TABLE;
            case 0x02 -> Sort.CORE_MEMORY;
            case 0x03 -> Sort.CORE_GLOBAL;
            case 0x04 -> Sort.CORE_TAG;
            case 0x10 -> Sort.CORE_TYPE;
            case 0x11 -> Sort.CORE_MODULE;
            case 0x12 -> Sort.CORE_INSTANCE;
            default -> throw in.malformed("unknown core sort 0x" + Integer.toHexString(code));
        };
    }

    static Sort sort(BinaryReader in) {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> coreSort(in);
            case 0x01 -> Sort.FUNCTION;
            case 0x02 -> Sort.VALUE;
            case 0x03 -> Sort.TYPE;
            case 0x04 -> Sort.COMPONENT;
            case 0x05 -> Sort.INSTANCE;
            default -> throw in.malformed("unknown sort 0x" + Integer.toHexString(code));
        };
    }

    private static Reference reference(BinaryReader in) {
        return new Reference(sort(in), in.u32());
    }

    static Definition alias(BinaryReader in) {
        Sort sort = sort(in);
        int target = in.u8();
        return switch (target) {
            case 0x00 -> {
                int instance = in.u32();
                yield new Definition.AliasExport(sort, instance, in.name());
            }
            case 0x01 -> {
                int instance = in.u32();
                yield new Definition.AliasCoreExport(sort, instance, in.name());
            }
            case 0x02 -> {
                int depth = in.u32();
                yield new Definition.AliasOuter(sort, depth, in.u32());
            }
            default -> throw in.malformed("invalid leading byte 0x" + Integer.toHexString(target) + " of an alias");
        };
    }

    private static Definition canon(BinaryReader in) {
        int code = in.u8();
        return switch (code) {
            case 0x00 -> {
                expectZero(in);
                int function = in.u32();
                Options options = options(in);
                yield new Definition.Lift(function, options, in.u32());
            }
            case 0x01 -> {
                expectZero(in);
                int function = in.u32();
                yield new Definition.Lower(function, options(in));
            }
            case 0x02 -> new Definition.ResourceNew(in.u32());
            case 0x03 -> new Definition.ResourceDrop(in.u32());
            case 0x04 -> new Definition.ResourceRep(in.u32());
            default -> UnsupportedCanons.read(in, code);
        };
    }

    private static void expectZero(BinaryReader in) {
        int code = in.u8();
        if (code != 0) {
            throw in.malformed("invalid leading byte 0x" + Integer.toHexString(code) + " of a canonical function");
        }
    }

    static Options options(BinaryReader in) {
        Encoding encoding = Encoding.UTF8;
        boolean encodingSet = false;
        OptionalInt memory = OptionalInt.empty();
        OptionalInt realloc = OptionalInt.empty();
        OptionalInt postReturn = OptionalInt.empty();
        OptionalInt callback = OptionalInt.empty();
        boolean async = false;
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int code = in.u8();
            switch (code) {
                case 0x00, 0x01, 0x02 -> {
                    if (encodingSet) {
                        throw invalid("canonical encoding option is given twice: it conflicts with itself");
                    }
                    encodingSet = true;
                    encoding = Encoding.values()[code];
                }
                case 0x03 -> memory = once("memory", memory, in.u32());
                case 0x04 -> realloc = once("realloc", realloc, in.u32());
                case 0x05 -> postReturn = once("post-return", postReturn, in.u32());
                case 0x06 -> async = true;
                case 0x07 -> callback = once("callback", callback, in.u32());
                default -> throw in.malformed("unknown canonical option 0x" + Integer.toHexString(code));
            }
        }
        return new Options(encoding, memory, realloc, postReturn, async, callback);
    }

    private static OptionalInt once(String name, OptionalInt before, int index) {
        if (before.isPresent()) {
            throw invalid("canonical option `" + name + "` is specified more than once");
        }
        return OptionalInt.of(index);
    }

    private static ComponentException invalid(String message) {
        return new ComponentException(ComponentProblem.INVALID, message);
    }

    private static Definition importOf(BinaryReader in, TypeReader types) {
        ExternName name = ExternName.read(in);
        ExternDescription description = types.externDescription();
        return new Definition.Import(name.of(description), description);
    }

    private static Definition exportOf(BinaryReader in, TypeReader types) {
        ExternName name = ExternName.read(in);
        Reference reference = reference(in);
        int present = in.u8();
        Optional<ExternDescription> description = switch (present) {
            case 0x00 -> Optional.empty();
            case 0x01 -> Optional.of(types.externDescription());
            default -> throw in.malformed("invalid leading byte 0x" + Integer.toHexString(present));
        };
        return new Definition.Export(name.of(reference.sort()), reference, description);
    }
}
