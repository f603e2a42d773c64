package dev.leat.graph.yaml;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a YAML 1.2 file (JSON is a part of YAML) into a tree. The grammar is SnakeYAML Engine's; the tree is put together
 * here from its events, because its own composer recurses and gives up at the first mistake.
 */
public final class Yaml {

    private final String file;
    private final YamlLimits limits;
    private final Findings findings;

    private Yaml(String file, YamlLimits limits, Findings findings) {
        this.file = file;
        this.limits = limits;
        this.findings = findings;
    }

    /**
     * Reads as much as can be read; never throws for what the bytes contain.
     *
     * @param file the name for positions
     * @param bytes the file's content
     * @param findings receives what is wrong with the file as YAML
     */
    public static YamlDocument read(String file, byte[] bytes, YamlLimits limits, Findings findings) {
        return new Yaml(file, limits, findings).read(bytes);
    }

    /**
     * Reads all documents of a file, as much of each as can be read; never throws for what the bytes contain. Documents
     * with nothing in them are left out, and nothing is reported where all are. Behind a mistake in the grammar nothing is
     * read: of the documents, only the last one can be incomplete.
     *
     * @param limits for all documents of the file together
     */
    public static List<YamlDocument> readAll(String file, byte[] bytes, YamlLimits limits, Findings findings) {
        return new Yaml(file, limits, findings).readAll(bytes);
    }

    private List<YamlDocument> readAll(byte[] bytes) {
        if (isTooLarge(bytes)) {
            return List.of();
        }
        SourceText source = SourceText.decode(file, bytes, findings);
        List<YamlDocument> documents = new ArrayList<>();
        TreeBuilder tree = new TreeBuilder(file, source, limits, findings);
        boolean complete = guarded(source, tree, events -> {
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof DocumentEndEvent) {
                    add(documents, tree.root(), true);
                    tree.startAnew();
                } else if (isContent(event) && !tree.accept(event)) {
                    return false;
                }
            }
            return true;
        });
        if (!complete) {
            add(documents, tree.root(), false);
        }
        return List.copyOf(documents);
    }

    private static void add(List<YamlDocument> documents, Optional<YamlNode> root, boolean complete) {
        if (root.isPresent() && !isNothing(root.get())) {
            documents.add(new YamlDocument(root, complete));
        }
    }

    private boolean isTooLarge(byte[] bytes) {
        if (bytes.length > limits.bytes()) {
            findings.report(
                    GraphProblem.FILE_TOO_LARGE,
                    Position.startOf(file),
                    "The file has more than " + limits.bytes() + " bytes.",
                    "Check that the path is the right one; move long schemas to the schema registry.");
        }
        return bytes.length > limits.bytes();
    }

    private YamlDocument read(byte[] bytes) {
        if (isTooLarge(bytes)) {
            return new YamlDocument(Optional.empty(), false);
        }
        SourceText source = SourceText.decode(file, bytes, findings);
        TreeBuilder tree = new TreeBuilder(file, source, limits, findings);
        boolean complete = build(source, tree);
        Optional<YamlNode> root = tree.root().filter(node -> !isNothing(node));
        if (root.isEmpty() && complete) {
            findings.report(
                    GraphProblem.EMPTY_FILE,
                    Position.startOf(file),
                    "The file is empty.",
                    "Write a graph definition into it; 'leat new' gives one to start from.");
        }
        return new YamlDocument(root, complete);
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.NULL;
    }

    /** Feeds the tree with the first document. Returns whether all of it was read. */
    private boolean build(SourceText source, TreeBuilder tree) {
        return guarded(source, tree, events -> {
            while (events.hasNext()) {
                Event event = events.next();
                if (event instanceof DocumentEndEvent) {
                    lookForSecondDocument(events);
                    return true;
                }
                if (isContent(event) && !tree.accept(event)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static boolean isContent(Event event) {
        return event instanceof NodeEvent
                || event.getEventId() == Event.ID.SequenceEnd
                || event.getEventId() == Event.ID.MappingEnd;
    }

    /** Runs something on the text's events, and reports what the grammar does not allow. Returns what that returns, or false. */
    private boolean guarded(SourceText source, TreeBuilder tree, Predicate<Iterator<Event>> reading) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Integer.MAX_VALUE)
                // The whole text at once: in pieces, the time for one long token grows with its square.
                .setBufferSize(Math.max(1_024, source.text().length() + 1))
                .build();
        try {
            return reading.test(new Parse(settings).parseString(source.text()).iterator());
        } catch (MarkedYamlEngineException e) {
            new SyntaxReport(file, source, findings).report(e);
            return false;
        } catch (NumberFormatException e) {
            // SnakeYAML Engine 3.2 lets it through for escapes beyond Unicode, such as "\\UFFFFFFFF".
            syntax(tree, "An escape names no character.", "Write \\u and 4, or \\U and 8 hexadecimal digits.");
            return false;
        } catch (YamlEngineException e) {
            syntax(tree, "This is not valid YAML: " + e.getMessage(), "Correct the text after this place.");
            return false;
        }
    }

    private void syntax(TreeBuilder tree, String message, String hint) {
        findings.report(GraphProblem.YAML_SYNTAX, tree.lastPosition(), message, hint);
    }

    private void lookForSecondDocument(Iterator<Event> events) {
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent start
                    && events.hasNext()
                    && !isEmptyScalar(events.next())) {
                findings.report(
                        GraphProblem.SEVERAL_DOCUMENTS,
                        TreeBuilder.position(file, start.getStartMark()),
                        "A second document starts here; only the first one was checked.",
                        "Put it into a file of its own, or remove the line '---'.");
                return;
            }
        }
    }

    private static boolean isEmptyScalar(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }
}
