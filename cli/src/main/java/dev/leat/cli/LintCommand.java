package dev.leat.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat lint}: all findings about graph definitions at once. */
@Command(
        name = "lint",
        description = "Checks graph definitions and shows all findings at once. Exit code 2 where there are errors.",
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

    enum Form {
        TEXT,
        JSON
    }

    @Parameters(paramLabel = "GRAPH", arity = "1..*", description = "Graph definitions (YAML).")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "How findings are written (default: ${DEFAULT-VALUE}).")
    private Form output = Form.TEXT;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Diagnostic> findings = new ArrayList<>();
        for (Path file : files) {
            findings.addAll(GraphDefinitions.read(file).diagnostics());
        }
        var out = spec.commandLine().getOut();
        switch (output) {
            case TEXT -> {
                findings.forEach(finding -> out.println(finding.render()));
                long errors = count(findings, Severity.ERROR);
                long warnings = count(findings, Severity.WARNING);
                out.println(files.size()
                        + (files.size() == 1 ? " file, " : " files, ")
                        + errors
                        + (errors == 1 ? " error, " : " errors, ")
                        + warnings
                        + (warnings == 1 ? " warning" : " warnings"));
            }
            case JSON ->
                out.println(new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(
                                findings.stream().map(Diagnostic::toRow).toList()));
        }
        out.flush();
        return findings.stream().anyMatch(Diagnostic::isError) ? 2 : 0;
    }

    private static long count(List<Diagnostic> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
