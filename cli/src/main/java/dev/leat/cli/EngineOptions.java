package dev.leat.cli;

import dev.leat.component.core.StoreLimits;
import dev.leat.component.model.InstanceLimits;
import dev.leat.graph.GraphDefinition;
import dev.leat.graph.Setting;
import dev.leat.graph.diagnostic.Position;
import dev.leat.kit.ModuleSources;
import dev.leat.operator.service.SchemaRegistry;
import dev.leat.runtime.GraphOptions;
import dev.leat.runtime.Leat;
import dev.leat.runtime.LeatOptions;
import dev.leat.runtime.ModuleFinder;
import dev.leat.testkit.GraphFolder;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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
            paramLabel = "[OPERATION:]SECONDS",
            description = "The longest that a module may take for one call (default: 10), of all operations or of one."
                    + " Repeatable.")
    private List<String> callTimeouts = new ArrayList<>();

    @Option(
            names = "--memory-limit",
            paramLabel = "[OPERATION:]MIB",
            description =
                    "The most memory that one operation's module may use, in MiB (default: 512), of all operations or"
                            + " of one. Repeatable.")
    private List<String> memoryLimits = new ArrayList<>();

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private SchemaArguments schemas = new SchemaArguments();

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
            directories.addAll(ModuleSources.outputs(beside));
        });
        directories.addAll(shipped());
        return directories;
    }

    /** The sample modules that ship with Leat: the launcher says where. */
    static List<Path> shipped() {
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

    /** The limits for all operations, and those for single ones. */
    private record Limits(InstanceLimits all, Map<String, InstanceLimits> single) {}

    private Limits limits(Optional<GraphDefinition> graph) {
        Map<String, Double> times = new LinkedHashMap<>();
        Map<String, Double> memories = new LinkedHashMap<>();
        callTimeouts.forEach(text -> put("--call-timeout", text, times, graph));
        memoryLimits.forEach(text -> put("--memory-limit", text, memories, graph));
        double time = times.getOrDefault("", 10.0);
        double memory = memories.getOrDefault("", 512.0);
        Set<String> names = new LinkedHashSet<>(times.keySet());
        names.addAll(memories.keySet());
        names.remove("");
        Map<String, InstanceLimits> single = new LinkedHashMap<>();
        for (String name : names) {
            single.put(name, limits(times.getOrDefault(name, time), memories.getOrDefault(name, memory)));
        }
        return new Limits(limits(time, memory), single);
    }

    private static void put(String option, String text, Map<String, Double> values, Optional<GraphDefinition> graph) {
        int colon = text.lastIndexOf(':');
        String operation = colon < 0 ? "" : text.substring(0, colon);
        if (graph.isPresent()
                && !operation.isEmpty()
                && graph.get().operation(operation).isEmpty()) {
            throw new UsageException(
                    CliProblem.VALUE, option + " " + text + ": the graph has no operation '" + operation + "'");
        }
        try {
            values.put(operation, Double.parseDouble(text.substring(colon + 1)));
        } catch (NumberFormatException noNumber) {
            throw new UsageException(
                    CliProblem.VALUE, option + " " + text + ": write a number, or OPERATION:NUMBER for one operation");
        }
    }

    private static InstanceLimits limits(double seconds, double mebibytes) {
        if (!(seconds > 0 && seconds <= 86_400)) {
            throw new UsageException(CliProblem.VALUE, "--call-timeout " + seconds + ": between 0 and 86400 seconds");
        }
        if (!(mebibytes >= 1 && mebibytes <= 4096)) {
            throw new UsageException(CliProblem.VALUE, "--memory-limit " + mebibytes + ": between 1 and 4096 MiB");
        }
        return new InstanceLimits(
                new StoreLimits((long) (mebibytes * (1 << 20)), StoreLimits.DEFAULT.tableElements()),
                Optional.of(Duration.ofNanos((long) (seconds * 1e9))));
    }

    /** @param file of the graph, where it has one: what lies beside it is found */
    GraphOptions graphOptions(Optional<Path> file) {
        return graphOptions(limits(Optional.empty()), file, EngineOptions::noRegistry);
    }

    private static SchemaRegistry noRegistry(String place) {
        throw new UsageException(
                CliProblem.OPTIONS, "--schemas " + place + " goes with leat run; name a directory of schemas");
    }

    /** The same for a graph with what stands beside its file: parameters and a schema. The command line's count more. */
    GraphOptions graphOptions(GraphDefinition graph, Path file) {
        return graphOptions(graph, file, EngineOptions::noRegistry);
    }

    /** @param remote opens the schema registry behind a broker, where one is named */
    GraphOptions graphOptions(GraphDefinition graph, Path file, Function<String, SchemaRegistry> remote) {
        GraphFolder folder = GraphFolder.beside(file);
        GraphOptions options = folder.withSchema(graphOptions(limits(Optional.of(graph)), Optional.of(file), remote));
        List<Setting> settings = new ArrayList<>(folder.settings());
        settings.addAll(options.settings());
        return options.withSettings(settings);
    }

    private GraphOptions graphOptions(Limits limits, Optional<Path> file, Function<String, SchemaRegistry> remote) {
        return schemas.apply(
                GraphOptions.DEFAULT
                        .withSettings(settings())
                        .withLimits(limits.all())
                        .withLimitsOf(limits.single())
                        .withInference(models.inference(directories(file))),
                remote);
    }
}
