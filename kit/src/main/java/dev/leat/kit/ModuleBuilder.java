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

/**
 * Builds modules with the languages' own tools: cargo for WebAssembly, and componentize-py. The script that runs them,
 * {@code scripts/build-module.sh} in Leat's home, finds them, takes other ways where rustup's targets cannot be had, and
 * names what is missing with the command that installs it.
 */
public final class ModuleBuilder {

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
        Path output = place.resolveSibling(".unchecked").resolve(place.getFileName());
        Files.createDirectories(output.getParent());
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
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Deque<String> last = new ArrayDeque<>();
        int code;
        // Whoever ends this command ends the tools with it: they would write the module when nobody looks.
        Thread ending = new Thread(() -> end(process));
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
        try {
            check.look(output);
            Files.move(output, place, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(output.getParent());
        }
        return new Built(source, place, Files.size(place), Duration.ofNanos(System.nanoTime() - start));
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
