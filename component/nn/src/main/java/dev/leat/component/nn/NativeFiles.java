package dev.leat.component.nn;

import dev.leat.component.core.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Keeps the native libraries of ONNX Runtime in the user's cache. Its own way is to take them out of its jar anew in each
 * process, which costs half a second, and leaves them behind in a process that is killed.
 */
final class NativeFiles {

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private NativeFiles() {}

    /** One library in the jar. */
    private record Packed(URL url, String file, long size, long checksum) {}

    /**
     * The directory with the libraries; empty where they are not packed for this system, or not in a jar.
     *
     * @throws IOException where the cache cannot be written, or others may write there
     */
    static Optional<Path> extract(Class<?> owner) throws IOException {
        String folder = "/ai/onnxruntime/native/" + platform() + "/";
        Packed[] packed = new Packed[LIBRARIES.size()];
        for (int i = 0; i < packed.length; i++) {
            String file = System.mapLibraryName(LIBRARIES.get(i));
            URL url = owner.getResource(folder + file);
            URLConnection connection = url == null ? null : url.openConnection();
            if (!(connection instanceof JarURLConnection jar)) {
                return Optional.empty();
            }
            JarEntry entry = jar.getJarEntry();
            packed[i] = new Packed(url, file, entry.getSize(), entry.getCrc());
        }
        Path root = cache();
        Path directory = root.resolve("natives").resolve(String.format("onnxruntime-%08x", packed[0].checksum()));
        PrivateFiles.createDirectories(directory);
        PrivateFiles.requirePrivate(root, directory);
        for (Packed one : packed) {
            extract(one, directory);
        }
        return Optional.of(directory);
    }

    private static void extract(Packed packed, Path directory) throws IOException {
        Path target = directory.resolve(packed.file());
        if (isIntact(target, packed)) {
            return;
        }
        // It gets its name when it is whole: another process may look at any time.
        Path part = PrivateFiles.createTemporary(directory, ".part");
        try (InputStream stream = packed.url().openStream()) {
            Files.copy(stream, part, StandardCopyOption.REPLACE_EXISTING);
            if (!isIntact(part, packed)) {
                throw new IOException("the packed " + packed.file() + " is damaged");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Finds damage, not malice: against that, the directory must belong to the user alone. */
    private static boolean isIntact(Path file, Packed packed) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != packed.size()) {
            return false;
        }
        try (CheckedInputStream stream = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
            byte[] block = new byte[1 << 18];
            while (stream.read(block) >= 0) {
                continue;
            }
            return stream.getChecksum().getValue() == packed.checksum();
        }
    }

    /** As the folders in ONNX Runtime's jar are called. */
    private static String platform() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "osx" : name.startsWith("windows") ? "win" : "linux";
        String processor = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x64";
            case "arm64" -> "aarch64";
            case String other -> other;
        };
        return system + "-" + processor;
    }

    /** The directory that the engines keep their caches in, too. */
    private static Path cache() {
        return variable("LEAT_CACHE")
                .map(Path::of)
                .or(() -> variable("XDG_CACHE_HOME").map(home -> Path.of(home, "leat")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "leat"));
    }

    private static Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
