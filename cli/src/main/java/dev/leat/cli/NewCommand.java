package dev.leat.cli;

import dev.leat.kit.Language;
import dev.leat.kit.NewProject;
import dev.leat.operator.OperatorInterface;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat new}: a project to start from. */
@Command(
        name = "new",
        description = {
            "Makes a project to start from: a module's source, a graph, messages, and a test that passes.",
            "Then: leat build NAME, leat test NAME."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "NAME",
            description = "The project's and the module's name: small letters, digits, - and _.")
    private String name = "";

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "rust",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Language language = Language.RUST;

    @Option(
            names = "--operator",
            paramLabel = "OPERATOR",
            defaultValue = "map",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OperatorInterface kind = OperatorInterface.MAP;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to write it (default: a folder NAME here).")
    private @Nullable Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NewProject project = new NewProject(name, language, kind);
        Path target = directory == null ? Path.of(name) : directory;
        project.write(target, Home.directory());
        PrintWriter out = spec.commandLine().getOut();
        out.println(target + ": " + kind.word() + " in " + language.word() + "; its source is "
                + target.resolve(project.source()));
        out.println("next:");
        out.println("  leat build " + word(target));
        out.println("  leat test " + word(target));
        out.println("  leat run " + word(target.resolve("graph.dataflow.yaml")) + " --input "
                + word(target.resolve("data")) + " --output -");
        out.flush();
        return 0;
    }

    /** A path as a shell takes it for one word. */
    private static String word(Path path) {
        String text = path.toString();
        return text.matches("[\\w./@%+,:=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
