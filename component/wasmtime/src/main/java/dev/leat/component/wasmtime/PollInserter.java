package dev.leat.component.wasmtime;

import java.nio.charset.StandardCharsets;

/**
 * Gives a module polls, by which its guests can be stopped: before each branch to the head of a loop, and at the entry of each
 * function but short ones that call nothing, a load from a memory of their own, the {@linkplain PollDeadline poll page}. The page can be
 * read until a guest is to stop: then the next poll traps. A poll is an instruction or two of the machine; a look at
 * wasmtime's epoch, which does the same, is loads, a comparison and a branch, and takes a tenth of a guest's time and more.
 *
 * <p>The compiler may take what it has loaded before for what a poll would load. So each poll of a function has an address of
 * its own; where those run out, the polls are stores, which it does not leave out. (The library inlines no function into
 * another; if it did, addresses would have to differ in the whole module.)
 *
 * <p>The memory comes behind the module's own, so that no index changes, and is exported, so that the host finds it. The
 * start function is exported, too, instead of being run when the instance is made: the host calls it when it knows the page.
 */
final class PollInserter {

    /** The size of a poll page, one of WebAssembly's. */
    static final int PAGE_BYTES = 64 << 10;

    /** The memory's export; longer where the module exports that name itself. */
    private static final String PAGE = "leat:poll-page";

    /** The start function's export; longer where the module exports that name itself. */
    private static final String START = "leat:start";

    private static final int PREAMBLE_BYTES = 8;

    private static final int CUSTOM_SECTION = 0;
    private static final int MEMORY_SECTION = 5;
    private static final int EXPORT_SECTION = 7;
    private static final int START_SECTION = 8;
    private static final int CODE_SECTION = 10;

    /** The sections in their order, by their numbers: tags come behind memories, the data count before the code. */
    private static final int[] ORDER = {1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11};

    private static final int DROP = 0x1a;
    private static final int I32_LOAD8_U = 0x2d;
    private static final int I32_STORE8 = 0x3a;
    private static final int HAS_MEMORY_INDEX = 0x40;
    private static final int I32_CONST = 0x41;

    /**
     * A function of so few bytes that calls nothing takes next to no time, as often as others can call it between two polls:
     * some million times, as no function has more than 8 MB.
     */
    private static final int SHORT_BYTES = 1 << 10;

    private static final int FUNCTION = 0x00;
    private static final int MEMORY = 0x02;
    private static final int HAS_MAXIMUM = 0x01;

    private final byte[] binary;
    private final ModuleShape shape;
    private final BinaryReader in;
    private final InstructionReader instructions;
    private final BinaryWriter out;
    private final BinaryWriter section = new BinaryWriter(1 << 10);
    private final BinaryWriter body = new BinaryWriter(1 << 10);
    private int polls;

    private boolean hasMemories;
    private boolean hasExports;

    private PollInserter(byte[] binary, ModuleShape shape) {
        this.binary = binary;
        this.shape = shape;
        this.in = new BinaryReader(binary, PREAMBLE_BYTES);
        this.instructions = new InstructionReader(in);
        this.out = new BinaryWriter(binary.length + binary.length / 4);
    }

    /**
     * The module with polls.
     *
     * @param binary a valid module that {@linkplain ModuleShape#hasCode() has code}
     */
    static byte[] insert(byte[] binary, ModuleShape shape) {
        PollInserter inserter = new PollInserter(binary, shape);
        inserter.writeModule();
        return inserter.out.toBytes();
    }

    /** The name that the module's poll page is exported by. */
    static String page(ModuleShape shape) {
        return unused(PAGE, shape);
    }

    /** The name that the module's start function is exported by, where it has one. */
    static String start(ModuleShape shape) {
        return unused(START, shape);
    }

    private static String unused(String name, ModuleShape shape) {
        String free = name;
        while (shape.exports().contains(free)) {
            free += "'";
        }
        return free;
    }

