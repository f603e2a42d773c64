package dev.leat.component.model.binary;

/** Reads past the canonical functions of the async and threads features, keeping their names. */
final class UnsupportedCanons {

    private UnsupportedCanons() {}

    static Definition read(BinaryReader in, int code) {
        String name = switch (code) {
            case 0x05 -> "task.cancel";
            case 0x06 -> flag(in, "subtask.cancel");
            case 0x07 -> index(in, "resource.drop async");
            case 0x08 -> "backpressure.set";
            case 0x09 -> taskReturn(in);
            case 0x0a -> slot(in, "context.get");
            case 0x0b -> slot(in, "context.set");
            case 0x0c -> flag(in, "thread.yield");
            case 0x0d -> "subtask.drop";
            case 0x0e -> index(in, "stream.new");
            case 0x0f -> indexAndOptions(in, "stream.read");
            case 0x10 -> indexAndOptions(in, "stream.write");
            case 0x11 -> indexAndFlag(in, "stream.cancel-read");
            case 0x12 -> indexAndFlag(in, "stream.cancel-write");
            case 0x13 -> index(in, "stream.drop-readable");
            case 0x14 -> index(in, "stream.drop-writable");
            case 0x15 -> index(in, "future.new");
            case 0x16 -> indexAndOptions(in, "future.read");
            case 0x17 -> indexAndOptions(in, "future.write");
            case 0x18 -> indexAndFlag(in, "future.cancel-read");
            case 0x19 -> indexAndFlag(in, "future.cancel-write");
            case 0x1a -> index(in, "future.drop-readable");
            case 0x1b -> index(in, "future.drop-writable");
            case 0x1c -> options(in, "error-context.new");
            case 0x1d -> options(in, "error-context.debug-message");
            case 0x1e -> "error-context.drop";
            case 0x1f -> "waitable-set.new";
            case 0x20 -> index(in, flag(in, "waitable-set.wait"));
            case 0x21 -> index(in, flag(in, "waitable-set.poll"));
            case 0x22 -> "waitable-set.drop";
            case 0x23 -> "waitable.join";
            case 0x24 -> "backpressure.inc";
            case 0x25 -> "backpressure.dec";
            case 0x26 -> "thread.index";
            case 0x27 -> twoIndices(in, "thread.new-indirect");
            case 0x28 -> flag(in, "thread.switch-to");
            case 0x29 -> flag(in, "thread.suspend");
            case 0x2a -> "thread.resume-later";
            case 0x2b -> flag(in, "thread.yield-to");
            case 0x40 -> index(in, "thread.spawn-ref");
            case 0x41 -> twoIndices(in, "thread.spawn-indirect");
            case 0x42 -> "thread.available-parallelism";
            default ->
                throw in.malformed("invalid leading byte 0x" + Integer.toHexString(code) + " of a canonical function");
        };
        return new Definition.UnsupportedCanon(name);
    }

    private static String flag(BinaryReader in, String name) {
        int flag = in.u8();
        if (flag > 1) {
            throw in.malformed("invalid flag 0x" + Integer.toHexString(flag) + " of " + name);
        }
        return name;
    }

    private static String index(BinaryReader in, String name) {
        in.u32();
        return name;
    }

    private static String slot(BinaryReader in, String name) {
        in.u8();
        in.u32();
        return name;
    }

    private static String twoIndices(BinaryReader in, String name) {
        in.u32();
        in.u32();
        return name;
    }

    private static String indexAndFlag(BinaryReader in, String name) {
        in.u32();
        return flag(in, name);
    }

    private static String options(BinaryReader in, String name) {
        ComponentDecoder.options(in);
        return name;
    }

    private static String indexAndOptions(BinaryReader in, String name) {
        in.u32();
        ComponentDecoder.options(in);
        return name;
    }

    private static String taskReturn(BinaryReader in) {
        new TypeReader(in).resultList();
        ComponentDecoder.options(in);
        return "task.return";
    }
}
