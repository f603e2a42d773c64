package dev.leat.dataflow.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Files in memory, which a test looks at and damages. */
final class MemoryStorage implements Storage {

    final TreeMap<String, byte[]> files = new TreeMap<>();

    /** What was done, in order. */
    final List<String> calls = new ArrayList<>();

    /** The calls that fail. */
    final List<String> failing = new ArrayList<>();

    private void call(String call) throws IOException {
        calls.add(call);
        if (failing.contains(call)) {
            throw new IOException("cannot " + call);
        }
    }

    @Override
    public String place() {
        return "state";
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public byte[] read(String name) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new NoSuchFileException(name);
        }
        return bytes.clone();
    }

    @Override
    public void write(String name, List<ByteBuffer> content) throws IOException {
        call("write " + name);
        files.put(name, joined(content));
    }

    private static byte[] joined(List<ByteBuffer> content) {
        ByteBuffer whole = ByteBuffer.allocate(
                content.stream().mapToInt(ByteBuffer::remaining).sum());
        content.forEach(whole::put);
        return whole.array();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        call("rename " + from + " to " + to);
        byte[] bytes = files.remove(from);
        if (bytes == null) {
            throw new NoSuchFileException(from);
        }
        files.put(to, bytes);
    }

    @Override
    public void delete(String name) throws IOException {
        call("delete " + name);
        files.remove(name);
    }
}
