package dev.leat.cli;

import dev.leat.component.core.CoreEngine;
import dev.leat.component.core.CoreEngineOptions;
import dev.leat.component.core.CoreEngines;
import dev.leat.component.model.Component;
import dev.leat.component.model.ComponentException;
import dev.leat.component.model.wit.Producers;
import dev.leat.component.model.wit.WitPrinter;
import dev.leat.operator.OperatorInterface;
import dev.leat.operator.OperatorModule;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat inspect}: what a module is. */
@Command(
        name = "inspect",
        description = "Shows what a module is: the operators it exports, what it imports, its WIT, size and producers.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODULE", description = "A module (.wasm).")
    private Path file = Path.of("");

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "The WebAssembly engine that compiles it: wasmtime or endive.")
    private @Nullable String engine;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        byte[] binary = Files.readAllBytes(file);
        PrintWriter out = spec.commandLine().getOut();
        String name = engine;
        try (CoreEngine opened = name == null
                        ? CoreEngines.open(CoreEngineOptions.DEFAULT)
                        : CoreEngines.open(name, CoreEngineOptions.DEFAULT);
                Component component = compile(opened, binary)) {
            out.println(file + ": a component of " + Sizes.text(binary.length) + " with " + component.coreModules()
                    + " core modules");
            List<String> operators = OperatorModule.interfacesOf(component).stream()
                    .map(OperatorInterface::word)
                    .toList();
            out.println("operators: " + (operators.isEmpty() ? "none" : String.join(", ", operators)));
            printImports(component, out);
            printProducers(component, out);
            out.println();
            out.print(WitPrinter.print(component));
        }
        out.flush();
        return 0;
    }

    private Component compile(CoreEngine opened, byte[] binary) {
        try {
            return Component.compile(opened, binary);
        } catch (ComponentException unusable) {
            throw new UsageException(CliProblem.MODULE, file + ": " + unusable.getMessage());
        }
    }

    private static void printImports(Component component, PrintWriter out) {
        out.println("imports:");
        List<String> missing = OperatorModule.missingImportsOf(component);
        for (String one : component.imports().keySet()) {
            List<String> without = missing.stream()
                    .filter(path -> path.equals(one) || path.startsWith(one + "#"))
                    .map(path -> path.substring(path.indexOf('#') + 1))
                    .toList();
            out.println("  " + one
                    + (without.isEmpty()
                            ? ""
                            : "  (not provided by Leat, traps when called: " + String.join(", ", without) + ")"));
        }
        if (component.imports().isEmpty()) {
            out.println("  nothing");
        }
    }

    private static void printProducers(Component component, PrintWriter out) {
        Producers producers = Producers.of(component);
        out.println("producers:");
        printTools("language", producers.languages(), out);
        printTools("processed by", producers.processedBy(), out);
        printTools("sdk", producers.sdks(), out);
    }

    private static void printTools(String what, List<Producers.Tool> tools, PrintWriter out) {
        if (!tools.isEmpty()) {
            out.println("  " + what + ": "
                    + tools.stream()
                            .map(tool -> (tool.name() + " " + tool.version()).strip())
                            .collect(Collectors.joining(", ")));
        }
    }
}
