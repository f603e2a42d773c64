package dev.leat.component.wasmtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Asks the library which release it is. No function tells; but every compiled module says which release it is for, so
 * this compiles an empty one and looks. Compiled modules are ELF files; the section {@code .wasmtime.engine} begins with
 * a byte for its format, a byte for a length, and the release.
 */
final class CompiledRelease {

    static final String UNKNOWN = "unknown";

    private static final byte[] EMPTY_MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private static final byte[] SECTION = ".wasmtime.engine\0".getBytes(StandardCharsets.US_ASCII);

    private static final int ELF64_SECTION_TABLE = 0x28;
    private static final int ELF64_SECTION_SIZE = 0x3a;
    private static final int ELF64_SECTION_COUNT = 0x3c;
    private static final int ELF64_NAMES_SECTION = 0x3e;
    private static final int SECTION_OFFSET = 0x18;

    private CompiledRelease() {}

    /** The release that the engine's library belongs to, as in {@code 50}; {@link #UNKNOWN} where it does not say. */
    static String of(long engine) {
        try (Scratch scratch = new Scratch()) {
            long out = scratch.pointer();
            long error = EngineFunctions.moduleNew(engine, scratch.bytes(EMPTY_MODULE), EMPTY_MODULE.length, out);
            if (error != 0) {
                throw new IllegalStateException(
                        "libwasmtime cannot compile an empty module: " + NativeErrors.takeMessage(error));
            }
            long module = Symbols.MEMORY.get(Symbols.POINTER, out);
            long vector = scratch.vector();
            error = EngineFunctions.moduleSerialize(module, vector);
            EngineFunctions.moduleDelete(module);
            if (error != 0) {
                throw new IllegalStateException(
                        "libwasmtime cannot write a module: " + NativeErrors.takeMessage(error));
            }
            return of(NativeVectors.take(vector));
        }
    }

    /** The release that a compiled module is for. */
    static String of(byte[] compiled) {
        ByteBuffer elf = ByteBuffer.wrap(compiled).order(ByteOrder.LITTLE_ENDIAN);
        try {
            long table = elf.getLong(ELF64_SECTION_TABLE);
            int size = elf.getShort(ELF64_SECTION_SIZE);
            int names = offset(elf, table, size, elf.getShort(ELF64_NAMES_SECTION));
            for (int index = 0; index < elf.getShort(ELF64_SECTION_COUNT); index++) {
                int name = names + elf.getInt(Math.toIntExact(table + (long) index * size));
                if (elf.slice(name, SECTION.length).equals(ByteBuffer.wrap(SECTION))) {
                    int section = offset(elf, table, size, index);
                    return new String(compiled, section + 2, compiled[section + 1], StandardCharsets.US_ASCII);
                }
            }
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }

    private static int offset(ByteBuffer elf, long table, int size, int index) {
        return Math.toIntExact(elf.getLong(Math.toIntExact(table + (long) index * size + SECTION_OFFSET)));
    }
}
