package dev.leat.cli;

import dev.leat.graph.GraphDefinition;
import dev.leat.graph.GraphDefinitions;
import dev.leat.graph.Reading;
import dev.leat.graph.diagnostic.Diagnostic;
import dev.leat.graph.diagnostic.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;

/** A graph definition that a command was given. */
final class GraphFile {

    private GraphFile() {}

    /** Reads a definition; warnings go to the terminal, errors end the command. */
    static GraphDefinition read(Path path, PrintWriter err) {
        Reading reading = GraphDefinitions.read(path);
        if (!reading.hasErrors()) {
            for (Diagnostic diagnostic : reading.diagnostics()) {
                if (diagnostic.severity() == Severity.WARNING) {
                    err.println(diagnostic.render());
                }
            }
        }
        return reading.orThrow();
    }
}
