package dev.leat.component.wasmtime;

import dev.leat.component.core.CoreModuleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the types of a module's exported functions from its binary, which the library has found valid.
 *
 * <p>The C API tells a function's type too, but ends the process when asked for a vector or for a reference of the newer
 * kinds. Besides, this costs once for each module what it would cost for each instance.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/modules.html">WebAssembly specification, modules</a>
 */
final class ExportedFunctions {

    private static final int PREAMBLE_BYTES = 8;

    private static final int TYPE_SECTION = 1;
    private static final int IMPORT_SECTION = 2;
    private static final int FUNCTION_SECTION = 3;
    private static final int EXPORT_SECTION = 7;

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
    private static final int REFERENCE = 0x64;
    private static final int NULLABLE_REFERENCE = 0x63;

    private static final int HAS_MAXIMUM = 0x01;
    private static final int HAS_PAGE_SIZE = 0x08;

    private final BinaryReader in;

    /** By type index; empty for a type that is no function's. */
    private final List<Optional<FunctionShape>> types = new ArrayList<>();

    /** By function index. */
    private final List<FunctionShape> functions = new ArrayList<>();

    private final Map<String, FunctionShape> exports = new HashMap<>();

    private ExportedFunctions(byte[] binary) {
        this.in = new BinaryReader(binary, PREAMBLE_BYTES);
    }

    /**
     * The exported functions of a valid module, by name.
     *
     * @throws CoreModuleException where the binary has a form that is not known here
     */
    static Map<String, FunctionShape> of(byte[] binary) {
        ExportedFunctions reader = new ExportedFunctions(binary);
        try {
            reader.readSections();
        } catch (IndexOutOfBoundsException e) {
            throw new CoreModuleException("the module has a form that Leat cannot read", e);
        }
        return Map.copyOf(reader.exports);
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
                case EXPORT_SECTION -> readTimes(this::readExport);
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
        int type = in.readByte();
        if (type == REFERENCE || type == NULLABLE_REFERENCE) {
            in.skipNumber();
        }
        return type >= F64;
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
            case MEMORY -> readLimits();
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

    private void readExport() {
        String name = in.readText(in.readUnsigned());
        int kind = in.readByte();
        int index = in.readUnsigned();
        if (kind == FUNCTION) {
            exports.put(name, functions.get(index));
        }
    }

    private FunctionShape shape(int type) {
        return types.get(type).orElseThrow(() -> unknown("function type", type));
    }

    private static CoreModuleException unknown(String what, int code) {
        return new CoreModuleException("the module has a " + what + " that Leat does not know: " + code);
    }
}
