package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreModuleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a module's {@linkplain ModuleShape shape} from its binary, which the library has found valid.
 *
 * <p>The C API tells a function's type too, but ends the process when asked for a vector or for a reference of the newer
 * kinds. Besides, this costs once for each module what it would cost for each instance.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/modules.html">WebAssembly specification, modules</a>
 */
final class ModuleReader {

    private static final int PREAMBLE_BYTES = 8;

    private static final int TYPE_SECTION = 1;
    private static final int IMPORT_SECTION = 2;
    private static final int FUNCTION_SECTION = 3;
    private static final int MEMORY_SECTION = 5;
    private static final int EXPORT_SECTION = 7;
    private static final int START_SECTION = 8;
    private static final int CODE_SECTION = 10;

    private static final int FUNCTION = 0x00;
    private static final int TABLE = 0x01;
    private static final int MEMORY = 0x02;
    private static final int GLOBAL = 0x03;
    private static final int TAG = 0x04;

    private static final int RECURSIVE_GROUP = 0x4e;
    private static final int FINAL_SUBTYPE = 0x4f;
    private static final int SUBTYPE = 0x50;
    private static final int FUNCTION_TYPE = 0x60;
    private static final int STRUCTURE_TYPE = 0x5f;
    private static final int ARRAY_TYPE = 0x5e;

    private static final int F64 = 0x7c;

    private static final int HAS_MAXIMUM = 0x01;
    private static final int HAS_64_BITS = 0x04;
    private static final int HAS_PAGE_SIZE = 0x08;
    private static final int PAGE_BITS = 16;

    private final BinaryReader in;

    /** By type index; empty for a type that is no function's. */
    private final List<Optional<FunctionShape>> types = new ArrayList<>();

    /** By function index. */
    private final List<FunctionShape> functions = new ArrayList<>();

    private final Map<String, FunctionShape> exports = new HashMap<>();

    private final List<ModuleShape.Memory> memories = new ArrayList<>();
    private final Map<Integer, String> memoryNames = new HashMap<>();
    private int importedMemories;
    private final Set<String> exportNames = new HashSet<>();
    private Optional<Integer> start = Optional.empty();
    private boolean hasCode;

    private ModuleReader(byte[] binary) {
        this.in = new BinaryReader(binary, PREAMBLE_BYTES);
    }

    /**
     * The shape of a valid module.
     *
     * @throws CoreModuleException where the binary has a form that is not known here
     */
    static ModuleShape read(byte[] binary) {
        ModuleReader reader = new ModuleReader(binary);
        try {
            reader.readSections();
        } catch (IndexOutOfBoundsException e) {
            throw new CoreModuleException("the module has a form that Leat cannot read", e);
        }
        return reader.shape();
    }

    private ModuleShape shape() {
        List<ModuleShape.Memory> named = new ArrayList<>();
        for (int index = 0; index < memories.size(); index++) {
            ModuleShape.Memory memory = memories.get(index);
            named.add(new ModuleShape.Memory(
                    memory.minimum(),
                    memory.maximum(),
                    Optional.ofNullable(memoryNames.get(importedMemories + index))));
        }
        return new ModuleShape(
                Map.copyOf(exports), Set.copyOf(exportNames), importedMemories, List.copyOf(named), start, hasCode);
    }

    private void readSections() {
        while (in.hasMore()) {
            int id = in.readByte();
            int size = in.readUnsigned();
            int end = in.position() + size;
            switch (id) {
                case TYPE_SECTION -> readTimes(this::readTypeGroup);
                case IMPORT_SECTION -> readTimes(this::readImport);
                case FUNCTION_SECTION -> readTimes(() -> functions.add(shape(in.readUnsigned())));
                case MEMORY_SECTION -> readTimes(() -> memories.add(readMemory()));
                case EXPORT_SECTION -> readTimes(this::readExport);
                case START_SECTION -> start = Optional.of(in.readUnsigned());
                case CODE_SECTION -> hasCode = in.readUnsigned() > 0;
                default -> {}
            }
            in.skipTo(end);
        }
    }

