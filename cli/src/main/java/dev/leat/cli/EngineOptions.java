package dev.leat.cli;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.InstanceLimits;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.LeatOptions;
import dev.leat.runtime.ModuleFinder;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that run modules. */
final class EngineOptions {

    @Option(
            names = "--modules",
            paramLabel = "DIR",
            description = "Where to look for modules first: NAME.wasm or NAME-TAG.wasm, also in a folder NAME."
                    + " Repeatable. Then beside the graph, then among the sample modules of Leat.")
    private List<Path> modules = new ArrayList<>();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "The WebAssembly engine: wasmtime or endive. Without it, the fastest that can run here.")
    private @Nullable String engine;

    @Option(
            names = "--config",
            paramLabel = "[OPERATION:]KEY=VALUE",
            description = "A configuration value for modules. Repeatable.")
    private List<String> config = new ArrayList<>();

    @Option(
            names = "--call-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "The longest that a module may take for one record (default: ${DEFAULT-VALUE}).")
    private double callTimeout;

    @Option(
            names = "--memory-limit",
            paramLabel = "MIB",
            defaultValue = "512",
            description = "The most memory that one operation's module may use, in MiB (default: ${DEFAULT-VALUE}).")
    private long memoryLimit;

    Leat open() {
        LeatOptions options = LeatOptions.DEFAULT;
        String name = engine;
        return Leat.open(name == null ? options : options.withEngine(name));
    }

    Optional<String> engine() {
        return Optional.ofNullable(engine);
    }

    /** Where modules are looked for: as named, beside the graph, and what ships with Leat. */
    ModuleFinder finder(Optional<Path> graph) {
        return ModuleFinder.inDirectories(directories(graph));
    }

    List<Path> directories(Optional<Path> graph) {
        List<Path> directories = new ArrayList<>(modules);
        graph.map(file -> file.toAbsolutePath().getParent()).ifPresent(beside -> {
            directories.add(beside);
            directories.add(beside.resolve("modules"));
        });
        directories.addAll(shipped());
        return directories;
    }

    /** The sample modules that ship with Leat: the launcher says where. */
    private static List<Path> shipped() {
        return Optional.ofNullable(System.getProperty("leat.modules")).stream()
                .flatMap(value -> List.of(value.split(File.pathSeparator)).stream())
                .map(Path::of)
                .toList();
    }

    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < config.size(); i++) {
            settings.add(setting(config.get(i), new Position("--config", 1, i + 1)));
        }
        return settings;
    }

    private static Setting setting(String text, Position position) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new UsageException(
                    CliProblem.VALUE,
                    "--config " + text + ": write KEY=VALUE, or OPERATION:KEY=VALUE for one operation");
        }
        String key = text.substring(0, equals);
        String value = text.substring(equals + 1);
        int colon = key.indexOf(':');
        return colon < 0
                ? Setting.of(key, value, position)
                : new Setting(Optional.of(key.substring(0, colon)), key.substring(colon + 1), value, position);
    }

    InstanceLimits limits() {
        if (!(callTimeout > 0 && callTimeout <= 86_400)) {
            throw new UsageException(
                    CliProblem.VALUE, "--call-timeout " + callTimeout + ": between 0 and 86400 seconds");
        }
        if (memoryLimit < 1 || memoryLimit > 4096) {
            throw new UsageException(CliProblem.VALUE, "--memory-limit " + memoryLimit + ": between 1 and 4096 MiB");
        }
        return new InstanceLimits(
                new StoreLimits(memoryLimit << 20, StoreLimits.DEFAULT.tableElements()),
                Optional.of(Duration.ofNanos((long) (callTimeout * 1e9))));
    }

    GraphOptions graphOptions() {
        return GraphOptions.DEFAULT.withSettings(settings()).withLimits(limits());
    }
}
