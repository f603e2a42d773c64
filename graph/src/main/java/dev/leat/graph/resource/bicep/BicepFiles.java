package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Quote;
import dev.leat.graph.diagnostic.ResourceProblem;
import dev.leat.graph.resource.bicep.DeclarationParser.Parsed;
import dev.leat.graph.yaml.YamlMapping;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Bicep files. Never throws for what one contains. */
public final class BicepFiles {

    private static final int MOST_BYTES = 4 << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private BicepFiles() {}

    /**
     * Reads a file.
     *
     * @param file the name for positions
     * @param parameters values for its params; those of other names do not matter
     */
    public static Bicep read(String file, byte[] content, Map<String, String> parameters) {
        Findings findings = new Findings();
        Optional<String> text = decode(file, content, findings);
        if (text.isEmpty()) {
            return new Bicep(List.of(), Set.of(), false, findings.sorted());
        }
        Parsed parsed = DeclarationParser.read(file, text.get(), findings);
        Map<String, Declaration> symbols = symbols(parsed.declarations(), findings);
        Evaluator evaluator = new Evaluator(symbols, parameters, findings);
        evaluator.checkAll();
        List<Bicep.Resource> resources = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Declaration declaration : symbols.values()) {
            if (declaration instanceof Declaration.Resource resource) {
                resources.add(resource(resource, symbols, evaluator));
            } else if (declaration instanceof Declaration.Param param) {
                names.add(param.name());
            }
        }
        return new Bicep(resources, names, parsed.complete(), findings.sorted());
    }

    private static Optional<String> decode(String file, byte[] content, Findings findings) {
        if (content.length > MOST_BYTES) {
            findings.report(
                    GraphProblem.FILE_TOO_LARGE,
                    Position.startOf(file),
                    "The file has more than " + MOST_BYTES + " bytes.",
                    "Check that the path is the right one.");
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            findings.report(
                    GraphProblem.NOT_UTF_8,
                    Position.startOf(file),
                    "The file is not UTF-8.",
                    "Save the file as UTF-8.");
            return Optional.empty();
        }
    }

    private static Map<String, Declaration> symbols(List<Declaration> declarations, Findings findings) {
        Map<String, Declaration> symbols = new LinkedHashMap<>();
        for (Declaration declaration : declarations) {
            Declaration first = symbols.putIfAbsent(declaration.name(), declaration);
            if (first != null) {
                findings.report(
                        ResourceProblem.DUPLICATE_SYMBOL,
                        declaration.position(),
                        "The name " + Quote.of(declaration.name()) + " is declared already at line "
                                + first.position().line() + ".",
                        "Rename one of the two.");
            }
        }
        return symbols;
    }

    private static Bicep.Resource resource(
            Declaration.Resource resource, Map<String, Declaration> symbols, Evaluator evaluator) {
        Findings findings = new Findings();
        Optional<String> parent = Optional.empty();
        Optional<Position> parentPosition = Optional.empty();
        List<YamlMapping.Entry> entries = new ArrayList<>();
        boolean readable = true;
        for (Expression.Member member : resource.body().members()) {
            String key = member.key().value();
            if (key.equals("dependsOn")) {
                continue;
            }
            if (key.equals("parent")) {
                parentPosition = Optional.of(member.value().position());
                parent = symbol(member.value(), symbols, findings);
                readable &= parent.isPresent();
            } else {
                Evaluator.Result value = evaluator.evaluate(member.value(), findings);
                readable &= value.readable();
                entries.add(new YamlMapping.Entry(member.key(), value.node()));
            }
        }
        return new Bicep.Resource(
                resource.name(),
                resource.type(),
                resource.existing(),
                parent,
                parentPosition,
                new YamlMapping(entries, resource.body().position()),
                readable,
                findings.sorted());
    }

    /** The resource that a parent names; empty where it is none, which is reported unless it was already. */
    private static Optional<String> symbol(Expression value, Map<String, Declaration> symbols, Findings findings) {
        if (!(value instanceof Expression.Reference reference)
                || !reference.properties().isEmpty()) {
            findings.report(
                    ResourceProblem.BAD_PARENT,
                    value.position(),
                    "A parent is the name of a resource of this file.",
                    "Declare the parent with 'existing', and write its name.");
            return Optional.empty();
        }
        Declaration declaration = symbols.get(reference.name());
        if (declaration instanceof Declaration.Resource) {
            return Optional.of(reference.name());
        }
        if (declaration == null) {
            findings.report(Evaluator.unknown(reference, symbols.keySet(), findings));
        } else if (!(declaration instanceof Declaration.Broken)) {
            findings.report(
                    ResourceProblem.BAD_PARENT,
                    value.position(),
                    Quote.of(reference.name()) + " is not a resource.",
                    "Name the resource that this one belongs to.");
        }
        return Optional.empty();
    }
}
