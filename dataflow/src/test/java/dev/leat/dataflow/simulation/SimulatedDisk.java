package dev.leat.dataflow.simulation;

import dev.leat.dataflow.state.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk that keeps what it promised to keep, and no more: after a crash, what a write that had returned gave a file is
 * there, if the file has a name; what one that had not gave it is gone, whole or torn. A name is new, another's or gone for
 * sure after a rename that had returned: each change to names before that holds or does not.
 */
final class SimulatedDisk implements Storage {

    private final SplittableRandom random;

    /** The names that the process sees. */
    private final TreeMap<String, Content> files = new TreeMap<>();

    /** The names when the directory was last forced, and what was done to them since, in order. */
    private TreeMap<String, Content> forced = new TreeMap<>();

    private final List<Change> changes = new ArrayList<>();

    /** So many more calls fail, some of them; a full disk. */
    int failures;

    /** The process may die during any call. */
    boolean crashing;

    private boolean crashed;

    /** What a file holds, whatever it is called. */
    private static final class Content {
        byte[] bytes = {};
    }

    private interface Change {
        void apply(Map<String, Content> files);
    }

    SimulatedDisk(SplittableRandom random) {
        this.random = random;
    }

    private boolean fails() {
        if (failures > 0 && random.nextInt(3) == 0) {
            failures--;
            return true;
        }
        return false;
    }

    private void mayCrash() {
        if (crashing && random.nextInt(6) == 0) {
            crashed = true;
        }
        endIfCrashed();
    }

    /** Ends what goes on in a process that died during a call. */
    void endIfCrashed() {
        if (crashed) {
            throw new CrashError();
        }
    }

    private void change(Change change) {
        change.apply(files);
        changes.add(change);
    }

    private void forceNames() {
        forced = new TreeMap<>(files);
        changes.clear();
    }

    /** What is left when the machine comes up again. */
    void crash() {
        for (Change change : changes) {
            if (random.nextBoolean()) {
                change.apply(forced);
            }
        }
        files.clear();
        files.putAll(forced);
        changes.clear();
        crashing = false;
        crashed = false;
    }

    /** All there is, for comparison. */
    String content() {
        StringBuilder text = new StringBuilder();
        files.forEach((name, content) ->
                text.append(name).append(Arrays.hashCode(content.bytes)).append(' '));
        return text.toString();
    }

    List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public String place() {
        return "disk";
    }

    @Override
    public List<String> list() throws IOException {
        endIfCrashed();
        if (fails()) {
            throw new IOException("cannot list");
        }
        return names();
    }

    @Override
    public byte[] read(String name) throws IOException {
        return existing(name).bytes.clone();
    }

    private Content existing(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    @Override
    public void write(String name, List<ByteBuffer> parts) throws IOException {
        endIfCrashed();
        ByteBuffer whole = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(whole::put);
        Content content = files.get(name);
        if (content == null) {
            Content made = new Content();
            change(files -> files.put(name, made));
            content = made;
        }
        content.bytes = Arrays.copyOf(whole.array(), random.nextInt(whole.capacity() + 1));
        mayCrash();
        if (fails()) {
            throw new IOException("no space left");
        }
        content.bytes = whole.array();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        endIfCrashed();
        Content content = existing(from);
        if (fails() && random.nextBoolean()) {
            throw new IOException("cannot rename");
        }
        change(files -> {
            files.remove(from);
            files.put(to, content);
        });
        mayCrash();
        if (fails()) {
            throw new IOException("cannot force the directory");
        }
        forceNames();
    }

    @Override
    public void delete(String name) throws IOException {
        endIfCrashed();
        if (fails()) {
            throw new IOException("cannot delete");
        }
        change(files -> files.remove(name));
        mayCrash();
    }
}