    private void readTimes(Runnable element) {
        for (int count = in.readUnsigned(); count > 0; count--) {
            element.run();
        }
    }

    private void readTypeGroup() {
        if (in.peek() == RECURSIVE_GROUP) {
            in.readByte();
            readTimes(this::readType);
        } else {
            readType();
        }
    }

    private void readType() {
        if (in.peek() == SUBTYPE || in.peek() == FINAL_SUBTYPE) {
            in.readByte();
            readTimes(in::readUnsigned);
        }
        int form = in.readByte();
        switch (form) {
            case FUNCTION_TYPE -> types.add(Optional.of(readFunctionType()));
            case STRUCTURE_TYPE -> {
                readTimes(this::readField);
                types.add(Optional.empty());
            }
            case ARRAY_TYPE -> {
                readField();
                types.add(Optional.empty());
            }
            default -> throw unknown("type", form);
        }
    }

    private FunctionShape readFunctionType() {
        int parameters = in.readUnsigned();
        boolean numeric = readValueTypes(parameters);
        int results = in.readUnsigned();
        numeric &= readValueTypes(results);
        return new FunctionShape(parameters, results, numeric);
    }

    private boolean readValueTypes(int count) {
        boolean numeric = true;
        for (int index = 0; index < count; index++) {
            numeric &= readValueType();
        }
        return numeric;
    }

    /** Reads a value type, a packed type or a reference type, and returns whether it is a number. */
    private boolean readValueType() {
        return in.skipValueType() >= F64;
    }

    private void readField() {
        readValueType();
        in.readByte();
    }

    private void readImport() {
        in.skip(in.readUnsigned());
        in.skip(in.readUnsigned());
        int kind = in.readByte();
        switch (kind) {
            case FUNCTION -> functions.add(shape(in.readUnsigned()));
            case TABLE -> {
                readValueType();
                readLimits();
            }
            case MEMORY -> {
                readLimits();
                importedMemories++;
            }
            case GLOBAL -> readField();
            case TAG -> {
                in.readByte();
                in.skipNumber();
            }
            default -> throw unknown("import", kind);
        }
    }

    private void readLimits() {
        int flags = in.readByte();
        in.skipNumber();
        if ((flags & HAS_MAXIMUM) != 0) {
            in.skipNumber();
        }
        if ((flags & HAS_PAGE_SIZE) != 0) {
            in.skipNumber();
        }
    }

    private ModuleShape.Memory readMemory() {
        int flags = in.readByte();
        long minimum = in.readLong();
        boolean bounded = (flags & HAS_MAXIMUM) != 0;
        long maximum = bounded ? in.readLong() : 0;
        int bits = (flags & HAS_PAGE_SIZE) != 0 ? in.readUnsigned() : PAGE_BITS;
        return new ModuleShape.Memory(
                bytes(minimum, bits), bounded ? bytes(maximum, bits) : unbounded(flags), Optional.empty());
    }

    private static long unbounded(int flags) {
        return (flags & HAS_64_BITS) != 0 ? ModuleShape.Memory.HUGE : 1L << 32;
    }

    /** The size of so many pages, or {@link ModuleShape.Memory#HUGE} where it is more. */
    private static long bytes(long pages, int bits) {
        return Long.compareUnsigned(pages, ModuleShape.Memory.HUGE >> bits) >= 0
                ? ModuleShape.Memory.HUGE
                : pages << bits;
    }

    private void readExport() {
        String name = in.readText(in.readUnsigned());
        exportNames.add(name);
        int kind = in.readByte();
        int index = in.readUnsigned();
        if (kind == FUNCTION) {
            exports.put(name, functions.get(index));
        } else if (kind == MEMORY) {
            memoryNames.put(index, name);
        }
    }

    private FunctionShape shape(int type) {
        return types.get(type).orElseThrow(() -> unknown("function type", type));
    }

    private static CoreModuleException unknown(String what, int code) {
        return new CoreModuleException("the module has a " + what + " that Leat does not know: " + code);
    }
}
