package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in a user's words what the YAML parser says in the grammar's. */
final class SyntaxReport {

    private final String file;
    private final SourceText source;
    private final Findings findings;

    SyntaxReport(String file, SourceText source, Findings findings) {
        this.file = file;
        this.source = source;
        this.findings = findings;
    }

    void report(MarkedYamlEngineException exception) {
        Optional<Position> context = exception.getContextMark().map(this::position);
        Position position =
                exception.getProblemMark().map(this::position).or(() -> context).orElse(Position.startOf(file));
        String problem = Optional.ofNullable(exception.getProblem()).orElse("");
        String during = Optional.ofNullable(exception.getContext()).orElse("");
        if (source.hasCharacter('\t', position)) {
            findings.report(
                    GraphProblem.TAB_INDENTATION,
                    position,
                    "A tab stands where YAML wants spaces.",
                    "Replace the tab by spaces; editors can show and convert tabs.");
        } else if (during.contains("quoted scalar") && context.isPresent()) {
            syntax(context.get(), "The quote that opens here is never closed.", "Close the quote.");
        } else if (during.contains("flow sequence") && context.isPresent()) {
            syntax(
                    position,
                    "Here ',' or ']' is missing in the list that opens at line "
                            + context.get().line() + ".",
                    "Close the bracket, or separate the items by commas.");
        } else if (during.contains("flow mapping") && context.isPresent()) {
            syntax(
                    position,
                    "Here ',' or '}' is missing in the mapping that opens at line "
                            + context.get().line() + ".",
                    "Close the brace; put texts that begin with '{' in quotes.");
        } else if (problem.contains("mapping values are not allowed")) {
            syntax(
                    position,
                    "A ':' stands where no key can be.",
                    "Put the text in quotes if ': ' is a part of it; otherwise check how this line and the one before are indented.");
        } else if (problem.contains("expected <block end>") || problem.contains("did not find expected <block end>")) {
            syntax(
                    position,
                    "This does not line up with the lines before.",
                    "Indent it like the other entries of the list or mapping it belongs to.");
        } else if (problem.contains("could not find expected ':'")) {
            syntax(
                    context.orElse(position),
                    "A ':' is missing after this key.",
                    "Write 'key: value'; or indent the line if it continues a text.");
        } else if (problem.contains("cannot start any token")) {
            syntax(
                    position,
                    "A text cannot begin with this character unless it is in quotes.",
                    "Put the text in quotes.");
        } else {
            syntax(
                    position,
                    "This is not valid YAML: " + problem + (during.isEmpty() ? "" : " " + during) + ".",
                    "Correct the text at, or just before, this place.");
        }
    }

    private void syntax(Position position, String message, String hint) {
        findings.report(GraphProblem.YAML_SYNTAX, position, message, hint);
    }

    private Position position(Mark mark) {
        return TreeBuilder.position(file, Optional.of(mark));
    }
}
