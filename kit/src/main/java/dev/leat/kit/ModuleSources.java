package dev.leat.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the sources of modules in a directory: the directory itself, and each folder of its {@code operators}, as projects
 * of the Azure IoT Operations extension for Visual Studio Code are laid out.
 *
 * <p>A folder with a {@code Cargo.toml} of a {@code cdylib} is a Rust module, named as the crate is, with underscores as
 * they are. One with a Python file that defines a class {@code Map}, {@code Filter}, {@code Branch}, {@code Accumulate} or
 * {@code Delay} is a Python module, named as the folder is.
 */
public final class ModuleSources {

    private static final String MANIFEST = "Cargo.toml";
    private static final Pattern CRATE_NAME = Pattern.compile("(?m)^\\s*name\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s*crate-type\\s*=.*cdylib");
    private static final Pattern OPERATOR_CLASS =
            Pattern.compile("(?m)^class\\s+(Map|Filter|Branch|Accumulate|Delay)\\b");

    /** No source of one file is larger. */
    private static final long MOST_BYTES = 1 << 20;

    private ModuleSources() {}

    /**
     * Finds all sources, in order of their names.
     *
     * @throws KitException {@link KitProblem#NO_SOURCE} where there is none, {@link KitProblem#SOURCE} where it is not clear
     *     what is to be built
     */
    public static List<ModuleSource> find(Path directory) {
        List<ModuleSource> found = optional(directory);
        if (found.isEmpty()) {
            throw new KitException(
                    KitProblem.NO_SOURCE,
                    directory
                            + ": no module's source is here. Expected Cargo.toml with crate-type = [\"cdylib\"], a Python"
                            + " file with a class Map, Filter, Branch, Accumulate or Delay, or a folder operators/ of such"
                            + " folders. 'leat new NAME' makes a project");
        }
        return found;
    }

    /** The same; empty where there is none. */
    public static List<ModuleSource> optional(Path directory) {
        List<ModuleSource> found = new ArrayList<>(inFolder(directory).stream().toList());
        Path operators = directory.resolve("operators");
        if (Files.isDirectory(operators)) {
            for (Path folder : list(operators)) {
                if (Files.isDirectory(folder)) {
                    inFolder(folder).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /**
     * The directories that hold built modules of a project: {@code operators/NAME/bin/release} and others that the
     * extension for Visual Studio Code makes, the newest first where there are several of one operator.
     */
    public static List<Path> outputs(Path project) {
        Path operators = project.resolve("operators");
        if (!Files.isDirectory(operators)) {
            return List.of();
        }
        List<Path> outputs = new ArrayList<>();
        for (Path operator : list(operators)) {
            Path bin = operator.resolve("bin");
            if (Files.isDirectory(bin)) {
                try (Stream<Path> folders = Files.walk(bin, 2)) {
                    folders.filter(Files::isDirectory)
                            .sorted(Comparator.comparing(ModuleSources::newest).reversed())
                            .forEach(outputs::add);
                } catch (IOException unreadable) {
                    throw unlisted(bin, unreadable);
                }
            }
        }
        return outputs;
    }

    /** When the newest module in a directory was written; the beginning of time where there is none. */
    private static FileTime newest(Path directory) {
        FileTime newest = FileTime.fromMillis(0);
        for (Path file : list(directory)) {
            if (file.toString().endsWith(".wasm")) {
                try {
                    FileTime written = Files.getLastModifiedTime(file);
                    newest = written.compareTo(newest) > 0 ? written : newest;
                } catch (IOException gone) {
                    // It was there a moment ago: another build replaces it, and the finder will see.
                    continue;
                }
            }
        }
        return newest;
    }

    private static Optional<ModuleSource> inFolder(Path folder) {
        return rust(folder).or(() -> python(folder));
    }

    private static Optional<ModuleSource> rust(Path folder) {
        Path manifest = folder.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            return Optional.empty();
        }
        String text = read(manifest);
        Matcher name = CRATE_NAME.matcher(text);
        return LIBRARY.matcher(text).find() && name.find()
                ? Optional.of(new ModuleSource(name.group(1), Language.RUST, folder, name.group(1), ""))
                : Optional.empty();
    }

    private static Optional<ModuleSource> python(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<ModuleSource> found = new ArrayList<>();
        for (Path file : list(folder)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".py") && !name.startsWith("test_") && Files.isRegularFile(file)) {
                Matcher operator = OPERATOR_CLASS.matcher(read(file));
                while (operator.find()) {
                    found.add(new ModuleSource(
                            folder.toAbsolutePath().normalize().getFileName().toString(),
                            Language.PYTHON,
                            folder,
                            name.substring(0, name.length() - ".py".length()),
                            operator.group(1).toLowerCase(Locale.ROOT) + "-impl"));
                }
            }
        }
        if (found.size() > 1) {
            throw new KitException(
                    KitProblem.SOURCE,
                    folder + ": more than one operator class is here ("
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(one -> one.entry() + ".py: "
                                                    + one.world().replace("-impl", ""))
                                            .toList())
                            + "). A Python module holds one: give each a folder of its own");
        }
        return found.stream().findFirst();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw unlisted(folder, unreadable);
        }
    }

    private static KitException unlisted(Path folder, IOException reason) {
        return new KitException(KitProblem.SOURCE, folder + " cannot be listed: " + reason, reason);
    }

    private static String read(Path file) {
        try {
            return Files.size(file) > MOST_BYTES ? "" : Files.readString(file);
        } catch (IOException unreadable) {
            throw new KitException(KitProblem.SOURCE, file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
