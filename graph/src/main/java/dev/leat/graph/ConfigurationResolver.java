package dev.leat.graph;

import dev.leat.graph.diagnostic.Findings;
import dev.leat.graph.diagnostic.GraphProblem;
import dev.leat.graph.diagnostic.Nearest;
import dev.leat.graph.diagnostic.Quote;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out which setting reaches which operation, and under which key. */
final class ConfigurationResolver {

    private final GraphDefinition definition;
    private final UndeclaredSettings undeclared;
    private final Findings findings = new Findings();
    private final List<Operation> operations;
    private final Map<String, Setting> forAny = new LinkedHashMap<>();
    private final Map<String, Map<String, Setting>> forOne = new LinkedHashMap<>();

    ConfigurationResolver(GraphDefinition definition, List<Setting> settings, UndeclaredSettings undeclared) {
        this.definition = definition;
        this.undeclared = undeclared;
        this.operations = definition.operations().stream()
                .filter(operation -> operation.type().runsModule())
                .toList();
        settings.forEach(this::sort);
    }

    Configuration resolve() {
        Set<String> declared = operations.stream()
                .flatMap(operation -> namesOf(definition.parameters(operation)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Setting> forAll = forAny.values().stream()
                .filter(setting -> !declared.contains(setting.key()))
                .toList();
        forAll.forEach(setting -> reportUndeclared(setting, declared, "every operation that runs a module gets it"));
        Map<String, Map<String, String>> properties = new LinkedHashMap<>();
        Map<String, Map<String, Configuration.Origin>> origins = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Map<String, Configuration.Value> values = values(operation, forAll);
            Map<String, String> plain = new LinkedHashMap<>();
            Map<String, Configuration.Origin> from = new LinkedHashMap<>();
            values.forEach((key, value) -> {
                plain.put(key, value.value());
                from.put(key, value.origin());
            });
            properties.put(operation.name(), plain);
            origins.put(operation.name(), from);
        }
        return new Configuration(properties, origins, findings.sorted());
    }

    private Map<String, Configuration.Value> values(Operation operation, List<Setting> forAll) {
        List<Parameter> parameters = definition.parameters(operation);
        Map<String, Setting> own = forOne.getOrDefault(operation.name(), Map.of());
        Set<String> keys = parameters.stream().map(Parameter::key).collect(Collectors.toSet());
        Map<String, Configuration.Value> properties = new LinkedHashMap<>();
        Map<String, Configuration.Value> byName = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            boolean hasFreeName = !keys.contains(parameter.name());
            Optional<Configuration.Value> value = setting(parameter, own, hasFreeName)
                    .or(() -> setting(parameter, forAny, hasFreeName))
                    .map(setting -> Configuration.Value.of(setting, true))
                    .or(() -> parameter.defaultValue().map(Configuration.Value::ofDefault));
            value.ifPresent(known -> {
                properties.put(parameter.key(), known);
                if (hasFreeName) {
                    byName.putIfAbsent(parameter.name(), known);
                }
            });
            if (value.isEmpty() && parameter.required()) {
                reportNotSet(operation, parameter);
            }
        }
        byName.forEach(properties::putIfAbsent);
        addUndeclared(own, namesOf(parameters).collect(Collectors.toSet()), operation, properties);
        if (undeclared == UndeclaredSettings.PASS_ON) {
            forAll.forEach(setting -> properties.putIfAbsent(setting.key(), Configuration.Value.of(setting, false)));
        }
        return properties;
    }

    private static Optional<Setting> setting(Parameter parameter, Map<String, Setting> settings, boolean byName) {
        return Optional.ofNullable(settings.get(parameter.key()))
                .or(() -> byName ? Optional.ofNullable(settings.get(parameter.name())) : Optional.empty());
    }

    private void addUndeclared(
            Map<String, Setting> own,
            Set<String> declared,
            Operation operation,
            Map<String, Configuration.Value> properties) {
        own.values().stream()
                .filter(setting -> !declared.contains(setting.key()))
                .forEach(setting -> {
                    reportUndeclared(setting, declared, Quote.of(operation.name()) + " gets it");
                    if (undeclared == UndeclaredSettings.PASS_ON) {
                        properties.put(setting.key(), Configuration.Value.of(setting, false));
                    }
                });
    }

    /** Files a setting by whom it is meant for; of two for the same key the last one counts. */
    private void sort(Setting setting) {
        if (setting.operation().isPresent()) {
            String name = setting.operation().get();
            if (operations.stream().noneMatch(operation -> operation.name().equals(name))) {
                reportUnknownOperation(setting, name);
                return;
            }
        }
        Map<String, Setting> group = setting.operation()
                .map(name -> forOne.computeIfAbsent(name, _ -> new LinkedHashMap<>()))
                .orElse(forAny);
        Setting before = group.put(setting.key(), setting);
        if (before != null) {
            findings.report(
                    GraphProblem.DUPLICATE_SETTING,
                    setting.position(),
                    Quote.of(setting.key()) + " is set already at " + before.position() + "; this value counts.",
                    "Remove one of the two.");
        }
    }

    private void reportUnknownOperation(Setting setting, String name) {
        boolean exists = definition.operation(name).isPresent();
        findings.report(
                GraphProblem.SETTING_OF_UNKNOWN_OPERATION,
                setting.position(),
                Quote.of(setting.key()) + " is set for the operation " + Quote.of(name)
                        + (exists ? ", which runs no module." : ", which does not exist."),
                Nearest.to(name, operations.stream().map(Operation::name).toList())
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Name an operation that runs a module, or leave the operation out."));
    }

    private void reportUndeclared(Setting setting, Set<String> declared, String who) {
        String fate = undeclared == UndeclaredSettings.PASS_ON ? who : "it is dropped";
        Optional<String> meant = Nearest.typoOf(setting.key(), declared);
        findings.report(
                meant.isPresent() ? GraphProblem.MISSPELLED_SETTING : GraphProblem.UNDECLARED_SETTING,
                setting.position(),
                "No parameter is called " + Quote.of(setting.key()) + "; " + fate + ".",
                meant.map(near -> "Did you mean '" + near + "'?")
                        .orElse("Declare it in 'moduleConfigurations', or remove it if nothing reads it."));
    }

    private void reportNotSet(Operation operation, Parameter parameter) {
        findings.report(
                GraphProblem.PARAMETER_NOT_SET,
                parameter.position(),
                "The operation " + Quote.of(operation.name()) + " requires the parameter " + Quote.of(parameter.key())
                        + ", and it is not set.",
                "Set it in the graph node's 'configuration', or with '--config " + parameter.key() + "=VALUE'.");
    }

    private static Stream<String> namesOf(List<Parameter> parameters) {
        return parameters.stream().flatMap(parameter -> Stream.of(parameter.key(), parameter.name()));
    }
}