    private void writeModule() {
        out.write(binary, 0, PREAMBLE_BYTES);
        while (in.hasMore()) {
            int begin = in.position();
            int id = in.readByte();
            int size = in.readUnsigned();
            int end = in.position() + size;
            if (id != CUSTOM_SECTION) {
                writeMissing(place(id));
            }
            switch (id) {
                case MEMORY_SECTION -> writeMemories(end);
                case EXPORT_SECTION -> writeExports(end);
                case START_SECTION -> {}
                case CODE_SECTION -> writeCode(end);
                default -> out.write(binary, begin, end);
            }
            in.skipTo(end);
        }
    }

    private static int place(int id) {
        for (int place = 0; place < ORDER.length; place++) {
            if (ORDER[place] == id) {
                return place;
            }
        }
        throw new IllegalStateException("a valid module has a section of an unknown kind: " + id);
    }

    /** Sections that the module does without come before the first one that follows them. */
    private void writeMissing(int next) {
        if (!hasMemories && next > place(MEMORY_SECTION)) {
            writeMemories(in.position());
        }
        if (!hasExports && next > place(EXPORT_SECTION)) {
            writeExports(in.position());
        }
    }

    /** Behind the module's own, a memory of one page for good; without a section of the module's, end is where we are. */
    private void writeMemories(int end) {
        hasMemories = true;
        copyAndCount(end, 1);
        section.writeByte(HAS_MAXIMUM);
        section.writeUnsigned(1);
        section.writeUnsigned(1);
        out.writeSection(MEMORY_SECTION, section);
    }

    private void writeExports(int end) {
        hasExports = true;
        copyAndCount(end, shape.start().isPresent() ? 2 : 1);
        writeExport(page(shape), MEMORY, shape.memoryCount());
        shape.start().ifPresent(function -> writeExport(start(shape), FUNCTION, function));
        out.writeSection(EXPORT_SECTION, section);
    }

    private void writeExport(String name, int kind, int index) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        section.writeUnsigned(utf8.length);
        section.write(utf8);
        section.writeByte(kind);
        section.writeUnsigned(index);
    }

    /** Begins a section with what there is of it in the module, its count increased. */
    private void copyAndCount(int end, int more) {
        section.clear();
        int count = in.position() == end ? 0 : in.readUnsigned();
        section.writeUnsigned(count + more);
        section.write(binary, in.position(), end);
    }

    private void writeCode(int end) {
        section.clear();
        int count = in.readUnsigned();
        section.writeUnsigned(count);
        for (int function = 0; function < count; function++) {
            writeFunction();
        }
        if (in.position() != end) {
            throw new IllegalStateException("the code of a valid module ends at " + end + ", not " + in.position());
        }
        out.writeSection(CODE_SECTION, section);
    }

    private void writeFunction() {
        int size = in.readUnsigned();
        int begin = in.position();
        int end = begin + size;
        for (int groups = in.readUnsigned(); groups > 0; groups--) {
            in.skipNumber();
            in.skipValueType();
        }
        int written = in.position();
        instructions.readTo(end);
        body.clear();
        polls = 0;
        body.write(binary, begin, written);
        if (instructions.calls() || size > SHORT_BYTES) {
            writePoll();
        }
        for (int index = 0; index < instructions.repeatCount(); index++) {
            int repeat = instructions.repeat(index);
            body.write(binary, written, repeat);
            writePoll();
            written = repeat;
        }
        body.write(binary, written, end);
        section.writeUnsigned(body.size());
        section.write(body);
    }

    private void writePoll() {
        body.writeByte(I32_CONST);
        body.writeByte(0);
        if (polls < PAGE_BYTES) {
            writeAccess(I32_LOAD8_U, polls++);
            body.writeByte(DROP);
        } else {
            body.writeByte(I32_CONST);
            body.writeByte(0);
            writeAccess(I32_STORE8, 0);
        }
    }

    private void writeAccess(int instruction, int offset) {
        body.writeByte(instruction);
        body.writeByte(HAS_MEMORY_INDEX);
        body.writeUnsigned(shape.memoryCount());
        body.writeUnsigned(offset);
    }
}
