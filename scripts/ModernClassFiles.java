import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.CodeTransform;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites jars whose class files are of Java 5, as picocli's are, to class files of Java 8: the same code, with the
 * stack maps that newer class files carry. The JVM's AOT cache takes no class that is older than Java 6, nor one that
 * inherits from such a class; and it verifies them the slow way at each start.
 *
 * <p>{@code java ModernClassFiles.java TARGET-DIRECTORY CLASS-PATH} writes the jars that need it into the directory, and
 * prints the class path with them in place of the originals. What cannot be rewritten stays as it is.
 */
final class ModernClassFiles {

    private static final int OLDEST_IN_CACHE = ClassFile.JAVA_6_VERSION;
    private static final int MODERN = ClassFile.JAVA_8_VERSION;

    private final ClassFile classFile;

    private ModernClassFiles(ClassLoader hierarchy) {
        ClassHierarchyResolver resolver = ClassHierarchyResolver.ofResourceParsing(hierarchy)
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached();
        this.classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(resolver),
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ConstantPoolSharingOption.NEW_POOL);
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        List<Path> jars =
                Arrays.stream(arguments[1].split(java.io.File.pathSeparator)).map(Path::of).toList();
        URL[] urls = jars.stream().map(ModernClassFiles::url).toArray(URL[]::new);
        StringBuilder classPath = new StringBuilder();
        try (URLClassLoader hierarchy = new URLClassLoader(urls)) {
            ModernClassFiles modern = new ModernClassFiles(hierarchy);
            for (Path jar : jars) {
                Path use = isOld(jar) ? modern.rewrite(jar, directory.resolve(jar.getFileName())) : jar;
                classPath.append(classPath.isEmpty() ? "" : java.io.File.pathSeparator).append(use);
            }
        }
        System.out.println(classPath);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Whether it holds an old class. A signed jar stays as it is: its signature would not fit any more. */
    private static boolean isOld(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            boolean old = false;
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (name.startsWith("META-INF/") && name.endsWith(".SF")) {
                    return false;
                }
                if (!old && name.endsWith(".class")) {
                    try (var in = file.getInputStream(entry)) {
                        old = isOld(in.readNBytes(Long.BYTES));
                    }
                }
            }
            return old;
        }
    }

    private static boolean isOld(byte[] start) {
        return start.length >= Long.BYTES && ByteBuffer.wrap(start).getShort(6) < OLDEST_IN_CACHE;
    }

    private Path rewrite(Path from, Path to) throws IOException {
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (JarFile file = new JarFile(from.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(part))) {
            for (JarEntry entry : Collections.list(file.entries())) {
                byte[] content;
                try (var in = file.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                boolean old = entry.getName().endsWith(".class") && isOld(content);
                out.putNextEntry(new JarEntry(entry.getName()));
                out.write(old ? modern(entry.getName(), content) : content);
                out.closeEntry();
            }
        }
        return Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] modern(String name, byte[] old) {
        try {
            ClassModel model = classFile.parse(old);
            return classFile.transformClass(
                    model, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen((builder, element) -> {
                        if (element instanceof ClassFileVersion) {
                            builder.withVersion(MODERN, 0);
                        } else {
                            builder.with(element);
                        }
                    }));
        } catch (IllegalArgumentException unresolved) {
            // It refers to classes of an optional dependency that is not here.
            System.err.println(name + " stays as it is: " + unresolved.getMessage());
            return old;
        }
    }
}
