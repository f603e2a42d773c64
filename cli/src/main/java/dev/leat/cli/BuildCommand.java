package dev.leat.cli;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import dev.leat.kit.BuildMode;
import dev.leat.kit.KitException;
import dev.leat.kit.ModuleBuilder;
import dev.leat.kit.ModuleCheck;
import dev.leat.kit.ModuleSource;
import dev.leat.kit.ModuleSources;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat build}: from source to module. */
@Command(
        name = "build",
        description = {
            "Builds the modules of a project: Rust with cargo, Python with componentize-py.",
            "Each goes to bin/release/NAME.wasm (or bin/debug) beside its source, where `leat run` and `leat test` find it."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class BuildCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = ".",
            description = "A module's source, or a project with a folder operators/ (default: here).")
    private Path directory = Path.of(".");

    @Option(names = "--debug", description = "With what a debugger needs, into bin/debug.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        BuildMode mode = debug ? BuildMode.DEBUG : BuildMode.RELEASE;
        ModuleBuilder builder = new ModuleBuilder(Home.directory());
        @Nullable KitException first = null;
        for (ModuleSource source : ModuleSources.find(directory)) {
            err.println("building " + source.name() + " (" + source.language().word() + ", " + mode.word() + ") ...");
            List<ModuleCheck> checks = new ArrayList<>();
            try {
                ModuleBuilder.Built built =
                        builder.build(source, mode, err::println, module -> checks.add(check(module)));
                out.println(summary(built, checks.getFirst()));
            } catch (KitException failure) {
                // Those behind it are built all the same.
                if (first == null) {
                    first = failure;
                } else {
                    err.println(failure.getMessage());
                }
            }
            out.flush();
        }
        if (first != null) {
            throw first;
        }
        return 0;
    }

    static ModuleCheck check(Path module) throws IOException {
        try (CoreEngine engine = CoreEngines.open(CoreEngineOptions.DEFAULT)) {
            return ModuleCheck.of(module, engine);
        }
    }

    private static String summary(ModuleBuilder.Built built, ModuleCheck check) {
        String line = String.format(
                Locale.ROOT,
                "%s: %s, %s, %s, built in %.1f s",
                built.source().name(),
                Home.relative(built.file()),
                Sizes.text(built.bytes()),
                String.join(", ", check.operators()),
                built.took().toMillis() / 1000.0);
        return check.missing().isEmpty()
                ? line
                : line + "\n  warning: imports what Leat does not provide; a call traps: "
                        + String.join(", ", check.missing());
    }
}
