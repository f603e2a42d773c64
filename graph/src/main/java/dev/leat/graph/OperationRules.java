package dev.leat.graph;

import dev.leat.graph.Draft.OperationDraft;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Position;
import dev.leat.graph.diagnostic.Problem;
import java.util.List;

/** Which operations there must be, and which of them run a module. */
final class OperationRules {

    private OperationRules() {}

    static void check(Draft draft, Findings findings) {
        draft.operations().forEach(operation -> checkModule(operation, draft.complete(), findings));
        if (!draft.operationsKnown()) {
            return;
        }
        checkCount(draft, OperationType.SOURCE, GraphProblem.NO_SOURCE, GraphProblem.SEVERAL_SOURCES, findings);
        checkCount(draft, OperationType.SINK, GraphProblem.NO_SINK, GraphProblem.SEVERAL_SINKS, findings);
    }

    private static void checkModule(OperationDraft operation, boolean complete, Findings findings) {
        operation.type().ifPresent(type -> {
            if (type.runsModule() && operation.moduleKey().isEmpty() && complete) {
                findings.report(
                        GraphProblem.MODULE_MISSING,
                        placeOf(operation),
                        "The operation " + nameOf(operation) + " of type " + type.spelling() + " has no module.",
                        "Add 'module: name:tag'.");
            }
            if (!type.runsModule() && operation.moduleKey().isPresent()) {
                findings.report(
                        GraphProblem.MODULE_WITHOUT_EFFECT,
                        operation.moduleKey().get(),
                        "The operation " + nameOf(operation) + " of type " + type.spelling()
                                + " runs no module; what is given has no effect.",
                        "Remove 'module', or correct 'operationType'.");
            }
        });
    }

    private static void checkCount(Draft draft, OperationType type, Problem none, Problem several, Findings findings) {
        List<OperationDraft> found = draft.operations().stream()
                .filter(operation -> operation.is(type))
                .toList();
        boolean allKnown = draft.operations().stream()
                .allMatch(operation -> operation.type().isPresent());
        if (found.isEmpty() && allKnown && draft.complete()) {
            findings.report(
                    none,
                    draft.operationsPosition(),
                    "The graph has no " + type.spelling() + ".",
                    "Add '- operationType: " + type.spelling() + "' with a name, and connect it.");
        }
        found.stream()
                .skip(1)
                .forEach(operation -> findings.report(
                        several,
                        placeOf(operation),
                        nameOf(operation) + " is one of " + found.size() + " operations of type " + type.spelling()
                                + (type == OperationType.SOURCE
                                        ? "; neither Leat nor the product runs that."
                                        : "; Leat runs that, the product expects exactly one."),
                        "Keep one " + type.spelling() + " and connect it to all that need it."));
    }

    private static Position placeOf(OperationDraft operation) {
        return operation.name().map(Text::position).orElse(operation.position());
    }

    private static String nameOf(OperationDraft operation) {
        return operation.name().map(Text::quoted).orElse("without a name");
    }
}
