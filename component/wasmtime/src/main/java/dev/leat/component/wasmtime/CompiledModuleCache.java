package dev.leat.component.wasmtime;

import dev.leat.component.core.CacheBounds;
import dev.leat.component.core.PrivateFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Keeps compiled modules on disk.
 *
 * <p>The library maps an entry into memory and runs it, trusting its every byte. So the directory must belong to this
 * user alone, and each entry's name says, besides what it was compiled from, what it must look like: {@code
 * KEY-LENGTH-CHECKSUM.cwasm}. An entry that does not look like its name is deleted, not loaded. Entries get their name
 * when they are complete and on disk, so processes may share the directory and may be killed at any time. What was not
 * used for long, or is too much, is deleted when an entry is added.
 *
 * <p>A cache never fails: what it cannot read it compiles, what it cannot write it does without, with one warning.
 */
final class CompiledModuleCache {

    private static final System.Logger LOGGER = System.getLogger(CompiledModuleCache.class.getName());

    private static final String SUFFIX = ".cwasm";
    private static final String PART = ".part";

    private final Path root;
    private final Path directory;
    private final String engineVersion;
    private final CacheBounds bounds;
    private final AtomicBoolean warned = new AtomicBoolean();

    CompiledModuleCache(Path cacheDirectory, String engineVersion) {
        this(cacheDirectory, engineVersion, CacheBounds.DEFAULT);
    }

    CompiledModuleCache(Path cacheDirectory, String engineVersion, CacheBounds bounds) {
        this.root = cacheDirectory;
        this.directory = cacheDirectory.resolve("wasmtime");
        this.engineVersion = engineVersion;
        this.bounds = bounds;
    }

    /**
     * A handle on the module: from its entry where there is a good one, otherwise compiled, and then entered.
     *
     * @param engine the {@code wasm_engine_t}
     * @param compiler compiles the module; its exceptions go to the caller
     */
    long load(long engine, byte[] binary, LongSupplier compiler) {
        String key = key(binary);
        long cached = find(engine, key);
        if (cached != 0) {
            return cached;
        }
        long module = compiler.getAsLong();
        enter(key, module);
        return module;
    }

    private String key(byte[] binary) {
        MessageDigest digest = Digests.sha256();
        digest.update(String.join("\n", engineVersion, EngineConfiguration.FINGERPRINT, Platform.HOST.toString(), "")
                .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(binary));
    }

    /** The module of a good entry, or null. */
    private long find(long engine, String key) {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try {
            requirePrivate();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, key + "-*" + SUFFIX)) {
                for (Path entry : entries) {
                    long module = open(engine, key, entry);
                    if (module != 0) {
                        CacheBounds.used(entry);
                        return module;
                    }
                    Files.deleteIfExists(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            warn(e);
        }
        return 0;
    }

    private long open(long engine, String key, Path entry) throws IOException {
        try (FileChannel channel = FileChannel.open(entry, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            if (channel.size() > Integer.MAX_VALUE || !isWhole(key, entry, channel, arena)) {
                LOGGER.log(System.Logger.Level.INFO, "the compiled module {0} is damaged: compiling it again", entry);
                return 0;
            }
        } catch (NoSuchFileException pruned) {
            // By another process, meanwhile.
            return 0;
        }
        try (Scratch scratch = new Scratch()) {
            long out = scratch.pointer();
            long error = EngineFunctions.moduleDeserializeFile(engine, scratch.string(entry.toString()), out);
            if (error != 0) {
                // Compiled for a processor with other instructions, say, where a home directory serves many machines.
                LOGGER.log(
                        System.Logger.Level.INFO,
                        "the compiled module {0} does not fit this machine, compiling it again: {1}",
                        entry,
                        NativeErrors.takeMessage(error));
                return 0;
            }
            return Symbols.MEMORY.get(Symbols.POINTER, out);
        }
    }

    private static boolean isWhole(String key, Path entry, FileChannel channel, Arena arena) throws IOException {
        MemorySegment contents = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        return entry.getFileName().toString().equals(name(key, contents.asByteBuffer()));
    }

    private void enter(String key, long module) {
        try (Scratch scratch = new Scratch()) {
            long vector = scratch.vector();
            long error = EngineFunctions.moduleSerialize(module, vector);
            if (error != 0) {
                throw new IOException(NativeErrors.takeMessage(error));
            }
            try {
                write(key, NativeVectors.bytes(vector).asByteBuffer());
            } finally {
                ErrorFunctions.byteVectorDelete(vector);
            }
        } catch (IOException | UnsupportedOperationException e) {
            warn(e);
        }
    }

    private void write(String key, ByteBuffer contents) throws IOException {
        PrivateFiles.createDirectories(directory);
        requirePrivate();
        Path part = PrivateFiles.createTemporary(directory, PART);
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer rest = contents.duplicate();
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Path entry = directory.resolve(name(key, contents));
            Files.move(part, entry, StandardCopyOption.ATOMIC_MOVE);
            bounds.prune(directory, name -> name.endsWith(SUFFIX), name -> name.endsWith(PART), entry);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The name that an entry with these contents has. */
    private static String name(String key, ByteBuffer contents) {
        CRC32C checksum = new CRC32C();
        checksum.update(contents.duplicate());
        return "%s-%d-%08x%s".formatted(key, contents.remaining(), checksum.getValue(), SUFFIX);
    }

    private void requirePrivate() throws IOException {
        PrivateFiles.requirePrivate(root, directory);
    }

    private void warn(Exception reason) {
        if (warned.compareAndSet(false, true)) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "compiled modules cannot be kept in " + directory + ", so each start compiles them: " + reason);
        }
    }
}
