package dev.leat.dataflow.simulation;

import dev.leat.dataflow.state.Storage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk that keeps what it promised to keep: after a crash, a file whose write had not returned is gone, whole or torn; a
 * new name or a deletion that was not yet on the disk holds or does not.
 */
final class SimulatedDisk implements Storage {

    private final SplittableRandom random;

    /** What the process sees. */
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    /** What the process saw when the directory was last forced, and what was done to it since, in order. */
    private TreeMap<String, byte[]> forced = new TreeMap<>();

    private final List<Change> changes = new ArrayList<>();

    /** So many more calls fail, some of them; a full disk. */
    int failures;

    /** The process may die during any call. */
    boolean crashing;

    private interface Change {
        void apply(Map<String, byte[]> files);
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

    private boolean crashes() {
        return crashing && random.nextInt(6) == 0;
    }

    private void change(Change change) {
        change.apply(files);
        changes.add(change);
    }

    private void force() {
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
    }

    /** All there is, for comparison. */
    String content() {
        StringBuilder text = new StringBuilder();
        files.forEach((name, bytes) ->
                text.append(name).append(Arrays.hashCode(bytes)).append(' '));
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
        if (fails()) {
            throw new IOException("cannot list");
        }
        return names();
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
    public void write(String name, byte[] content) throws IOException {
        byte[] torn = Arrays.copyOf(content, random.nextInt(content.length + 1));
        if (crashes()) {
            change(files -> files.put(name, torn));
            throw new CrashError();
        }
        if (fails()) {
            change(files -> files.put(name, torn));
            throw new IOException("no space left");
        }
        byte[] whole = content.clone();
        change(files -> files.put(name, whole));
        force();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (!files.containsKey(from)) {
            throw new NoSuchFileException(from);
        }
        if (fails() && random.nextBoolean()) {
            throw new IOException("cannot rename");
        }
        change(files -> {
            byte[] bytes = files.remove(from);
            if (bytes != null) {
                files.put(to, bytes);
            }
        });
        if (crashes()) {
            throw new CrashError();
        }
        if (fails()) {
            throw new IOException("cannot force the directory");
        }
        force();
    }

    @Override
    public void delete(String name) throws IOException {
        if (fails()) {
            throw new IOException("cannot delete");
        }
        change(files -> files.remove(name));
        if (crashes()) {
            throw new CrashError();
        }
    }
}
