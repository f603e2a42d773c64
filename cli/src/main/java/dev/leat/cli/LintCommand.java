package dev.leat.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Severity;
import dev.leat.graph.resource.Lint;
import dev.leat.graph.resource.ResourceOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leat lint}: all findings about graph definitions and resources at once. */
@Command(
        name = "lint",
        description =
                "Checks graph definitions and resources, and shows all findings at once. Exit code 2 where there are errors.",
        mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

    enum Form {
        TEXT,
        JSON
    }

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Graph definitions (YAML), resources (YAML, Bicep), and directories with such files.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "A value for a param of Bicep files; other types than string as JSON. Repeatable.")
    private Map<String, String> parameters = new LinkedHashMap<>();

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
        Lint lint = Lint.check(paths, new ResourceOptions(parameters));
        List<Diagnostic> findings = lint.diagnostics();
        var out = spec.commandLine().getOut();
        switch (output) {
            case TEXT -> {
                findings.forEach(finding -> out.println(finding.render()));
                long errors = count(findings, Severity.ERROR);
                long warnings = count(findings, Severity.WARNING);
                out.println(lint.files()
                        + (lint.files() == 1 ? " file, " : " files, ")
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
