package dev.leat.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code leat watch}: runs a graph, and again after each change of the graph, its modules or its input. With {@code
 * --broker} the running graph is replaced by one that goes on in the same session: what was not acknowledged comes to the
 * new one.
 */
@Command(
        name = "watch",
        description = {
            "Runs a graph as `leat run` does, and again whenever the graph, a module, a module's source or the input changes.",
            "Sources of modules (a folder operators/ beside the graph) are built before. Takes the options of `leat run`.",
            "With --broker the graph that runs is stopped when the new one is known to be right, and the new one goes on in"
                    + " its session: no message is lost."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

    /** Options of {@code leat run} whose value is read: a change of it counts. */
    private static final List<String> READ = List.of("--input", "--modules", "--schema", "--schemas", "--models");

    /** Those whose value is written, a file or a directory: a change of it, or below it, does not count. */
    private static final List<String> WRITTEN =
            List.of("--output", "--dead-letter", "--record", "--trace", "--state-dir");

    /** A file of values that is read, or else a store that is written. */
    private static final List<String> STATE = List.of("--state");

    /** Those that `leat explain` takes, too, and holds against the graph. */
    private static final List<String> CHECKED = List.of(
            "--modules",
            "--config",
            "--schema",
            "--schemas",
            "--validate",
            "--models",
            "--engine",
            "--call-timeout",
            "--memory-limit");

    @Parameters(paramLabel = "GRAPH [OPTION]...", arity = "1..*", description = "A graph, and options of `leat run`.")
    private List<String> arguments = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Set<Path> directories = directories();
        if (isLive()) {
            try (LiveGraph live = new LiveGraph(arguments, check(), err)) {
                Rebuild.whenever(directories, written(), err, live::replace);
            }
        } else {
            if (values(List.of("--input")).contains("-")) {
                throw new UsageException(
                        CliProblem.OPTIONS,
                        "the standard input cannot be read again: --input FILE|DIR goes with watch");
            }
            Rebuild.whenever(directories, written(), err, () -> Main.execute(command("run")));
        }
        return 0;
    }

    private boolean isLive() {
        return !values(List.of("--broker", "--source")).isEmpty();
    }

    private String[] command(String name) {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(arguments);
        return command.toArray(String[]::new);
    }

    /** What tells whether the graph and its modules are right, without running them. */
    private List<String> check() {
        List<String> check = new ArrayList<>(List.of("explain", arguments.getFirst(), "--live"));
        for (String option : CHECKED) {
            values(List.of(option)).forEach(value -> check.addAll(List.of(option, value)));
        }
        return check;
    }

    private Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        Path graph = Path.of(arguments.getFirst());
        if (!Files.isRegularFile(graph)) {
            throw new UsageException(
                    CliProblem.OPTIONS,
                    "leat watch GRAPH [OPTION]...: there is no graph " + graph + "; it comes first");
        }
        directories.add(TestWatch.parent(graph));
        List<String> read = new ArrayList<>(values(READ));
        values(STATE).stream()
                .filter(value -> Files.isRegularFile(Path.of(value)))
                .forEach(read::add);
        for (String value : read) {
            Path path = Path.of(value);
            if (Files.isDirectory(path)) {
                directories.add(path);
            } else if (Files.exists(path)) {
                directories.add(TestWatch.parent(path));
            }
        }
        return directories;
    }

    private Set<Path> written() {
        Set<Path> files = new LinkedHashSet<>();
        for (String value : values(WRITTEN)) {
            // A graph of several sinks has a file for each: SINK=FILE.
            files.add(Path.of(value.substring(value.indexOf('=') + 1))
                    .toAbsolutePath()
                    .normalize());
        }
        values(STATE).stream()
                .filter(value -> !Files.isRegularFile(Path.of(value)))
                .forEach(value -> files.add(Path.of(value).toAbsolutePath().normalize()));
        return files;
    }

    private List<String> values(List<String> options) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            for (String option : options) {
                if (arguments.get(i).equals(option) && i + 1 < arguments.size()) {
                    values.add(arguments.get(i + 1));
                } else if (arguments.get(i).startsWith(option + "=")) {
                    values.add(arguments.get(i).substring(option.length() + 1));
                }
            }
        }
        return values;
    }
}
