package dev.leat.component.model.binary;

import dev.leat.component.model.ComponentException;
import dev.leat.component.model.ComponentProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the types of core WebAssembly: of a whole module's imports and exports, and inside component types. */
final class CoreTypeReader {

    /** The most pages of a memory with 32-bit addresses. */
    private static final long MAXIMUM_PAGES = 65_536;

    private CoreTypeReader() {}

    /** What a core module imports and exports. Checks no more than that takes: the engine validates the module. */
    static CoreType.Module module(BinaryReader in) {
        if (in.remaining() < 8 || in.u8() != 0 || in.u8() != 'a' || in.u8() != 's' || in.u8() != 'm') {
            throw in.malformed("magic header not detected in a core module");
        }
        if (in.u8() != 1 || in.u8() != 0 || in.u8() != 0 || in.u8() != 0) {
            throw in.malformed("unknown binary version of a core module");
        }
        List<CoreType> types = new ArrayList<>();
        List<CoreType.ModuleImport> imports = new ArrayList<>();
        Map<String, CoreType> exports = new LinkedHashMap<>();
        Map<Integer, List<CoreType>> spaces = new LinkedHashMap<>();
        for (int kind = 0; kind <= 4; kind++) {
            spaces.put(kind, new ArrayList<>());
        }
        while (!in.atEnd()) {
            int id = in.u8();
            BinaryReader section = in.slice(in.u32());
            switch (id) {
                case 1 -> {
                    int groups = section.count();
                    for (int i = 0; i < groups; i++) {
                        recursiveGroup(section, types);
                    }
                }
                case 2 ->
                    section.vector(() -> {
                        String module = section.name();
                        String name = section.name();
                        int kind = section.u8();
                        CoreType type = external(section, kind, types);
                        imports.add(new CoreType.ModuleImport(module, name, type));
                        spaces.get(kind).add(type);
                        return type;
                    });
                case 3 -> section.vector(() -> spaces.get(0).add(type(section, types, section.u32())));
                case 4 ->
                    section.vector(() -> {
                        if (section.peek() == 0x40) {
                            section.u8();
                            section.u8();
                            CoreType.Table table = table(section);
                            skipConstant(section);
                            return spaces.get(1).add(table);
                        }
                        return spaces.get(1).add(table(section));
                    });
                case 5 -> section.vector(() -> spaces.get(2).add(memory(section)));
                case 6 ->
                    section.vector(() -> {
                        CoreType.Global global = global(section);
                        skipConstant(section);
                        return spaces.get(3).add(global);
                    });
                case 7 ->
                    section.vector(() -> {
                        String name = section.name();
                        int kind = section.u8();
                        int index = section.u32();
                        List<CoreType> space = kind <= 4 ? spaces.get(kind) : List.<CoreType>of();
                        if (index >= space.size()) {
                            throw section.malformed("a core module exports index " + index + " of kind " + kind
                                    + ", which it does not define");
                        }
                        exports.put(name, space.get(index));
                        return name;
                    });
                case 13 -> section.vector(() -> spaces.get(4).add(tag(section, types)));
                default -> {
                    // Code, data and names: the engine reads them.
                }
            }
        }
        return new CoreType.Module(List.copyOf(imports), exports);
    }

    static CoreType external(BinaryReader in, int kind, List<CoreType> types) {
        return switch (kind) {
            case 0 -> type(in, types, in.u32());
            case 1 -> table(in);
            case 2 -> memory(in);
            case 3 -> global(in);
            case 4 -> tag(in, types);
            default -> throw in.malformed("unknown kind of import " + kind);
        };
    }

    private static CoreType.Tag tag(BinaryReader in, List<CoreType> types) {
        in.u8();
        return type(in, types, in.u32()) instanceof CoreType.Function function
                ? new CoreType.Tag(function)
                : new CoreType.Tag(new CoreType.Function(List.of(), List.of()));
    }

    private static CoreType type(BinaryReader in, List<CoreType> types, int index) {
        if (index >= types.size()) {
            throw in.malformed("unknown core type " + index);
        }
        return types.get(index);
    }

    /** A type definition of a core module's type section: one type, or a group of them. */
    private static void recursiveGroup(BinaryReader in, List<CoreType> types) {
        if (in.peek() == 0x4e) {
            in.u8();
            int count = in.count();
            for (int i = 0; i < count; i++) {
                types.add(subType(in));
            }
        } else {
            types.add(subType(in));
        }
    }

    static CoreType subType(BinaryReader in) {
        int form = in.peek();
        if (form == 0x50 || form == 0x4f) {
            in.u8();
            in.vector(in::u32);
        }
        return compositeType(in);
    }

