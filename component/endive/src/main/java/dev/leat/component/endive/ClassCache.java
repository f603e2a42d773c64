package dev.leat.component.endive;

import dev.leat.component.core.CacheBounds;
import dev.leat.component.core.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32C;

/**
 * Compiled classes on disk, one file for each module. Nothing that goes wrong here is an error to its user: what cannot
 * be read is compiled, what cannot be written is compiled again next time.
 *
 * <p>Classes from a file run with all rights of the process, and a checksum finds damage, not malice: so the directory
 * must belong to this user alone. One that does not is done without, with one warning.
 *
 * <p>A file is the CRC-32C of the rest (8 bytes), the name of the main class, the indices of the interpreted functions
 * (a count and the numbers), and the classes (a count, and for each its name, length and bytes); numbers are big-endian,
 * names in {@link DataOutputStream#writeUTF}'s form. It appears under its name only when it is whole. What was not used
 * for long, or is too much, is deleted when a file is added.
 */
final class ClassCache {

    private static final System.Logger LOG = System.getLogger(ClassCache.class.getName());
    /** Counts what is changed in the format, and in what {@link SupportClass} and {@link IndirectCallThunks} do. */
    private static final int FORMAT = 1;

    private static final String MARK = ".endive-";
    private static final String UNFINISHED = ".tmp";

    private final Path directory;
    private final CacheBounds bounds;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final String suffix;

    ClassCache(Path directory, String engineVersion) {
        this(directory, engineVersion, CacheBounds.DEFAULT);
    }

    ClassCache(Path directory, String engineVersion, CacheBounds bounds) {
        this.directory = directory;
        this.bounds = bounds;
        this.suffix = MARK + engineVersion + "-" + FORMAT;
    }

    /** The classes of the module of that digest, where the cache has them undamaged. */
    Optional<ModuleClasses> load(String digest) {
        Path file = file(digest);
        if (!Files.isDirectory(directory) || !isPrivate()) {
            return Optional.empty();
        }
        try {
            ModuleClasses classes = decode(Files.readAllBytes(file));
            CacheBounds.used(file);
            return Optional.of(classes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "compiling again what could not be read from " + file + ": " + e);
            return Optional.empty();
        }
    }

    void store(String digest, ModuleClasses classes) {
        Path file = file(digest);
        try {
            PrivateFiles.createDirectories(directory);
            if (!isPrivate()) {
                return;
            }
            Path whole = PrivateFiles.createTemporary(directory, UNFINISHED);
            try {
                Files.write(whole, encode(classes));
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                // Files of other versions and formats among them.
                bounds.prune(directory, name -> name.contains(MARK), name -> name.endsWith(UNFINISHED), file);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "going on without keeping compiled classes in " + file + ": " + e);
        }
    }

    private boolean isPrivate() {
        try {
            PrivateFiles.requirePrivate(directory, directory);
            return true;
        } catch (IOException e) {
            if (warned.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "going on without the cache of compiled classes, so each start compiles them: " + e);
            }
            return false;
        }
    }

    private Path file(String digest) {
        return directory.resolve(digest + suffix);
    }

    private static byte[] encode(ModuleClasses classes) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(content);
        out.writeUTF(classes.mainClass());
        out.writeInt(classes.interpreted().size());
        for (int index : classes.interpreted()) {
            out.writeInt(index);
        }
        out.writeInt(classes.classes().size());
        for (Map.Entry<String, byte[]> entry : classes.classes().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            out.write(entry.getValue());
        }
        byte[] bytes = content.toByteArray();
        ByteArrayOutputStream file = new ByteArrayOutputStream(bytes.length + Long.BYTES);
        new DataOutputStream(file).writeLong(checksum(bytes, 0));
        file.write(bytes);
        return file.toByteArray();
    }

    private static ModuleClasses decode(byte[] file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        if (in.readLong() != checksum(file, Long.BYTES)) {
            throw new IOException("the checksum does not fit: the file is damaged");
        }
        String mainClass = in.readUTF();
        SortedSet<Integer> interpreted = new TreeSet<>();
        for (int i = in.readInt(); i > 0; i--) {
            interpreted.add(in.readInt());
        }
        Map<String, byte[]> classes = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            String name = in.readUTF();
            classes.put(name, in.readNBytes(in.readInt()));
        }
        return new ModuleClasses(mainClass, classes, interpreted);
    }

    private static long checksum(byte[] bytes, int from) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, bytes.length - from);
        return checksum.getValue();
    }
}
