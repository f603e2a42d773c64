package dev.leat.component.model.type;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of a component function.
 *
 * @param parameters in order, names unique
 * @param result empty where the function gives nothing back
 * @param async declared {@code async}; Leat can describe such a function but not call it
 */
public record FunctionType(List<ValueType.Field> parameters, Optional<ValueType> result, boolean async) {

    public FunctionType {
        parameters = List.copyOf(parameters);
    }

    /** The types of the parameters, in order. */
    public List<ValueType> parameterTypes() {
        return parameters.stream().map(ValueType.Field::type).toList();
    }

    @Override
    public String toString() {
        String in = parameters.stream()
                .map(field -> field.name() + ": " + field.type())
                .collect(Collectors.joining(", ", (async ? "async " : "") + "func(", ")"));
        return result.map(type -> in + " -> " + type).orElse(in);
    }
}