    private static CoreType compositeType(BinaryReader in) {
        int form = in.u8();
        return switch (form) {
            case 0x60 -> {
                List<String> parameters = in.vector(() -> valueType(in));
                List<String> results = in.vector(() -> valueType(in));
                yield new CoreType.Function(parameters, results);
            }
            case 0x5f -> new CoreType.Opaque("struct " + in.vector(() -> storageType(in)));
            case 0x5e -> new CoreType.Opaque("array " + storageType(in));
            default -> throw in.malformed("unknown form of a core type 0x" + Integer.toHexString(form));
        };
    }

    private static String storageType(BinaryReader in) {
        String type = switch (in.peek()) {
            case 0x78 -> packed(in, "i8");
            case 0x77 -> packed(in, "i16");
            default -> valueType(in);
        };
        return in.u8() == 1 ? "(mut " + type + ")" : type;
    }

    private static String packed(BinaryReader in, String name) {
        in.u8();
        return name;
    }

    static String valueType(BinaryReader in) {
        int code = in.u8();
        return switch (code) {
            case 0x7f -> "i32";
            case 0x7e -> "i64";
            case 0x7d -> "f32";
            case 0x7c -> "f64";
            case 0x7b -> "v128";
            case 0x63 -> "(ref null " + heapType(in) + ")";
            case 0x64 -> "(ref " + heapType(in) + ")";
            default -> "(ref null " + abstractHeapType(in, code) + ")";
        };
    }

    private static String heapType(BinaryReader in) {
        int code = in.peek();
        if (code >= 0x69 && code <= 0x74) {
            in.u8();
            return abstractHeapType(in, code);
        }
        long index = in.s33();
        if (index < 0) {
            throw in.malformed("unknown heap type");
        }
        return Long.toString(index);
    }

    private static String abstractHeapType(BinaryReader in, int code) {
        return switch (code) {
            case 0x74 -> "noexn";
            case 0x73 -> "nofunc";
            case 0x72 -> "noextern";
            case 0x71 -> "none";
            case 0x70 -> "func";
            case 0x6f -> "extern";
            case 0x6e -> "any";
            case 0x6d -> "eq";
            case 0x6c -> "i31";
            case 0x6b -> "struct";
            case 0x6a -> "array";
            case 0x69 -> "exn";
            default -> throw in.malformed("malformed value type 0x" + Integer.toHexString(code));
        };
    }

    private static CoreType.Table table(BinaryReader in) {
        String element = valueType(in);
        int flags = in.u8();
        boolean wide = (flags & 4) != 0;
        long minimum = wide ? in.u64() : in.u32AsLong();
        Optional<Long> maximum = (flags & 1) != 0 ? Optional.of(wide ? in.u64() : in.u32AsLong()) : Optional.empty();
        return new CoreType.Table(element, wide, minimum, maximum);
    }

    private static CoreType.Memory memory(BinaryReader in) {
        int flags = in.u8();
        boolean wide = (flags & 4) != 0;
        long minimum = wide ? in.u64() : in.u32AsLong();
        Optional<Long> maximum = (flags & 1) != 0 ? Optional.of(wide ? in.u64() : in.u32AsLong()) : Optional.empty();
        if ((flags & 8) != 0) {
            in.u32();
        } else if (!wide && (minimum > MAXIMUM_PAGES || maximum.orElse(0L) > MAXIMUM_PAGES)) {
            throw new ComponentException(
                    ComponentProblem.INVALID, "memory size must be at most " + MAXIMUM_PAGES + " pages (4 GiB)");
        }
        return new CoreType.Memory((flags & 2) != 0, wide, minimum, maximum);
    }

    private static CoreType.Global global(BinaryReader in) {
        String value = valueType(in);
        return new CoreType.Global(value, in.u8() == 1);
    }

    /** Skips a constant expression. */
    private static void skipConstant(BinaryReader in) {
        while (true) {
            int opcode = in.u8();
            switch (opcode) {
                case 0x0b -> {
                    return;
                }
                case 0x41, 0x23, 0xd2 -> in.s33();
                case 0x42 -> skipLong(in);
                case 0x43 -> in.bytes(4);
                case 0x44 -> in.bytes(8);
                case 0xd0 -> heapType(in);
                case 0xfd -> {
                    in.u32();
                    in.bytes(16);
                }
                case 0xfb -> skipGarbageCollected(in);
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {
                    // Arithmetic of extended constants takes no immediate.
                }
                default ->
                    throw in.malformed(
                            "unknown instruction 0x" + Integer.toHexString(opcode) + " in a constant expression");
            }
        }
    }

    private static void skipLong(BinaryReader in) {
        while ((in.u8() & 0x80) != 0) {
            // A continued LEB128 number.
        }
    }

    private static void skipGarbageCollected(BinaryReader in) {
        int opcode = in.u32();
        switch (opcode) {
            case 0, 1, 6, 7 -> in.u32();
            case 8 -> {
                in.u32();
                in.u32();
            }
            case 26, 27, 28 -> {
                // Conversions and i31 take no immediate.
            }
            default -> throw in.malformed("unknown instruction in a constant expression");
        }
    }
}
