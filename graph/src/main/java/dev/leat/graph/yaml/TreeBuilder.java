package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Puts the tree together from parser events, without recursion and within the limits. What is still open when the events
 * end early is closed, so that everything before a mistake can be checked.
 */
final class TreeBuilder {

    /** A node that aliases can refer to, and how many values it has once its own aliases are written out. */
    private record Anchored(YamlNode node, int size) {}

    private final String file;
    private final SourceText source;
    private final YamlLimits limits;
    private final Findings findings;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private Optional<YamlNode> root = Optional.empty();
    private Position last;
    private int aliases;
    private long values;

    TreeBuilder(String file, SourceText source, YamlLimits limits, Findings findings) {
        this.file = file;
        this.source = source;
        this.limits = limits;
        this.findings = findings;
        this.last = Position.startOf(file);
    }

    static Position position(String file, Optional<Mark> mark) {
        return mark.map(known -> new Position(file, known.getLine() + 1, known.getColumn() + 1))
                .orElse(Position.startOf(file));
    }

    /** Where the last event began. */
    Position lastPosition() {
        return last;
    }

    /** Takes the next event. Returns false where a limit is passed; no event may follow then. */
    boolean accept(Event event) {
        last = position(file, event.getStartMark());
        if (event instanceof NodeEvent && !withinLimits(1)) {
            return false;
        }
        return switch (event) {
            case ScalarEvent scalar -> {
                attach(scalar(scalar), 1, scalar.getAnchor());
                yield true;
            }
            case CollectionStartEvent start -> open(start);
            case AliasEvent alias -> alias(alias.getAlias().getValue());
            default -> {
                close();
                yield true;
            }
        };
    }

    /** What was built so far; closes whatever is still open. */
    Optional<YamlNode> root() {
        while (!open.isEmpty()) {
            close();
        }
        return root;
    }

    /** Begins the next document: anchors are gone, what counts against the limits is not. */
    void startAnew() {
        root = Optional.empty();
        anchors.clear();
    }

    private boolean open(CollectionStartEvent start) {
        if (open.size() == limits.depth()) {
            findings.report(
                    GraphProblem.NESTED_TOO_DEEPLY,
                    last,
                    "Lists and mappings are nested more than " + limits.depth() + " deep; reading stops here.",
                    "Flatten the file.");
            return false;
        }
        boolean mapping = start instanceof MappingStartEvent;
        start.getTag()
                .filter(tag -> !Tags.fitsCollection(tag, mapping))
                .ifPresent(tag -> unknownTag(tag, mapping ? "a mapping" : "a list"));
        open.push(
                mapping
                        ? new Frame.OfMapping(last, start.getAnchor(), findings)
                        : new Frame.OfSequence(last, start.getAnchor()));
        return true;
    }

    private void close() {
        Frame frame = open.pop();
        attach(frame.node(), frame.size(), frame.anchor());
    }

    private void attach(YamlNode node, int size, Optional<Anchor> anchor) {
        anchor.ifPresent(name -> anchors.put(name.getValue(), new Anchored(node, size)));
        if (open.isEmpty()) {
            root = Optional.of(node);
        } else {
            open.peek().add(node, size);
        }
    }

    private boolean alias(String name) {
        aliases++;
        if (aliases > limits.aliases()) {
            findings.report(
                    GraphProblem.TOO_MANY_ALIASES,
                    last,
                    "More than " + limits.aliases() + " aliases are used; reading stops here.",
                    "Write the values out.");
            return false;
        }
        boolean inside = open.stream()
                .anyMatch(frame -> frame.anchor()
                        .map(Anchor::getValue)
                        .filter(name::equals)
                        .isPresent());
        if (inside) {
            findings.report(
                    GraphProblem.RECURSIVE_ALIAS,
                    last,
                    "The alias " + Quote.of("*" + name) + " stands inside the value that it refers to.",
                    "Write out what is meant here.");
            attach(unreadable(), 1, Optional.empty());
            return true;
        }
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            unknownAnchor(name);
            attach(unreadable(), 1, Optional.empty());
            return true;
        }
        attach(anchored.node().at(last), anchored.size(), Optional.empty());
        return withinLimits(anchored.size() - 1);
    }

    private void unknownAnchor(String name) {
        findings.report(
                GraphProblem.UNKNOWN_ANCHOR,
                last,
                "No anchor " + Quote.of("&" + name) + " stands before this alias.",
                findings.nearest(name, anchors.keySet())
                        .map(near -> "Did you mean " + Quote.of("*" + near) + "?")
                        .orElse("Define the anchor before the alias; put a text that begins with '*' in quotes."));
    }

    private boolean withinLimits(int more) {
        values += more;
        if (values > limits.values()) {
            findings.report(
                    GraphProblem.TOO_MANY_VALUES,
                    last,
                    "The file holds more than " + limits.values()
                            + " values once its aliases are written out; reading stops here.",
                    "Split the definition, or use fewer aliases.");
            return false;
        }
        return true;
    }

    private YamlScalar scalar(ScalarEvent event) {
        YamlScalar.Type type = Tags.typeOf(event).orElseGet(() -> {
            // Not with the value, which may be a secret.
            unknownTag(event.getTag().orElse("!"), "this value");
            return YamlScalar.Type.TEXT;
        });
        OptionalInt indentation =
                event.isLiteral() ? OptionalInt.of(literalIndentation(event.getValue())) : OptionalInt.empty();
        return new YamlScalar(event.getValue(), type, indentation, last);
    }

    /** The first line with text tells: what it is indented by in the file, less what of that belongs to the value. */
    private int literalIndentation(String value) {
        int line = last.line() + 1;
        for (String content : (Iterable<String>) value.lines()::iterator) {
            if (!content.isBlank()) {
                return Math.max(0, leadingBlanks(source.line(line)) - leadingBlanks(content));
            }
            line++;
        }
        return 0;
    }

    private static int leadingBlanks(String line) {
        return line.length() - line.stripLeading().length();
    }

    private void unknownTag(String tag, String on) {
        findings.report(
                GraphProblem.UNKNOWN_TAG,
                last,
                "The tag " + Quote.of(tag) + " has no meaning on " + on + ".",
                "Remove the tag; put a text that begins with '!' in quotes.");
    }

    private YamlScalar unreadable() {
        return new YamlScalar("", YamlScalar.Type.UNREADABLE, OptionalInt.empty(), last);
    }
}
