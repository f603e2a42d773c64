package dev.leat.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds modules with the languages' own tools: cargo for WebAssembly, and componentize-py. The script that runs them,
 * {@code scripts/build-module.sh} in Leat's home, finds them, takes other ways where rustup's targets cannot be had, and
 * names what is missing with the command that installs it.
 */
public final class ModuleBuilder {

    private static final System.Logger LOGGER = System.getLogger(ModuleBuilder.class.getName());

    /** The script's exit code where a tool is missing. */
    private static final int TOOL_MISSING = 3;

    /** So many of the tools' last lines are told again where the build fails. */
    private static final int LAST_LINES = 40;

    private final Path script;

    /**
     * @param home where Leat lies
     * @throws KitException {@link KitProblem#KIT_INCOMPLETE} where its script is not there
     */
    public ModuleBuilder(Path home) {
        this.script = home.resolve("scripts").resolve("build-module.sh");
        if (!Files.isRegularFile(script)) {
            throw new KitException(
                    KitProblem.KIT_INCOMPLETE,
                    script + " is missing: modules are built from a checkout of Leat, with its ./leat");
        }
    }

    /**
     * A module that was built.
     *
     * @param file where it lies
     * @param took on the clock
     */
    public record Built(ModuleSource source, Path file, long bytes, Duration took) {}

    /** Looks at a module that was built; throws where it is none. */
    @FunctionalInterface
    public interface Check {
        void look(Path module) throws IOException;
    }

    /**
     * Builds one module.
     *
     * @param progress gets each line that the tools print, while they run
     * @param check looks at what was built before it takes the place of what was built before; where it throws, that stays
     * @throws KitException {@link KitProblem#TOOL_MISSING} or {@link KitProblem#BUILD_FAILED}, with the tools' last lines
     */
    public Built build(ModuleSource source, BuildMode mode, Consumer<String> progress, Check check)
            throws IOException, InterruptedException {
        Path place = source.output(mode).toAbsolutePath();
        Files.createDirectories(place.getParent());
        // Of this build alone, as another one may run; and where nobody looks for modules or for changes.
        Path unchecked = Files.createTempDirectory(source.directory().toAbsolutePath(), ".unchecked");
        try {
            Path output = unchecked.resolve(place.getFileName());
            long start = System.nanoTime();
            run(source, mode, output, progress);
            check.look(output);
            Files.move(output, place, StandardCopyOption.REPLACE_EXISTING);
            return new Built(source, place, Files.size(place), Duration.ofNanos(System.nanoTime() - start));
        } finally {
            delete(unchecked);
        }
    }

    /** Has the script build the module, to this file. */
    private void run(ModuleSource source, BuildMode mode, Path output, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                script.toString(),
                source.language().word(),
                source.directory().toAbsolutePath().toString(),
                output.toString(),
                mode.word()));
        if (source.language() == Language.PYTHON) {
            command.add(source.entry());
            command.add(source.world());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Deque<String> last = new ArrayDeque<>();
        int code;
        // Whoever ends this command ends the tools with it: they would write the module when nobody looks.
        Thread ending = new Thread(() -> {
            end(process);
            delete(output.getParent());
        });
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            process.getOutputStream().close();
            follow(process.getInputStream(), line -> {
                if (last.size() == LAST_LINES) {
                    last.removeFirst();
                }
                if (!line.startsWith(output + ": ")) {
                    last.addLast(line);
                    progress.accept(line);
                }
            });
            code = process.waitFor();
        } catch (IOException | InterruptedException stopped) {
            end(process);
            throw stopped;
        } finally {
            forget(ending);
        }
        if (code != 0) {
            throw new KitException(
                    code == TOOL_MISSING ? KitProblem.TOOL_MISSING : KitProblem.BUILD_FAILED,
                    "module " + source.name() + " was not built:\n  " + String.join("\n  ", last));
        }
    }

    /** What is left over of a build harms nobody. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            LOGGER.log(System.Logger.Level.DEBUG, directory + " is left over", left);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It runs.
        }
    }

    private static void follow(InputStream in, Consumer<String> lines) throws IOException {
        try (var reader = new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(line);
            }
        }
    }
}
