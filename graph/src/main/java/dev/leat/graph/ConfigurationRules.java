package dev.leat.graph;

import dev.leat.graph.Draft.ConfigurationDraft;
import dev.leat.graph.Draft.OperationDraft;
import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Quote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Configurations belong to operations that read them, and each parameter can be told from the others. */
final class ConfigurationRules {

    private final Draft draft;
    private final Wiring wiring;
    private final Findings findings;
    private final Map<String, Text> seen = new HashMap<>();

    private ConfigurationRules(Draft draft, Wiring wiring, Findings findings) {
        this.draft = draft;
        this.wiring = wiring;
        this.findings = findings;
    }

    static void check(Draft draft, Wiring wiring, Findings findings) {
        ConfigurationRules rules = new ConfigurationRules(draft, wiring, findings);
        for (ConfigurationDraft configuration : draft.configurations()) {
            configuration.operation().ifPresent(rules::checkOperation);
            rules.checkParameters(configuration.parameters());
        }
    }

    private void checkOperation(Text name) {
        Text first = seen.putIfAbsent(name.value(), name);
        if (first != null) {
            findings.report(
                    GraphProblem.DUPLICATE_CONFIGURATION,
                    name.position(),
                    "The operation " + name.quoted() + " has a configuration already at line "
                            + first.position().line() + ".",
                    "Merge the two entries.");
            return;
        }
        Optional<OperationDraft> operation = wiring.index(name.value()).map(wiring::operation);
        if (operation.isPresent()) {
            operation
                    .flatMap(OperationDraft::type)
                    .filter(type -> !type.runsModule())
                    .ifPresent(type -> findings.report(
                            GraphProblem.CONFIGURATION_WITHOUT_MODULE,
                            name.position(),
                            "The operation " + name.quoted() + " of type " + type.spelling()
                                    + " runs no module, so nothing reads its configuration.",
                            "Remove the entry, or correct its name."));
        } else if (draft.operationsKnown() && draft.complete()) {
            findings.report(
                    GraphProblem.CONFIGURATION_OF_UNKNOWN_OPERATION,
                    name.position(),
                    "There is no operation " + name.quoted() + " to configure.",
                    findings.nearest(name.value(), wiring.names())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Write the full name of an operation that runs a module."));
        }
    }

    private void checkParameters(List<Parameter> parameters) {
        Set<String> taken = parameters.stream().map(Parameter::key).collect(Collectors.toCollection(HashSet::new));
        for (Parameter parameter : parameters) {
            if (!parameter.name().equals(parameter.key())) {
                reportDifference(parameter);
                if (!taken.add(parameter.name())) {
                    findings.report(
                            GraphProblem.PARAMETER_NAME_TAKEN,
                            parameter.position(),
                            "The name " + Quote.of(parameter.name()) + " of the parameter " + Quote.of(parameter.key())
                                    + " is taken by another one, which wins.",
                            "Give each parameter a name of its own.");
                }
            }
            if (parameter.mustBeSet()) {
                findings.report(
                        GraphProblem.PARAMETER_MUST_BE_SET,
                        parameter.position(),
                        "The parameter " + Quote.of(parameter.key())
                                + " is required and has no default: the graph does not start unless it is set.",
                        "Set it where the graph is run, or give it a default.");
            }
        }
    }

    private void reportDifference(Parameter parameter) {
        findings.report(
                GraphProblem.PARAMETER_NAME_DIFFERS,
                parameter.position(),
                "The parameter has the key " + Quote.of(parameter.key()) + " and the name " + Quote.of(parameter.name())
                        + "; it can be set by either, and modules get it under both.",
                "Make both the same, as it is not documented which of them the product uses; a value belongs in 'default'.");
    }
}
